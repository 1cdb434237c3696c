// What the group offers to strategies: makers of the specs of its features.

export { chaikinMoneyFlow, chaikinOscillator, mfi } from './money-flow.ts';
export { easeOfMovement, forceIndex } from './moves-with-volume.ts';
export { adLine, obv, pvt } from './session-lines.ts';
export { avgTradeSize, tradeIntensity, tradeIntensityRatio } from './trade-rate.ts';
export { volumeMomentum, volumeRatio, volumeZ } from './volume.ts';
export { nvi, pvi } from './volume-index.ts';
export { volumeOscillator } from './volume-oscillator.ts';
export { obvMomentum, pvtMomentum } from './volume-trend.ts';
export { vwap } from './vwap.ts';
