// What the group offers to strategies: makers of the specs of its features.

export { avgTradeSize, tradeIntensity, tradeIntensityRatio, volumeMomentum, volumeRatio, volumeZ } from './volume.ts';
export { obvMomentum, pvtMomentum } from './volume-trend.ts';
export { vwap } from './vwap.ts';
