// A store and a wish in; the traded instrument and the days of it that a study looks at, or none, out.

import type { ContractDay } from '../../adapters/datasets/contract-days.ts';
import { isPresent, partRef } from '../../adapters/datasets/part-path.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { Root } from '../../core/market/instrument.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { parseSymbol, ROOTS } from '../../core/market/symbol.ts';

export interface DaysWish {
  /** A root or continuous name, or a contract; absent: what the store has most to tell of. */
  readonly instrument?: string | undefined;
  /** Local dates, both included; absent: the newest days. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Days at most where `from` is absent. */
  readonly days: number;
}

/** Days that were asked for, or stand beside those that were taken, and were not taken. */
export interface LeftOut {
  readonly why: 'refused' | 'apart' | Provenance;
  /** At least one, ascending. */
  readonly days: readonly string[];
}

export interface StudyDays {
  readonly instrument: string;
  /** At least one, ascending, all of one provenance and without a day of another one between them. */
  readonly days: readonly ContractDay[];
  readonly provenance: Provenance;
  /** The newest day with trades of the same provenance, where none of `days` has any and no first day was named. */
  readonly tickDay: ContractDay | undefined;
  /** Trading days that the store does not have, to the ends that were named. */
  readonly missing: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** What is asked of a store that has nothing: a day that has nothing. */
const NO_DAY = '2008-01-02';

/** Undefined where the store has no trades or candles for the wish. UserErrors `unknown-instrument`, `bad-option`. */
export function studyDays(store: DatasetStore, wish: DaysWish): StudyDays | undefined {
  if (wish.instrument !== undefined) return daysOf(store, wish.instrument, wish);
  const found = ROOTS.map((root) => daysOf(store, `${root}FUT`, wish)).filter((each) => each !== undefined);
  // what was traded before what was made up, trades before candles alone, then in the order of the roots
  const rank = ({ provenance, days, tickDay }: StudyDays): number =>
    (provenance === 'exchange' ? 0 : 2) + (days.some(isTick) || tickDay !== undefined ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b))[0];
}

interface Judged {
  readonly day: ContractDay;
  readonly provenance: Provenance;
  readonly refused: boolean;
}

const isTick = ({ kind }: ContractDay): boolean => kind === 'trades';

function daysOf(store: DatasetStore, instrument: string, { from, to, days: most }: DaysWish): StudyDays | undefined {
  const span = storedSpan(store, instrument) ?? { from: NO_DAY, to: NO_DAY };
  const all = store
    .contractDays(instrument, from ?? span.from, to ?? span.to)
    .days.map((day) => judgedDay(store, day, from !== undefined));
  const provenance = strongest(all);
  if (provenance === undefined) return undefined;
  const isUsable = (each: Judged): boolean => !each.refused && each.provenance === provenance;
  const chosen = lastStretch(all, isUsable).slice(from === undefined ? -most : 0);
  const days = chosen.map(({ day }) => day);
  const apart = all.filter((each) => isUsable(each) && isTick(each.day)).at(-1)?.day;
  const tickDay = days.some(isTick) || from !== undefined ? undefined : apart;
  const { missing } = store.contractDays(instrument, from ?? days[0]!.day, to ?? days.at(-1)!.day);
  const start = all.indexOf(chosen[0]!);
  // where there are fewer than asked for, what stands before them is why
  const first = from !== undefined ? 0 : chosen.length < most ? Math.max(0, start - 1) : start;
  const leftOut = notTaken(
    all.slice(first).filter((each) => !chosen.includes(each)),
    provenance,
  );
  return { instrument, days, provenance, tickDay, missing: missing.map(({ day }) => day), leftOut };
}

/** Of a span that was named the gate's refusal is for the reader to tell, who can be told to accept it. */
function judgedDay(store: DatasetStore, day: ContractDay, isNamed: boolean): Judged {
  const { provenance, quality } = manifestOf(store, day);
  return { day, provenance, refused: !isNamed && quality?.verdict === 'refuse' };
}

/** Of the days that can be read; undefined without any. */
function strongest(all: readonly Judged[]): Provenance | undefined {
  const there = new Set(all.filter(({ refused }) => !refused).map(({ provenance }) => provenance));
  return (['exchange', 'simulated', 'synthetic'] as const).find((each) => there.has(each));
}

/** The last days without one between them that cannot be used: whoever reads a span reads all that stands in it. */
function lastStretch(all: readonly Judged[], isUsable: (each: Judged) => boolean): readonly Judged[] {
  const last = all.findLastIndex(isUsable);
  const before = all.slice(0, last).findLastIndex((each) => !isUsable(each));
  return all.slice(before + 1, last + 1);
}

function notTaken(all: readonly Judged[], taken: Provenance): readonly LeftOut[] {
  const out = new Map<LeftOut['why'], string[]>();
  for (const { day, provenance, refused } of all) {
    const why = refused ? 'refused' : provenance === taken ? 'apart' : provenance;
    out.set(why, [...(out.get(why) ?? []), day.day]);
  }
  return [...out].map(([why, days]) => ({ why, days }));
}

/** First and last day of the contracts behind a name; undefined where the store has nothing of them. */
export function storedSpan(
  store: DatasetStore,
  instrument: string,
): { readonly from: string; readonly to: string } | undefined {
  const asked = parseSymbol(instrument);
  const isMeant = (name: string): boolean =>
    asked?.kind === 'dated' ? name === instrument : isContractOf(name, asked?.root);
  const parts = store.instruments().filter(isMeant);
  const ends = parts.flatMap((name) => store.kinds(name).flatMap((kind) => store.parts(name, kind)));
  const days = ends.map(({ day }) => day).sort();
  return days.length === 0 ? undefined : { from: days[0]!, to: days.at(-1)! };
}

function isContractOf(name: string, root: Root | undefined): boolean {
  const symbol = parseSymbol(name);
  return symbol?.kind === 'dated' && symbol.root === root;
}

export function manifestOf(
  store: DatasetStore,
  { contract, kind, day }: ContractDay,
): ReturnType<DatasetStore['manifest']> {
  return store.manifest(partRef(store.root, contract, kind, day));
}

/** The newest of these days that has such a part, of that provenance, which the quality gate lets through. */
export function newestWith(
  store: DatasetStore,
  days: readonly ContractDay[],
  kind: ContractDay['kind'],
  provenance: Provenance,
): ContractDay | undefined {
  const usable = (day: ContractDay): boolean => {
    const part = partRef(store.root, day.contract, kind, day.day);
    if (!isPresent(part)) return false;
    const manifest = store.manifest(part);
    return manifest.provenance === provenance && manifest.quality?.verdict !== 'refuse';
  };
  const found = days.findLast(usable);
  return found === undefined ? undefined : { ...found, kind };
}
