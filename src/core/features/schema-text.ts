// Feature specs in column order in; one canonical text of ids, parameters, versions, policies and who defined them out, for hashing.

import type { FeatureSpec } from './feature.ts';

/** JSON: an array in column order of {id, parameters with sorted keys, version; `missing` where it is a policy, `own` where it is not of the catalogue}. Equal texts mean equal columns. */
export function featureSchemaText(specs: readonly FeatureSpec[]): string {
  return JSON.stringify(
    specs.map(({ meta, own }) => ({
      id: meta.id,
      parameters: Object.fromEntries(Object.entries(meta.parameters).sort(([a], [b]) => (a < b ? -1 : 1))),
      version: meta.version,
      ...(meta.missing.kind === 'notReady' ? {} : { missing: meta.missing }),
      ...(own === true ? { own } : {}),
    })),
  );
}
