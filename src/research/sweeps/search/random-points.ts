// A space, a seed and a number in; a point out that depends on these alone: uniform, or of a sequence that fills the space evenly.

import type { Point } from '../../../runner/point-choices.ts';
import { Random } from '../../../simulation/random.ts';
import { type Space, valueInUnit } from './space.ts';

/** Uniform and independent. `attempt` gives another point of the same number, where the first was there already. */
export function randomPoint(space: Space, seed: number, index: number, attempt = 0): Point {
  const random = new Random(seed, `sweep/random/${index}/${attempt}`);
  return Object.fromEntries(space.map((dimension) => [dimension.name, valueInUnit(dimension, random.float())]));
}

/** More dimensions than primes would need bases whose first points lie on lines. */
export const MOST_EVEN_DIMENSIONS = 16;
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];
/** First points of a Halton sequence are badly spread in its larger bases. */
const SKIPPED = 64;

/**
 * Halton's sequence, moved by a seeded distance in each dimension (J. H. Halton 1960; R. Cranley and T. Patterson 1976): as random
 * as the seed and far more even than independent points. At most MOST_EVEN_DIMENSIONS dimensions.
 */
export function evenPoint(space: Space, seed: number, index: number): Point {
  const shift = new Random(seed, 'sweep/even');
  return Object.fromEntries(
    space.map((dimension, d) => {
      const place = radicalInverse(index + SKIPPED, PRIMES[d]!) + shift.float();
      return [dimension.name, valueInUnit(dimension, place - Math.floor(place))];
    }),
  );
}

/** The digits of a number in a base, mirrored at the point: in [0, 1). */
function radicalInverse(index: number, base: number): number {
  let value = 0;
  let digit = 1 / base;
  for (let rest = index; rest > 0; rest = Math.floor(rest / base)) {
    value += (rest % base) * digit;
    digit /= base;
  }
  return value;
}
