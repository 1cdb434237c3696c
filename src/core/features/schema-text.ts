// Feature specs in column order in; one canonical text of ids, parameters, policies and versions out, for hashing.

import type { FeatureSpec } from './feature.ts';

/** JSON: an array in column order of {id, parameters with sorted keys, version, missing where it is a policy}. Equal texts mean equal columns. */
export function featureSchemaText(specs: readonly FeatureSpec[]): string {
  return JSON.stringify(
    specs.map(({ meta }) => ({
      id: meta.id,
      parameters: Object.fromEntries(Object.entries(meta.parameters).sort(([a], [b]) => (a < b ? -1 : 1))),
      version: meta.version,
      ...(meta.missing.kind === 'notReady' ? {} : { missing: meta.missing }),
    })),
  );
}
