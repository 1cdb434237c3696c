// Takes the features that a model reads, in order; gives the sha256 that changes when what they compute changes.

import type { FeatureSpec } from '../../core/features/feature.ts';
import { featureSchemaText } from '../../core/features/schema-text.ts';
import { sha256Of } from './verified-file.ts';

/** sha256 in hex over ids, order, parameters and versions. */
export function featureSchemaHash(features: readonly FeatureSpec[], textOf = featureSchemaText): string {
  return sha256Of(textOf(features));
}
