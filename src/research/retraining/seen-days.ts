// The manifest of a model in; the days that it has seen out.

import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import type { SeenDays } from './compare-models.ts';

/** How `syntheticSessions` names days that were made for the training and lie in no store. */
const MADE = 'synthetic ';

/** Days that were made for the training are no days of the store; synthetic days that are stored are, as any others. */
export function seenDays({
  training,
  validation,
  provenance,
  datasets,
}: Pick<ModelManifest, 'training' | 'validation' | 'provenance' | 'datasets'>): SeenDays {
  const isMade = provenance === 'synthetic' && datasets.every(({ path }) => path.startsWith(MADE));
  return { spans: isMade ? [] : [training, validation] };
}
