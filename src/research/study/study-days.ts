// A store and a wish in; the traded instrument and the days of it that a study looks at, or none, out.

import type { ContractDay } from '../../adapters/datasets/contract-days.ts';
import { isPresent, partRef } from '../../adapters/datasets/part-path.ts';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { type Provenance, weakerProvenance } from '../../core/market/provenance.ts';
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

export interface StudyDays {
  readonly instrument: string;
  /** At least one, ascending. */
  readonly days: readonly ContractDay[];
  readonly provenance: Provenance;
}

/** What is asked of a store that has nothing: a day that has nothing. */
const NO_DAY = '2008-01-02';

/** Undefined where the store has no trades or candles for the wish. UserErrors `unknown-instrument`, `bad-option`. */
export function studyDays(store: DatasetStore, wish: DaysWish): StudyDays | undefined {
  if (wish.instrument !== undefined) return daysOf(store, wish.instrument, wish);
  const found = ROOTS.map((root) => daysOf(store, `${root}FUT`, wish)).filter((each) => each !== undefined);
  // what was traded before what was made up, trades before candles alone, then in the order of the roots
  const rank = ({ provenance, days }: StudyDays): number =>
    (provenance === 'exchange' ? 0 : 2) + (days.some(({ kind }) => kind === 'trades') ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b))[0];
}

function daysOf(store: DatasetStore, instrument: string, { from, to, days: most }: DaysWish): StudyDays | undefined {
  const span = storedSpan(store, instrument);
  const all = store.contractDays(instrument, from ?? span.from, to ?? span.to).days;
  const days = from === undefined ? newest(store, all, most) : all;
  if (days.length === 0) return undefined;
  const provenance = days.map((day) => manifestOf(store, day).provenance).reduce(weakerProvenance);
  return { instrument, days, provenance };
}

/** First and last day of the contracts behind a name. */
function storedSpan(store: DatasetStore, instrument: string): { readonly from: string; readonly to: string } {
  const asked = parseSymbol(instrument);
  const isMeant = (name: string): boolean =>
    name === instrument || (asked?.kind !== 'dated' && parseSymbol(name)?.root === asked?.root);
  const parts = store.instruments().filter(isMeant);
  const ends = parts.flatMap((name) => store.kinds(name).flatMap((kind) => store.parts(name, kind)));
  const days = ends.map(({ day }) => day).sort();
  return { from: days[0] ?? NO_DAY, to: days.at(-1) ?? NO_DAY };
}

/**
 * Stretches of days that the quality gate lets through; of the last one with trades (else the last one) the newest days, the newest
 * with trades among them.
 */
function newest(store: DatasetStore, all: readonly ContractDay[], most: number): readonly ContractDay[] {
  const stretches: ContractDay[][] = [[]];
  for (const day of all) {
    if (manifestOf(store, day).quality?.verdict === 'refuse') stretches.push([]);
    else stretches.at(-1)!.push(day);
  }
  const isTick = ({ kind }: ContractDay): boolean => kind === 'trades';
  const chosen =
    stretches.findLast((days) => days.some(isTick)) ?? stretches.findLast(({ length }) => length > 0) ?? [];
  const last = chosen.findLastIndex(isTick);
  const start = Math.max(0, chosen.length - most);
  const from = last < 0 ? start : Math.min(start, last);
  return chosen.slice(from, from + most);
}

export function manifestOf(
  store: DatasetStore,
  { contract, kind, day }: ContractDay,
): ReturnType<DatasetStore['manifest']> {
  return store.manifest(partRef(store.root, contract, kind, day));
}

/** Of the days of a study, the newest that has such a part which the quality gate lets through. */
export function newestWith(
  store: DatasetStore,
  days: readonly ContractDay[],
  kind: ContractDay['kind'],
): ContractDay | undefined {
  const usable = (day: ContractDay): boolean => {
    const part = partRef(store.root, day.contract, kind, day.day);
    return isPresent(part) && store.manifest(part).quality?.verdict !== 'refuse';
  };
  const found = days.findLast(usable);
  return found === undefined ? undefined : { ...found, kind };
}
