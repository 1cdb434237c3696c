// A store, an instrument, a day and features in; what they gave in that session, computed as in trading, out.

import type { DatasetStore } from '../../adapters/datasets/store.ts';
import type { FeatureSpec } from '../../core/features/feature.ts';
import { defineOwnFeature } from '../../core/features/own-feature.ts';
import { features } from '../features/features.ts';
import type { Frame } from '../frames/frame.ts';
import type { FeatureTrace } from './feature-picture.ts';
import type { Series } from './sparkline.ts';

/** The close as a feature of one's own, so that it comes with the rest. */
const close = defineOwnFeature(
  { id: 'page.close', meaning: 'close', unit: 'points', warmup: 1, sessionRule: 'continue' },
  () => (out, candle) => out.set(candle.close),
);

/** One-minute candles, after as many earlier ones as the features need. UserErrors of `features`. */
export async function storedTrace(
  store: DatasetStore,
  specs: readonly FeatureSpec[],
  instrument: string,
  day: string,
  name: string,
): Promise<FeatureTrace> {
  const frame = await features(store, [...specs, close], { instrument, from: day, to: day });
  return {
    name,
    values: new Map(specs.map(({ meta }) => [meta.id, seriesOf(frame, meta.id)])),
    closes: seriesOf(frame, close.meta.id),
  };
}

function seriesOf(frame: Frame, name: string): Series {
  return Array.from({ length: frame.rows }, (_, row) => frame.at(row, name) as number | undefined);
}
