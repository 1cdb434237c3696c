// What the owner's home has and a wish in; the store, the instrument and the days that a notebook looks at, and what they are, out.

import { resolve } from 'node:path';
import type { ContractDay } from '../../adapters/datasets/contract-days.ts';
import type { PartKind } from '../../adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../../adapters/datasets/store.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { Provenance } from '../../core/market/provenance.ts';
import { parseSymbol } from '../../core/market/symbol.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { html } from '../report/html.ts';
import { type DaysWish, newestWith, type StudyDays, studyDays } from './study-days.ts';
import { MOST_SYNTHETIC_DAYS, syntheticHome } from './synthetic-study.ts';

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

  constructor(home: string, { instrument, days, provenance }: StudyDays, source: StudySource) {
    this.store = openStore(home);
    this.home = home;
    this.instrument = instrument;
    this.days = days;
    this.provenance = provenance;
    this.source = source;
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

  /** The newest day of those with the most to tell: trades where any has them. */
  get day(): ContractDay {
    return this.newestWith('trades') ?? this.days.at(-1)!;
  }

  /** The finest kind that all days have, for what must be made of one kind. */
  get kind(): PartKind {
    const kinds = new Set(this.days.map(({ kind }) => kind));
    if (kinds.size === 1) return this.days[0]!.kind;
    const isEverywhere = (kind: PartKind): boolean =>
      this.days.every((day) => newestWith(this.store, [day], kind) !== undefined);
    return [...kinds].find(isEverywhere) ?? this.days.at(-1)!.kind;
  }

  /** The newest day that has parts of a kind, such as `levels` for the order book; undefined where none has. */
  newestWith(kind: PartKind): ContractDay | undefined {
    return newestWith(this.store, this.days, kind);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const { head, facts, advice } = textsOf(this);
    const rest = [facts, ...advice];
    return {
      'text/plain': [`${head}.`, ...rest].join('\n'),
      'text/html': html`<p><b>${head}.</b>${rest.map((line) => html`<br>${line}`)}</p>`.markup,
    };
  }
}

const HEADS: Readonly<Record<Provenance, string>> = {
  exchange: 'Real data',
  simulated: 'Simulated data',
  synthetic: 'SYNTHETIC data',
};

function textsOf({ instrument, days, provenance, source, from, to }: Study): {
  readonly head: string;
  readonly facts: string;
  readonly advice: readonly string[];
} {
  const contracts = [...new Set(days.map(({ contract }) => contract))].join(', ');
  const counts = new Map<string, number>();
  for (const { kind } of days) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, count]) => `${kind} of ${count}`).join(', ');
  const facts = `${instrument} (${contracts}), ${days.length} trading days with data from ${from} to ${to}: ${kinds}.`;
  if (provenance === 'exchange') return { head: HEADS.exchange, facts, advice: [] };
  const origin = source === 'made' ? 'Made for this notebook' : 'Of the store';
  const advice = [
    `${origin}: nothing found in it is true of the market.`,
    'For real days: npx qt import FILE, or npx qt capture; then run this notebook again.',
  ];
  return { head: HEADS[provenance], facts, advice };
}

/**
 * The newest days of the home's store, recorded ones before made-up ones; where it has none that can be used, and nothing was named,
 * days of the synthetic market. UserErrors: `part-missing` where what was named is not there, `unknown-instrument`, `bad-option`.
 */
export async function openStudy(request: StudyRequest = {}): Promise<Study> {
  const { instrument, from, to, days = DAYS, synthetic = false } = request;
  const home = resolve(request.home ?? process.env.QT_HOME ?? packageRoot);
  if (!Number.isInteger(days) || days < 1) throw badDays(days);
  const wish = { instrument, from, to, days };
  if (!synthetic) {
    const found = studyDays(openStore(home), wish);
    if (found !== undefined) return new Study(home, found, 'store');
    if (instrument !== undefined || from !== undefined || to !== undefined) throw nothingThere(wish);
  }
  const root = parseSymbol(instrument ?? 'WDO')?.root;
  if (root === undefined) {
    const fix = 'Use WDO, DOL, WIN or IND';
    throw new UserError({
      code: 'unknown-instrument',
      message: `There is no synthetic ${instrument}`,
      field: 'instrument',
      fix,
    });
  }
  if (days > MOST_SYNTHETIC_DAYS) throw badDays(days);
  const made = await syntheticHome(home, root, days);
  const found = studyDays(openStore(made.home), { instrument: `${root}FUT`, from: made.from, to: made.to, days });
  return new Study(made.home, found!, 'made');
}

function badDays(days: number): UserError {
  const fix = `Write 1 or more; of synthetic days at most ${MOST_SYNTHETIC_DAYS}`;
  return new UserError({ code: 'bad-option', message: `${days} is no number of days`, field: 'days', fix });
}

function nothingThere({ instrument = 'any future', from, to }: DaysWish): UserError {
  const span = `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` to ${to}`}`;
  return new UserError({
    code: 'part-missing',
    message: `The store has no trades or candles of ${instrument}${span} that can be used`,
    field: 'instrument',
    fix: 'datasetsFrame(store) and npx qt datasets tell what is there; without names the notebook takes what it finds',
  });
}
