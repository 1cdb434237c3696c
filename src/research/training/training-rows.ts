// Takes sessions of candles; gives every decision a model may be trained on: inputs, regime, label, and the day it belongs to.

import { assert } from '../../core/assert.ts';
import type { Candle } from '../../core/candles/candle.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { FeatureSet } from '../../core/features/feature-set.ts';
import { type SessionContext, warmupContextOf } from '../../core/features/session-context.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { RegimeDetectorSpec } from '../../core/regime/regime-detector.ts';
import { directionClass, forwardLabel } from './forward-label.ts';
import type { TrainingMatrix } from './training-sample.ts';
import { UnchangedInSession } from './unchanged-in-session.ts';

/** One session of one contract. Every candle is an object of its own, and the first has `firstOfSession`. */
export interface TrainingDay {
  readonly contract: string;
  readonly session: SessionContext;
  readonly candles: readonly Candle[];
}

export interface RowRules {
  readonly features: Readonly<Record<string, FeatureSpec>>;
  readonly regime: RegimeDetectorSpec;
  /** Candles of earlier sessions of the contract that features and regime are fed before each session, as in trading. */
  readonly warmupCandles: number;
  readonly horizonCandles: number;
  /** See `directionClass`. */
  readonly neutralPoints: number;
}

export interface TrainingRows {
  readonly matrix: TrainingMatrix;
  /** Index in `tradedRegimes`. */
  readonly regime: Uint8Array;
  readonly regimeConfidence: Float64Array;
  /** 0 down, 1 flat, 2 up. */
  readonly direction: Uint8Array;
  /** A fraction. */
  readonly forwardReturn: Float64Array;
  readonly entryPrice: Float64Array;
  /** When it is decided and when its label is known, microseconds UTC. */
  readonly decidedUs: Float64Array;
  readonly knownUs: Float64Array;
  /** Index in `days`. */
  readonly day: Uint32Array;
  readonly days: readonly string[];
  /** By day: how long columns stayed the same, on all candles of the session. */
  readonly unchanged: readonly UnchangedInSession[];
  /** Candles that give no row, by the first reason that applies. */
  readonly leftOut: { readonly notReady: number; readonly regimeUndefined: number; readonly noLabel: number };
}

/** Sessions must come in order of time. The same sessions give the same rows, to the bit. */
export function trainingRows(days: Iterable<TrainingDay>, rules: RowRules): TrainingRows {
  const collector = new RowCollector(Object.values(rules.features).map((spec) => spec.meta.id));
  let contract: string | undefined;
  let earlier: readonly Candle[] = [];
  let lastDay = '';
  for (const day of days) {
    assert(day.session.day > lastDay, `session ${day.session.day} comes after ${lastDay}`);
    lastDay = day.session.day;
    // candles of another contract are at other prices and would put the roll's jump into the features
    if (day.contract !== contract) earlier = [];
    contract = day.contract;
    addSession(collector, day, earlier, rules);
    const seen = [...earlier, ...day.candles];
    earlier = seen.slice(Math.max(0, seen.length - rules.warmupCandles));
  }
  return collector.rows();
}

/**
 * Fresh state for each session, warmed up by the candles before it: what the engine does each morning, down to the session context
 * of the new day and a first candle that follows no other.
 */
function addSession(collector: RowCollector, day: TrainingDay, earlier: readonly Candle[], rules: RowRules): void {
  const features = new FeatureSet(rules.features);
  const detector = rules.regime.create();
  const warmContext = warmupContextOf(day.session);
  for (const [at, candle] of earlier.entries()) {
    const warm = at === 0 ? { ...candle, firstOfSession: true } : candle;
    features.update(warm, warmContext);
    detector.update(warm);
  }
  const unchanged = collector.beginDay(day.session.day);
  for (const [at, candle] of day.candles.entries()) {
    features.update(candle, day.session);
    unchanged.update(features, candle);
    detector.update(candle);
    const { kind, confidence } = detector.regime;
    if (features.readyCount < features.ids.length) collector.leftOut.notReady += 1;
    else if (kind === 'undefined') collector.leftOut.regimeUndefined += 1;
    else {
      const label = forwardLabel(day.candles, at, rules.horizonCandles);
      if (label === undefined) collector.leftOut.noLabel += 1;
      else {
        collector.add(features.values, {
          regime: tradedRegimes.indexOf(kind),
          regimeConfidence: confidence,
          direction: directionClass(label, rules.neutralPoints),
          forwardReturn: label.forwardReturn,
          entryPrice: label.entryPrice,
          decidedUs: candle.closeTimeUs,
          knownUs: label.knownUs,
        });
      }
    }
  }
}

interface RowFacts {
  readonly regime: number;
  readonly regimeConfidence: number;
  readonly direction: number;
  readonly forwardReturn: number;
  readonly entryPrice: number;
  readonly decidedUs: number;
  readonly knownUs: number;
}

class RowCollector {
  readonly leftOut = { notReady: 0, regimeUndefined: 0, noLabel: 0 };
  readonly #columns: readonly string[];
  readonly #values: number[] = [];
  readonly #facts: RowFacts[] = [];
  readonly #day: number[] = [];
  readonly #days: string[] = [];
  readonly #unchanged: UnchangedInSession[] = [];

  constructor(columns: readonly string[]) {
    this.#columns = columns;
  }

  beginDay(day: string): UnchangedInSession {
    const unchanged = new UnchangedInSession(this.#columns.length);
    this.#days.push(day);
    this.#unchanged.push(unchanged);
    return unchanged;
  }

  add(inputs: Float64Array, facts: RowFacts): void {
    // the model is given float32, so that is what it learns from
    for (const value of inputs) this.#values.push(Math.fround(value));
    this.#facts.push(facts);
    this.#day.push(this.#days.length - 1);
  }

  rows(): TrainingRows {
    const column = (of: (facts: RowFacts) => number) => Float64Array.from(this.#facts, of);
    return {
      matrix: { columns: this.#columns, rows: this.#facts.length, values: Float64Array.from(this.#values) },
      regime: Uint8Array.from(this.#facts, (facts) => facts.regime),
      regimeConfidence: column((facts) => facts.regimeConfidence),
      direction: Uint8Array.from(this.#facts, (facts) => facts.direction),
      forwardReturn: column((facts) => facts.forwardReturn),
      entryPrice: column((facts) => facts.entryPrice),
      decidedUs: column((facts) => facts.decidedUs),
      knownUs: column((facts) => facts.knownUs),
      day: Uint32Array.from(this.#day),
      days: this.#days,
      unchanged: this.#unchanged,
      leftOut: this.leftOut,
    };
  }
}
