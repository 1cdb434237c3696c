// What a comparison with an oracle is made of: features, the oracle of each, and the smallest number that counts as one.

import type { FeatureSpec } from '../../src/core/features/feature.ts';
import type { Step } from '../core/features/candles.ts';

export type Column = readonly (number | undefined)[];

/** One output and the expression under which the vectors have its values, or a slow computation of them. */
export interface Check {
  readonly spec: FeatureSpec;
  readonly key: string;
  readonly compute?: (steps: readonly Step[]) => Column;
}

/**
 * Below this size a value's error is taken relative to it: near a zero crossing the rounding of prices alone is larger than 1e-9 of the
 * value. `points`: one tick; the others as numbers in their unit.
 */
export type Floor = 'points' | number;

export interface Comparison {
  readonly oracle: 'TA-Lib' | 'TTR' | 'reference';
  /** With the catalogue's parameters, on the real sets. */
  readonly usual: readonly Check[];
  /** With shorter windows, on the edge cases. */
  readonly short: readonly Check[];
  readonly floor: Floor;
  /** What the oracle gives where it would have to divide by zero; the feature is not ready there. Holds on edge cases only. */
  readonly standIn?: number;
  /** The oracle begins with one session; the feature runs over all of them and is compared inside that one. */
  readonly isOfSession?: true;
  /** The feature may have values before the oracle's first one. */
  readonly isEarlier?: true;
  /** How the two differ and why; goes to the page. */
  readonly difference?: string;
}

export const LESS_FIRST: string = 'a is the first close: on whole prices the variance of TA-Lib is off by up to 1e-8';

type Pair = readonly [spec: FeatureSpec, key: string];

/** Pairs of feature and key as checks; `short` may have fewer. */
export function against(
  oracle: 'TA-Lib' | 'TTR',
  floor: Floor,
  usual: readonly Pair[],
  short: readonly Pair[],
  rest: Pick<Comparison, 'standIn' | 'isOfSession' | 'isEarlier' | 'difference'> = {},
): Comparison {
  const checks = (pairs: readonly Pair[]) => pairs.map(([spec, key]) => ({ spec, key }));
  return { oracle, floor, usual: checks(usual), short: checks(short), ...rest };
}

type SlowPair = readonly [spec: FeatureSpec, compute: (steps: readonly Step[]) => Column];

/** Features against a slow computation from the published definition, at every candle. */
export function againstReference(
  floor: Floor,
  definition: string,
  usual: readonly SlowPair[],
  short: readonly SlowPair[],
  rest: Pick<Comparison, 'difference'> = {},
): Comparison {
  const checks = (pairs: readonly SlowPair[]) => pairs.map(([spec, compute]) => ({ spec, key: definition, compute }));
  return { oracle: 'reference', floor, usual: checks(usual), short: checks(short), ...rest };
}
