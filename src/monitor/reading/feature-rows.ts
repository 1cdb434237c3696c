// The features of a decision and the model's manifest in; each input beside its training, the strangest first, out.

import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { FeatureRow } from '../view/feature-row.ts';
import type { ReadDecision } from './decision-row-of.ts';

/** @param ids of the features by the name they have in the decision */
export function featureRows(
  { row: { features }, filled }: ReadDecision,
  manifest: ModelManifest | undefined,
  ids: Readonly<Record<string, string>>,
): readonly FeatureRow[] {
  const ranges = new Map(manifest?.inputs.map((id, place) => [id, manifest.ranges[place]]));
  const rows = Object.entries(features).map(([feature, value]): FeatureRow => {
    const range = ranges.get(feature) ?? ranges.get(ids[feature] ?? '');
    const [low, high] = range ?? [null, null];
    const width = low === null || high === null ? 0 : high - low;
    return {
      feature,
      value,
      trainedLow: low,
      trainedHigh: high,
      isOutsideTraining: value !== null && low !== null && high !== null && (value < low || value > high),
      placeInRange: value === null || low === null || width === 0 ? null : (value - low) / width,
      ageCandles: filled[feature] ?? null,
    };
  });
  return rows.sort((a, b) => strangeness(b) - strangeness(a));
}

/** Distance from the middle of the training range; what has no range, or is not ready, is last. */
function strangeness({ placeInRange }: FeatureRow): number {
  return placeInRange === null ? -1 : Math.abs(placeInRange - 0.5);
}
