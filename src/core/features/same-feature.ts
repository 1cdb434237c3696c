// Two feature specs in; whether a column of the one is a column of the other out.

import type { FeatureSpec } from './feature.ts';
import { featureSchemaText } from './schema-text.ts';

/** By id, parameters, policy and version. Of one's own, nothing tells that two that were made apart compute the same: then false. */
export function isSameFeature(a: FeatureSpec, b: FeatureSpec): boolean {
  if (featureSchemaText([a]) !== featureSchemaText([b])) return false;
  return a.own !== true || a.create === b.create;
}
