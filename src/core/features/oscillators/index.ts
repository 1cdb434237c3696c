// What the group offers to strategies: makers of the specs of its features.

export { macd } from './macd.ts';
export { rsi } from './rsi.ts';
export { stochastic } from './stochastic.ts';
