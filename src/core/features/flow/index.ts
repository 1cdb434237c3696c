// What the group offers to strategies: makers of the specs of its features.

export { absorption, deltaDivergence, kyleLambda } from './flow-impact.ts';
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
