// A subject and the manifest of its model in; every feature that it decides by, those of the strategy and those of the model, once each, out.

import type { FeatureSpec } from '../core/features/feature.ts';
import type { ModelManifest } from '../core/prediction/model-manifest.ts';
import type { Subject } from './subject.ts';

export function featuresRead(
  { strategy, code }: Pick<Subject, 'strategy' | 'code'>,
  manifest: Pick<ModelManifest, 'inputs'> | undefined,
): readonly FeatureSpec[] {
  const ofModel = (manifest?.inputs ?? []).flatMap((id) => code.specOfInput(id, strategy) ?? []);
  return [...new Map([...Object.values(strategy.features), ...ofModel].map((spec) => [spec.meta.id, spec])).values()];
}
