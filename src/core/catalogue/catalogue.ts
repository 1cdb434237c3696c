// A feature id in; its spec with default parameters out, and the ids most like a mistyped one.

import { agentsDefaults } from '../features/agents/defaults.ts';
import { averagesDefaults } from '../features/averages/defaults.ts';
import { bookDefaults } from '../features/book/defaults.ts';
import type { FeatureSpec } from '../features/feature.ts';
import { flowDefaults } from '../features/flow/defaults.ts';
import { memoryDefaults } from '../features/memory/defaults.ts';
import { nearestIds } from '../features/nearest-ids.ts';
import { oscillatorsDefaults } from '../features/oscillators/defaults.ts';
import { returnsDefaults } from '../features/returns/defaults.ts';
import { shapeDefaults } from '../features/shape/defaults.ts';
import { timeDefaults } from '../features/time/defaults.ts';
import { trendDefaults } from '../features/trend/defaults.ts';
import { volatilityDefaults } from '../features/volatility/defaults.ts';
import { volumeDefaults } from '../features/volume/defaults.ts';
import { regimeDefaults } from '../regime/regime-features.ts';

const specs: readonly FeatureSpec[] = [
  ...averagesDefaults,
  ...oscillatorsDefaults,
  ...trendDefaults,
  ...volatilityDefaults,
  ...volumeDefaults,
  ...returnsDefaults,
  ...flowDefaults,
  ...bookDefaults,
  ...agentsDefaults,
  ...shapeDefaults,
  ...timeDefaults,
  ...memoryDefaults,
  ...regimeDefaults,
];

/** Every feature of the catalogue with its default parameters, by id, group by group. */
export const catalogue: ReadonlyMap<string, FeatureSpec> = new Map(specs.map((spec) => [spec.meta.id, spec]));

export function featureById(id: string): FeatureSpec | undefined {
  return catalogue.get(id);
}

/** Up to 3 ids of the catalogue most like `id`. */
export function nearestFeatureIds(id: string): readonly string[] {
  return nearestIds(id, catalogue.keys());
}
