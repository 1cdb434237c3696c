// Folders of runs of one model in; what their journals say of each candle, as columns by day, out.

import { openRun } from '../../adapters/journal/run-reader.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import { isoDay } from '../../core/market/civil-time.ts';

/** A row for each candle that was decided at, in order of time. NaN: was not ready, or not asked. */
export interface JournalSample {
  readonly rows: number;
  /** Session days with a row, ascending, and by row the place in them. */
  readonly days: readonly string[];
  readonly day: Uint32Array;
  /** End of the candle, microseconds UTC. */
  readonly closeUs: Float64Array;
  /** Inputs of the model by id. */
  readonly inputs: ReadonlyMap<string, Float64Array>;
  /** `direction`, `magnitude`, `confidence`, `down`, `flat`, `up`. */
  readonly said: Readonly<Record<SaidColumn, Float64Array>>;
  /** By gate: 1 passed, 0 failed, NaN was not judged. */
  readonly gates: ReadonlyMap<string, Float64Array>;
  readonly regime: readonly string[];
  /** Last traded price, points. */
  readonly price: Float64Array;
  /** 1 bought, −1 sold, 0 did not enter. */
  readonly entered: Int8Array;
  /** Candles that more than one of the runs decided at: the first run given counts. */
  readonly repeated: number;
}

export const saidColumns = ['direction', 'magnitude', 'confidence', 'down', 'flat', 'up'] as const;
export type SaidColumn = (typeof saidColumns)[number];

export interface SampleRequest {
  readonly runs: readonly string[];
  readonly inputs: readonly string[];
  /** First and last session day, YYYY-MM-DD; all where absent. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** UserErrors: `drift-no-days`, and those of a journal that cannot be read. */
export function journalSample({ runs, inputs, from = '', to = '9999-99-99' }: SampleRequest): JournalSample {
  const byClose = new Map<number, DecisionRecord>();
  let repeated = 0;
  for (const folder of runs) {
    const seen = new Set<number>();
    const run = openRun(folder);
    try {
      for (const decision of run.decisions()) {
        const closeUs = decision.inputs.candleCloseUs;
        if (decision.trigger !== 'candle' || closeUs === null || seen.has(closeUs)) continue;
        const day = isoDay(closeUs);
        if (day < from || day > to) continue;
        seen.add(closeUs);
        if (byClose.has(closeUs)) repeated += 1;
        else byClose.set(closeUs, decision);
      }
    } finally {
      run.close();
    }
  }
  if (byClose.size === 0) throw noDays(runs, from, to);
  const decisions = [...byClose].sort(([a], [b]) => a - b).map(([, decision]) => decision);
  return { ...columnsOf(decisions, inputs), repeated };
}

function columnsOf(decisions: readonly DecisionRecord[], inputs: readonly string[]): Omit<JournalSample, 'repeated'> {
  const of = (value: (decision: DecisionRecord) => number | null | undefined): Float64Array =>
    Float64Array.from(decisions, (decision) => value(decision) ?? Number.NaN);
  const dayOf = decisions.map(({ inputs: { candleCloseUs } }) => isoDay(candleCloseUs!));
  const days = [...new Set(dayOf)];
  const places = new Map(days.map((day, place) => [day, place]));
  const gates = new Set(decisions.flatMap((decision) => decision.gates.map(({ gate }) => gate)));
  return {
    ...{ rows: decisions.length, days, day: Uint32Array.from(dayOf, (day) => places.get(day)!) },
    closeUs: of((each) => each.inputs.candleCloseUs),
    inputs: new Map(inputs.map((id) => [id, of((each) => each.inputs.features[id])])),
    said: {
      direction: of((each) => each.inputs.prediction?.direction),
      magnitude: of((each) => each.inputs.prediction?.magnitude),
      confidence: of((each) => each.inputs.prediction?.confidence),
      down: of((each) => each.inputs.prediction?.probabilities.down),
      flat: of((each) => each.inputs.prediction?.probabilities.flat),
      up: of((each) => each.inputs.prediction?.probabilities.up),
    },
    gates: new Map([...gates].map((name) => [name, of((each) => passed(each, name))])),
    regime: decisions.map((each) => each.inputs.regime?.kind ?? 'undefined'),
    price: of((each) => each.inputs.price),
    entered: Int8Array.from(decisions, ({ outcome }) => {
      if (outcome.kind !== 'enter') return 0;
      return outcome.side === 'buy' ? 1 : -1;
    }),
  };
}

function passed({ gates }: DecisionRecord, name: string): number | undefined {
  const found = gates.find(({ gate }) => gate === name);
  return found === undefined ? undefined : Number(found.passed);
}

function noDays(runs: readonly string[], from: string, to: string): UserError {
  const span = from === '' && to.startsWith('9999') ? '' : ` from ${from || 'the first'} to ${to}`;
  return new UserError({
    code: 'drift-no-days',
    message: `${runs.length === 1 ? 'The run has' : `The ${runs.length} runs have`} no decision at a candle${span}`,
    file: runs[0],
    field: 'from',
    fix: 'Name runs that were in the market on these days, or other days (--from, --to).',
  });
}
