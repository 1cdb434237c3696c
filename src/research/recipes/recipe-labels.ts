// The labels and weights that a recipe asks for, and candles with features beside them, in; frames as a notebook makes them out.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { Frame } from '../frames/frame.ts';
import { forwardReturn } from '../labels/forward-return.ts';
import { averageUniqueness, returnAttribution, timeDecay } from '../labels/sample-weights.ts';
import { trendDirection } from '../labels/trend-direction.ts';
import { tripleBarrier } from '../labels/triple-barrier.ts';
import type { LabelRecipe, WeightRecipe } from './label-schema.ts';

/** Where the volatility of a distance comes from, by feature id, row by row beside the candles; and the price step of unknown instruments. */
export interface LabelSources {
  readonly columnOf: (feature: string) => TypedColumn;
  readonly tick: number | undefined;
}

/** UserErrors of the labels. */
export function recipeLabels(candles: Frame, labels: LabelRecipe, { columnOf, tick }: LabelSources): Frame {
  switch (labels.kind) {
    case 'forwardReturn': {
      const { candles: horizon, flattenBeforeClose, atFlatten } = labels;
      return forwardReturn(candles, { candles: horizon, flattenBeforeClose, atFlatten });
    }
    case 'tripleBarrier': {
      const { kind: _, up, down, ...window } = labels;
      const known = <D extends object>(distance: D) =>
        'of' in distance ? { ...distance, of: columnOf(String(distance.of)) } : distance;
      return tripleBarrier(candles, { ...window, up: known(up), down: known(down), tick });
    }
    case 'trendScanning': {
      const { kind: _, ...options } = labels;
      return trendDirection(candles, options);
    }
  }
}

/** Candles from the decision to the moment at which the label is known, at most: the horizon of the model. */
export function recipeHorizon(labels: LabelRecipe): number {
  return labels.kind === 'trendScanning' ? labels.max : labels.candles;
}

/** A smaller move is flat; of labels by time only. Others say by themselves which class a row is of. */
export function recipeNeutralPoints(labels: LabelRecipe): number {
  return labels.kind === 'forwardReturn' ? labels.neutralPoints : 0;
}

/** Ids of the features that distances are multiples of. */
export function labelFeatures(labels: LabelRecipe): readonly string[] {
  if (labels.kind !== 'tripleBarrier') return [];
  return [labels.up, labels.down].flatMap((distance) => ('of' in distance ? [distance.of] : []));
}

/** By row of the labels; undefined where all count alike. UserErrors of the weights. */
export function recipeWeights(
  labels: Frame,
  candles: Frame,
  { kind, oldest }: WeightRecipe,
): TypedColumn | Float64Array | undefined {
  const shares =
    kind === 'averageUniqueness'
      ? averageUniqueness(labels, candles)
      : kind === 'returnAttribution'
        ? returnAttribution(labels, candles)
        : undefined;
  if (oldest === undefined) return shares;
  const decay = timeDecay(labels, candles, oldest);
  if (shares === undefined) return decay;
  // a row without a label has 0 in both, and counts for nothing
  return Float64Array.from({ length: labels.rows }, (_, row) => Number(shares.values[row]) * Number(decay.values[row]));
}
