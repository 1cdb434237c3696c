// Nothing in; the measures of the book of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { micropriceDistance, mid, spreadTicks } from './best-prices.ts';
import { bookPressure, bookSlope, depthImbalance } from './book-depth.ts';
import { ofi, queueDepletion, quoteIntensity } from './book-flow.ts';

export const bookDefaults: readonly FeatureSpec[] = [
  spreadTicks(),
  mid(),
  micropriceDistance(),
  ...[1, 5, 10].map((levels) => depthImbalance({ levels })),
  bookPressure(),
  bookSlope.bid(),
  bookSlope.ask(),
  ...[1, 5].map((levels) => ofi({ levels })),
  queueDepletion(),
  quoteIntensity(),
];
