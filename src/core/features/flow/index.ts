// What the group offers to strategies: makers of the specs of its features.

export { absorption, deltaDivergence, kyleLambda } from './flow-impact.ts';
export { largeTradeShare } from './large-trade-share.ts';
export {
  buyPressure,
  buyPressureMa,
  cumulativeDelta,
  orderFlowImbalance,
  rlpShare,
  sellPressure,
  signedVolume,
  tradeImbalance,
} from './order-flow.ts';
export { realizedVolatility } from './realized-volatility.ts';
export { vpin } from './vpin.ts';
