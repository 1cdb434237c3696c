// Takes adjusted prices and the tick and gives every factor that returns them to the tick grid, as an interval.
import { assert } from '../../assert.ts';
import { bestCover } from './best-cover.ts';
import type { PriceTally } from './rounded-prices.ts';

/** Factors looked for: a roll adds about one percent at most, so this is beyond decades of them. */
const FACTOR_MIN = 0.5;
const FACTOR_MAX = 4;
/** Below this a step of the adjusted grid drowns in rounding. */
const STEP_IN_HALF_STEPS_MIN = 6;
/** A price and the one that the step was taken from are each off by up to half a step of rounding. */
const COARSE_TOLERANCE_HALF_STEPS = 2.2;
/** Values that may miss before a factor is dropped, as a share. */
const COARSE_MISS_SHARE = 0.05;
/** How close to a whole number the quotient of two factors is when one grid is part of the other. */
const HARMONIC_TOLERANCE = 1e-6;
const GOLDEN_RATIO = 0.618_033_988_749_895;

/** Factors from `low` to `high` return all values to the grid but the `missed` ones; `factor` is their middle. */
export interface FactorCandidate {
  readonly factor: number;
  readonly low: number;
  readonly high: number;
  /** Values that none of these factors returns to the grid within rounding. */
  readonly missed: number;
}

/**
 * Factors from 0.5 to 4 that miss at most the share `missShare` of the values, those that miss least first. Where a
 * factor fits, its half and its third fit too: these are left out. `halfStep` is how far rounding moved a value, points.
 *
 * The most frequent price was some number of ticks; each possible number gives a factor to within rounding, which tells
 * the ticks of every other price, and each of these bounds the factor. The bounds of many prices leave about 1e-8 of it.
 */
export function factorCandidates(
  tally: PriceTally,
  tick: number,
  halfStep: number,
  missShare: number,
): readonly FactorCandidate[] {
  assert(tally.total > 0, 'there are no prices to fit');
  const reference = mostFrequent(tally);
  const order = scatteredOrder(tally.values.length);
  const smallest = Math.max(FACTOR_MIN * tick, STEP_IN_HALF_STEPS_MIN * halfStep);
  const found: FactorCandidate[] = [];
  const lastTicks = Math.floor(reference / smallest);
  for (let ticks = Math.ceil(reference / (FACTOR_MAX * tick)); ticks <= lastTicks; ticks += 1) {
    const step = reference / ticks;
    if (!fitsCoarsely(tally, order, step, halfStep)) continue;
    const candidate = candidateOf(tally, step, tick, halfStep);
    if (candidate.missed <= missShare * tally.total) found.push(candidate);
  }
  return withoutHarmonics(found).sort((a, b) => a.missed - b.missed);
}

/** Robust against a few wrong prices, which occur once. */
function mostFrequent({ values, counts }: PriceTally): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) {
    if (counts[i]! > counts[best]!) best = i;
  }
  return values[best]!;
}

/** Indices far apart follow each other, so that a wrong step is noticed after a few of them. */
function scatteredOrder(length: number): Uint32Array {
  const place = (index: number): number => (index * GOLDEN_RATIO) % 1;
  return Uint32Array.from({ length }, (_, index) => index).sort((a, b) => place(a) - place(b));
}

function fitsCoarsely(tally: PriceTally, order: Uint32Array, step: number, halfStep: number): boolean {
  const { values, counts, total } = tally;
  const tolerance = COARSE_TOLERANCE_HALF_STEPS * halfStep;
  let missed = 0;
  for (const index of order) {
    const value = values[index]!;
    if (Math.abs(value - Math.round(value / step) * step) <= tolerance) continue;
    missed += counts[index]!;
    if (missed > COARSE_MISS_SHARE * total) return false;
  }
  return true;
}

function candidateOf({ values, counts, total }: PriceTally, step: number, tick: number, halfStep: number) {
  const lows = new Float64Array(values.length);
  const highs = new Float64Array(values.length);
  for (let i = 0; i < values.length; i += 1) {
    const price = Math.round(values[i]! / step) * tick;
    lows[i] = (values[i]! - halfStep) / price;
    highs[i] = (values[i]! + halfStep) / price;
  }
  const { low, high, weight } = bestCover(lows, highs, counts);
  return { factor: (low + high) / 2, low, high, missed: total - weight };
}

/** Keeps the factors whose grid is not a finer one of a factor that fits as well. */
function withoutHarmonics(candidates: readonly FactorCandidate[]): FactorCandidate[] {
  const kept: FactorCandidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.factor - a.factor)) {
    const isPartOf = (larger: FactorCandidate): boolean => {
      const quotient = larger.factor / candidate.factor;
      return quotient > 1.5 && Math.abs(quotient - Math.round(quotient)) < HARMONIC_TOLERANCE;
    };
    if (!kept.some(isPartOf)) kept.push(candidate);
  }
  return kept;
}
