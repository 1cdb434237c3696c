// Nothing in; the measures of order flow of the catalogue with their default parameters out.

import { eachOf } from '../each-of.ts';
import type { FeatureSpec } from '../feature.ts';
import { absorption, deltaDivergence, kyleLambda } from './flow-impact.ts';
import { largeTradeShare } from './large-trade-share.ts';
import * as flow from './order-flow.ts';
import { realizedVolatility } from './realized-volatility.ts';
import { vpin } from './vpin.ts';

export const flowDefaults: readonly FeatureSpec[] = [
  flow.rlpShare(),
  flow.buyPressure(),
  flow.sellPressure(),
  flow.signedVolume(),
  flow.cumulativeDelta(),
  ...eachOf(flow.orderFlowImbalance, 1, 10, 20, 50, 100),
  ...eachOf(flow.tradeImbalance, 1, 10, 20),
  ...eachOf(flow.buyPressureMa, 5, 10, 20),
  deltaDivergence(),
  absorption(),
  kyleLambda(),
  vpin(),
  largeTradeShare(),
  ...eachOf(realizedVolatility, 5, 20),
];
