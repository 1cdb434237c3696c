// Points that were tried with their merit in; the next point to try out, by tree-structured Parzen estimators.

import type { ParameterValue } from '../../../core/signal/strategy-parameters.ts';
import type { Point } from '../../../runner/point-choices.ts';
import { Random } from '../../../simulation/random.ts';
import { ParzenChoice } from './parzen-choice.ts';
import { ParzenNumber } from './parzen-number.ts';
import { randomPoint } from './random-points.ts';
import type { Dimension, Space } from './space.ts';

/** A point with what it was worth: higher is better; undefined where it had no result, which is worse than any. */
export interface Tried {
  readonly point: Point;
  readonly merit: number | undefined;
}

/** Points drawn without a model first. */
export const STARTUP_POINTS = 10;
/** Draws from the good ones, of which the one most unlike the others is tried. */
const CANDIDATES = 24;
const GOOD_SHARE = 0.1;
const GOOD_MOST = 25;
/** So many newest observations count in full; older ones fade. */
const FULL_WEIGHTS = 25;

/**
 * J. Bergstra, R. Bardenet, Y. Bengio, B. Kegl, "Algorithms for Hyper-Parameter Optimization", NIPS 2011, with the choices of Optuna's
 * TPESampler as it stands by default: the best tenth (at most 25) is good, parameters are independent, 24 candidates. Depends on the
 * order and content of `tried`, the seed and the number of the point alone.
 */
export function tpePoint(space: Space, seed: number, index: number, tried: readonly Tried[]): Point {
  if (tried.length < STARTUP_POINTS) return randomPoint(space, seed, index);
  const ranked = tried.map((each, at) => ({ ...each, at })).sort((a, b) => better(a.merit, b.merit) || a.at - b.at);
  const good = new Set(ranked.slice(0, goodOnes(tried.length)).map(({ at }) => at));
  const [best, others] = [tried.filter((_, at) => good.has(at)), tried.filter((_, at) => !good.has(at))];
  const random = new Random(seed, `sweep/tpe/${index}`);
  return Object.fromEntries(
    space.map((dimension) => [dimension.name, likeliestGood(dimension, best, others, random.stream(dimension.name))]),
  );
}

export function goodOnes(tried: number): number {
  return Math.min(Math.ceil(GOOD_SHARE * tried), GOOD_MOST);
}

/** Negative where the first is better. */
export function better(a: number | undefined, b: number | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  return b === undefined ? -1 : b - a;
}

function likeliestGood(
  dimension: Dimension,
  best: readonly Tried[],
  others: readonly Tried[],
  random: Random,
): ParameterValue {
  const good = estimatorOf(dimension, best);
  const bad = estimatorOf(dimension, others);
  let found: ParameterValue | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < CANDIDATES; k++) {
    const value = good.draw(random);
    const ratio = good.logDensity(value) - bad.logDensity(value);
    if (found !== undefined && ratio <= most) continue;
    most = ratio;
    found = value;
  }
  return found!;
}

interface Estimator {
  draw(random: Random): ParameterValue;
  logDensity(value: ParameterValue): number;
}

function estimatorOf(dimension: Dimension, tried: readonly Tried[]): Estimator {
  const values = tried.map(({ point }) => point[dimension.name]!);
  const weights = [...agedWeights(values.length), 1];
  return dimension.kind === 'choice'
    ? new ParzenChoice(dimension, values, weights)
    : (new ParzenNumber(dimension, values as number[], weights) as Estimator);
}

/** In the order of trying: 1 for the newest, falling evenly to 1/n for those before. */
function agedWeights(count: number): readonly number[] {
  const fading = Math.max(0, count - FULL_WEIGHTS);
  return Array.from({ length: count }, (_, k) => {
    if (k >= fading) return 1;
    return fading === 1 ? 1 / count : 1 / count + ((1 - 1 / count) * k) / (fading - 1);
  });
}
