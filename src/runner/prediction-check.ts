// The predictions a run recorded and those its model gives now for the same inputs in; how far they are apart, and gates that flip, out.

import type { DecisionRecord } from '../core/engine/decision-record.ts';
import type { EventBatch, PayloadEvent } from '../core/market/event-batch.ts';
import { Kind } from '../core/market/event-record.ts';
import type { RegimeThresholds, TradedRegime } from '../core/prediction/model-manifest.ts';
import type { Prediction, PredictionReady, PredictionTimedOut } from '../core/prediction/prediction.ts';
import type { Predictor } from '../core/prediction/predictor.ts';
import { evaluateGates } from '../core/signal/gates.ts';
import type { ReplayDifference } from './comparing-journal.ts';

/** What recomputes the predictions of one strategy. */
export interface Recomputing {
  readonly predictor: Predictor;
  readonly thresholds: Readonly<Record<TradedRegime, RegimeThresholds>>;
}

export interface PredictionSummary {
  /** Recorded predictions that were computed again. */
  readonly checked: number;
  /** The largest difference of any number of any prediction. */
  readonly maxDeviation: number;
  /** Decisions of which a gate would have passed or failed otherwise. */
  readonly flipped: number;
}

/** A prediction computed again may differ by this much: another machine adds in another order. */
const PREDICTION_TOLERANCE = 1e-6;

interface Deviation {
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

export class PredictionCheck {
  checked = 0;
  maxDeviation = 0;
  flipped = 0;
  /** Requests that had no answer in the run: there is nothing to compare with. */
  unanswered = 0;
  /** The first prediction that differs; its index is that of the decision it was asked for. */
  difference: ReplayDifference | undefined;
  private readonly recomputing: ReadonlyMap<string, Recomputing>;
  /** What the model says now, by the seq of the request; each is taken out by its recorded answer. */
  private readonly answers = new Map<number, PredictionReady | PredictionTimedOut>();
  /** What the model says now where the present event holds what it said then. */
  private present: Prediction | undefined;

  /** By name of the strategy; the recorded predictions of others are not checked. */
  constructor(recomputing: ReadonlyMap<string, Recomputing>) {
    this.recomputing = recomputing;
  }

  get summary(): PredictionSummary {
    const { checked, maxDeviation, flipped } = this;
    return { checked, maxDeviation, flipped };
  }

  /** What the model says now to a request of the engine. */
  onAnswer(event: PayloadEvent): void {
    const answer = event as PredictionReady | PredictionTimedOut;
    this.answers.set(answer.requestSeq, answer);
  }

  /** An event of the run. `index` is that of the decision that comes next. */
  onEvent(batch: EventBatch, at: number, index: number): void {
    this.present = undefined;
    const kind = batch.kindAt(at);
    if (kind !== Kind.predictionReady && kind !== Kind.predictionTimedOut) return;
    const then = batch.payloadAt(at) as PredictionReady | PredictionTimedOut;
    if (!this.recomputing.has(then.strategyId)) return;
    const now = this.answers.get(then.requestSeq);
    this.answers.delete(then.requestSeq);
    if (then.kind === 'predictionTimedOut') {
      this.unanswered += 1;
      return;
    }
    this.checked += 1;
    const found = this.deviationOf(then, now);
    if (now?.kind === 'predictionReady') this.present = now.prediction;
    if (found !== undefined) this.difference ??= { index, timeUs: batch.receivedTimeUsAt(at), ...found };
  }

  /** The replay's decision on the prediction of the present event, if any. */
  onDecision(record: DecisionRecord, index: number): void {
    const { present } = this;
    const { regime } = record.inputs;
    const thresholds = this.recomputing.get(record.strategyId)?.thresholds;
    if (present === undefined || record.inputs.prediction === null || regime === null || thresholds === undefined)
      return;
    const gates = evaluateGates(regime, present, thresholds[regime.kind as TradedRegime]);
    for (const { gate, passed } of record.gates) {
      const now = gates.find((each) => each.gate === gate)?.passed;
      if (now === undefined || now === passed) continue;
      this.flipped += 1;
      const path = `prediction.gates.${gate}.passed`;
      this.difference ??= { index, timeUs: record.timeUs, path, expected: passed, actual: now };
      return;
    }
  }

  private deviationOf(
    then: PredictionReady,
    now: PredictionReady | PredictionTimedOut | undefined,
  ): Deviation | undefined {
    if (now === undefined) return { path: 'prediction.requestSeq', expected: then.requestSeq, actual: null };
    if (now.kind !== 'predictionReady') return { path: 'prediction', expected: then.prediction, actual: now.reason };
    let first: Deviation | undefined;
    for (const each of pairsOf(then.prediction, now.prediction)) {
      if (each.expected === each.actual) continue;
      const apart = apartOf(each);
      if (apart !== undefined) this.maxDeviation = Math.max(this.maxDeviation, apart);
      if (apart === undefined || apart > PREDICTION_TOLERANCE) first ??= each;
    }
    return first;
  }
}

/** Undefined where the two are not numbers that can be compared. */
function apartOf({ expected, actual }: Deviation): number | undefined {
  if (typeof expected !== 'number' || typeof actual !== 'number') return undefined;
  const apart = Math.abs(expected - actual);
  return Number.isNaN(apart) ? undefined : apart;
}

function* pairsOf(then: Prediction, now: Prediction): Generator<Deviation> {
  const path = 'prediction';
  for (const key of ['direction', 'magnitude', 'confidence'] as const) {
    yield { path: `${path}.${key}`, expected: then[key], actual: now[key] };
  }
  for (const key of ['down', 'flat', 'up'] as const) {
    yield { path: `${path}.probabilities.${key}`, expected: then.probabilities?.[key], actual: now.probabilities[key] };
  }
  for (let m = 0; m < Math.max(then.members.length, now.members.length); m++) {
    for (const key of ['file', 'weight', 'direction', 'magnitude'] as const) {
      const pair = { expected: then.members[m]?.[key], actual: now.members[m]?.[key] };
      yield { path: `${path}.members[${m}].${key}`, ...pair };
    }
  }
}
