// What the owner's home has and a wish in; the store, the instrument and the days that a notebook looks at, and what they are, out.

import { resolve } from 'node:path';
import type { ContractDay } from '../../adapters/datasets/contract-days.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import { contractsOfDays } from '../../core/market/contracts-of-days.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { closureOf } from '../../core/market/trading-calendar.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { html } from '../report/html.ts';
import { type DaysWish, type LeftOut, newestWith, type StudyDays, storedSpan, studyDays } from './study-days.ts';
import { studyText } from './study-text.ts';
import { MOST_SYNTHETIC_DAYS, syntheticHome } from './synthetic-study.ts';
import { type UnusedData, unusedData } from './unused-data.ts';

export interface StudyRequest extends Omit<DaysWish, 'days'> {
  /** Days at most where `from` is absent; default 5. */
  readonly days?: number | undefined;
  /** Made-up days, also where the home has recorded ones: to try what their data do not allow. */
  readonly synthetic?: boolean | undefined;
  /** Default: QT_HOME, else the folder of this package. */
  readonly home?: string | undefined;
}

/** Where the days come from. */
export type StudySource = 'store' | 'made';

const DAYS = 5;

/** Shows itself in a notebook: what the data are, and whether anything learned from them can be true of the market. */
export class Study {
  readonly store: DatasetStore;
  /** The folder that has the store: what `simulatedRun` takes as its home. */
  readonly home: string;
  readonly instrument: string;
  readonly days: readonly ContractDay[];
  readonly provenance: Provenance;
  readonly source: StudySource;
  /** The newest day with trades, where none of `days` has any. */
  readonly tickDay: ContractDay | undefined;
  /** Trading days that the store does not have: of the span that was asked for, to its ends; else of that of `days`. */
  readonly missing: readonly string[];
  readonly leftOut: readonly LeftOut[];
  /** Recorded data in the home of which no study can be made; looked for where the days are not recorded ones. */
  readonly unused: readonly UnusedData[];

  constructor(home: string, found: StudyDays, source: StudySource, unused: readonly UnusedData[]) {
    this.store = openStore(home);
    this.home = home;
    this.instrument = found.instrument;
    this.days = found.days;
    this.provenance = found.provenance;
    this.source = source;
    this.tickDay = found.tickDay;
    this.missing = found.missing;
    this.leftOut = found.leftOut;
    this.unused = unused;
  }

  get from(): string {
    return this.days[0]!.day;
  }

  get to(): string {
    return this.days.at(-1)!.day;
  }

  /** What most functions of research ask for: `tradingData(study.store, { ...study.span, candle: '1m' })`. */
  get span(): { readonly instrument: string; readonly from: string; readonly to: string } {
    return { instrument: this.instrument, from: this.from, to: this.to };
  }

  /** The newest day with the most to tell: trades where any has them, be it a day before `days`. */
  get day(): ContractDay {
    return this.newestWith('trades') ?? this.days.at(-1)!;
  }

  /** The finest kind that all days have, for what must be made of one kind. */
  get kind(): PartKind {
    const kinds = new Set(this.days.map(({ kind }) => kind));
    if (kinds.size === 1) return this.days[0]!.kind;
    const isEverywhere = (kind: PartKind): boolean =>
      this.days.every((day) => newestWith(this.store, [day], kind, this.provenance) !== undefined);
    return [...kinds].find(isEverywhere) ?? this.days.at(-1)!.kind;
  }

  /** The newest day that has parts of a kind, such as `levels` for the order book; undefined where none has. */
  newestWith(kind: PartKind): ContractDay | undefined {
    const all = this.tickDay === undefined ? this.days : [this.tickDay, ...this.days];
    return newestWith(this.store, all, kind, this.provenance);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const { head, rest } = studyText(this);
    return {
      'text/plain': [`${head}.`, ...rest].join('\n'),
      'text/html': html`<p><b>${head}.</b>${rest.map((line) => html`<br>${line}`)}</p>`.markup,
    };
  }
}

/**
 * The newest days of the home's store, recorded ones before made-up ones; where it has none that can be used, and nothing was named,
 * days of the synthetic market. UserErrors: `part-missing` where what was named is not there, `adjusted-series` where it is there with
 * prices that were never traded, `unknown-instrument`, `bad-option`.
 */
export async function openStudy(request: StudyRequest = {}): Promise<Study> {
  const { instrument, from, to, days = DAYS, synthetic = false } = request;
  const home = resolve(request.home ?? process.env.QT_HOME ?? packageRoot);
  if (!Number.isInteger(days) || days < 1) throw badDays(days);
  const wish = { instrument, from, to, days };
  assertSpan(wish);
  const store = openStore(home);
  const unused = (): readonly UnusedData[] => unusedData(store, parseSymbol(instrument ?? '')?.root);
  if (!synthetic) {
    const found = studyDays(store, wish);
    if (found !== undefined) return new Study(home, found, 'store', found.provenance === 'exchange' ? [] : unused());
    if (instrument !== undefined || from !== undefined || to !== undefined) throw nothingThere(store, wish, unused());
  }
  if (days > MOST_SYNTHETIC_DAYS) throw badDays(days);
  const made = await syntheticHome(home, wish);
  return new Study(made.home, studyDays(openStore(made.home), { ...made, days })!, 'made', synthetic ? [] : unused());
}

/** UserError `bad-option` where there can be no day: the ends in the wrong order, or nothing but weekend and holidays between them. */
function assertSpan({ from, to }: DaysWish): void {
  if (from === undefined || to === undefined) return;
  const found = contractsOfDays('WDO', from, to);
  // the store says what is wrong with a day that is no date
  if (found.kind !== 'contracts' || found.days.length > 0) return;
  const why = from === to ? `${closureOf(from)}` : 'weekend or holidays only';
  const [message, fix] =
    from > to
      ? [`The span ends before it begins: from ${from} to ${to}`, 'Write the earlier day as `from`; both are included']
      : [`B3 does not trade from ${from} to ${to}: ${why}`, 'Name a span with a trading day; both ends are included'];
  throw new UserError({ code: 'bad-option', message, field: 'to', fix });
}

function badDays(days: number): UserError {
  const fix = `Write 1 or more; of synthetic days at most ${MOST_SYNTHETIC_DAYS}`;
  return new UserError({ code: 'bad-option', message: `${days} is no number of days`, field: 'days', fix });
}

function nothingThere(
  store: DatasetStore,
  { instrument, from, to }: DaysWish,
  unused: readonly UnusedData[],
): UserError {
  const span = `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
  const others = otherDays(store, instrument);
  const has = [...others, ...unused.map(({ says }) => says)];
  const isAdjusted = others.length === 0 && instrument !== undefined && unused.some(({ isSeries }) => isSeries);
  const what = `The store has no trades or candles of ${instrument ?? 'any future'}${span} that can be used`;
  return new UserError({
    code: isAdjusted ? 'adjusted-series' : 'part-missing',
    message: has.length === 0 ? what : `${what}; it has ${has.join('; ')}`,
    field: 'instrument',
    fix: 'datasetsFrame(store) and npx qt datasets tell what is there; without names the notebook takes what it finds',
  });
}

function otherDays(store: DatasetStore, instrument: string | undefined): readonly string[] {
  if (instrument === undefined) return [];
  const span = storedSpan(store, instrument);
  return span === undefined ? [] : [`days of it from ${span.from} to ${span.to}`];
}
