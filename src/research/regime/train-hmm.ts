// Sessions of candles in; a hidden Markov model of their returns and volatility, its states named as regimes, out.

import { assert } from '../../core/assert.ts';
import type { FittedHmm } from '../../core/regime/hmm-settings.ts';
import { type ObservationRules, observationNames, RawObservations } from '../../core/regime/raw-observations.ts';
import { Random } from '../../simulation/random.ts';
import { baumWelch, type HmmFit, type ObservationSequence } from './baum-welch.ts';
import { firstHmm } from './first-hmm.ts';
import { type NamingRules, namedStates } from './named-states.ts';
import type { RegimeDay } from './regime-day.ts';

export interface HmmTraining extends ObservationRules, NamingRules {
  readonly states: number;
  /** Fits from different first guesses; the one with the highest likelihood is taken. */
  readonly restarts: number;
  readonly seed: number;
  readonly mostIterations: number;
  readonly tolerance: number;
  readonly leastVariance: number;
  readonly onProgress?: (progress: HmmProgress) => void;
}

export interface HmmProgress {
  /** From 1. */
  readonly restart: number;
  readonly restarts: number;
  readonly iteration: number;
  readonly logLikelihood: number;
}

export const defaultHmmTraining: HmmTraining = {
  states: 4,
  returnCandles: 20,
  volatilityCandles: 10,
  trendShare: 0.5,
  wildVolatility: 1.5,
  restarts: 4,
  seed: 1,
  mostIterations: 200,
  tolerance: 1e-6,
  leastVariance: 1e-3,
};

export type TrainedHmm =
  | {
      readonly kind: 'trained';
      /** Plain numbers and texts, for `hmmRegime`. */
      readonly fitted: FittedHmm;
      readonly logLikelihood: number;
      readonly observations: number;
      readonly iterations: number;
      /** False where the iterations were used up first. */
      readonly isAtRest: boolean;
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Observations per state below which a fit is a coincidence. */
const LEAST_PER_STATE = 50;

/** The same sessions and settings give the same numbers. Each session is a sequence of its own. */
export function trainHmm(days: Iterable<RegimeDay>, given: Partial<HmmTraining> = {}): TrainedHmm {
  const training = { ...defaultHmmTraining, ...given };
  const raw = [...days].map((day) => rawSequence(day, training)).filter(({ present }) => present.length > 0);
  const observations = raw.reduce((sum, { present }) => sum + present.reduce((n, is) => n + is, 0), 0);
  const least = LEAST_PER_STATE * training.states;
  if (observations < least) {
    return { kind: 'refused', reason: `${observations} observations, too few for ${training.states} states: ${least}` };
  }
  const scales = observationNames.map((_, d) => scaleOf(raw, d));
  const flat = scales.findIndex(({ deviation }) => !(deviation > 0));
  if (flat >= 0) return { kind: 'refused', reason: `the ${observationNames[flat]} never changes` };
  const sequences = raw.map((sequence) => standardised(sequence, scales));
  const fit = bestFit(sequences, training);
  const { model, logLikelihood, iterations, isAtRest } = fit;
  const { returnCandles, volatilityCandles } = training;
  const means = scales.map(({ mean }) => mean);
  const deviations = scales.map(({ deviation }) => deviation);
  const observation = { returnCandles, volatilityCandles, means, deviations };
  const fitted = { observation, model, kinds: namedStates(model, observation, training) };
  return { kind: 'trained', fitted, logLikelihood, observations, iterations, isAtRest };
}

function bestFit(sequences: readonly ObservationSequence[], training: HmmTraining): HmmFit {
  const { restarts, states, onProgress } = training;
  assert(restarts >= 1 && states >= 1, 'a training has at least one start and one state');
  const random = new Random(training.seed, 'hmm');
  let best: HmmFit | undefined;
  for (let restart = 1; restart <= restarts; restart++) {
    const first = firstHmm(sequences, states, random.stream(`restart ${restart}`));
    const fit = baumWelch(sequences, first, {
      ...training,
      onIteration: (iteration, logLikelihood) => onProgress?.({ restart, restarts, iteration, logLikelihood }),
    });
    if (best === undefined || fit.logLikelihood > best.logLikelihood) best = fit;
  }
  return best!;
}

/** A session from its first observation on; the candles before it fill the windows. */
function rawSequence({ before, candles }: RegimeDay, rules: ObservationRules): ObservationSequence {
  const raw = new RawObservations(rules);
  for (const candle of before) raw.push(candle);
  const values: number[] = [];
  const present: number[] = [];
  for (const candle of candles) {
    raw.push(candle);
    if (present.length === 0 && !raw.ready) continue;
    present.push(raw.ready ? 1 : 0);
    values.push(...(raw.ready ? raw.values : observationNames.map(() => Number.NaN)));
  }
  const dimensions = observationNames.length;
  return { dimensions, values: Float64Array.from(values), present: Uint8Array.from(present) };
}

interface Scale {
  readonly mean: number;
  readonly deviation: number;
}

function scaleOf(sequences: readonly ObservationSequence[], dimension: number): Scale {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const { dimensions, values, present } of sequences) {
    for (let t = 0; t < present.length; t++) {
      if (present[t] === 0) continue;
      const x = values[t * dimensions + dimension]!;
      const step = x - mean;
      mean += step / ++count;
      squares += step * (x - mean);
    }
  }
  return { mean, deviation: Math.sqrt(squares / count) };
}

function standardised(
  { dimensions, values, present }: ObservationSequence,
  scales: readonly Scale[],
): ObservationSequence {
  const scaled = values.map((x, at) => {
    const { mean, deviation } = scales[at % dimensions]!;
    return (x - mean) / deviation;
  });
  return { dimensions, values: scaled, present };
}
