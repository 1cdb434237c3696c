// What the group offers to strategies: makers of the specs of its features.

export { awesomeOscillator } from './awesome-oscillator.ts';
export { cci } from './cci.ts';
export { momentumIndicator, roc, trix } from './change.ts';
export { type ConnorsRsiParameters, connorsRsi } from './connors-rsi.ts';
export { type MacdParameters, macd } from './macd.ts';
export { cmo, rsi } from './rsi.ts';
export { type StochRsiParameters, stochRsi } from './stoch-rsi.ts';
export { type StochasticParameters, stochastic } from './stochastic.ts';
export { tsi } from './tsi.ts';
export { type UltimateOscillatorParameters, ultimateOscillator } from './ultimate-oscillator.ts';
export { williamsR } from './williams-r.ts';
