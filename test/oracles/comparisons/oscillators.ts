// Nothing in; the comparisons of the oscillators with their oracles out.

import * as oscillator from '../../../src/core/features/oscillators/index.ts';
import { against, type Comparison } from '../oracle.ts';

const { awesomeOscillator, cci, cmo, connorsRsi, macd, momentumIndicator, roc, rsi } = oscillator;
const { stochastic, stochRsi, trix, tsi, ultimateOscillator, williamsR } = oscillator;

const shortMacd = { fast: 3, slow: 6, signal: 4 };
const shortStochRsi = { rsi: 5, period: 5 };
const FLAT = 'a window without range is not ready, nor a mean with one in it; TA-Lib gives 0';
const NO_RANGE = { standIn: 0, difference: 'a window without range is not ready; TA-Lib gives 0' };
const UNMOVED = { standIn: 0, difference: 'not ready where nothing moved; TA-Lib gives 0' };

export const oscillators: readonly Comparison[] = [
  against('TA-Lib', 1, [[rsi(), 'RSI(14)']], [[rsi({ period: 5 }), 'RSI(5)']], UNMOVED),
  against('TA-Lib', 'points', [[macd.line(), 'MACD(12,26,9).macd']], [[macd.line(shortMacd), 'MACD(3,6,4).macd']], {
    isEarlier: true,
    difference: 'TA-Lib holds the line back until there is a signal',
  }),
  against(
    'TA-Lib',
    'points',
    [[macd.line(), 'EMA(12) of c from candle 15 − EMA(26)']],
    [[macd.line(shortMacd), 'EMA(3) of c from candle 4 − EMA(6)']],
  ),
  against(
    'TA-Lib',
    'points',
    [
      [macd.signal(), 'MACD(12,26,9).signal'],
      [macd.histogram(), 'MACD(12,26,9).histogram'],
    ],
    [
      [macd.signal(shortMacd), 'MACD(3,6,4).signal'],
      [macd.histogram(shortMacd), 'MACD(3,6,4).histogram'],
    ],
  ),
  against(
    'TA-Lib',
    1,
    [
      [stochastic.k(), 'STOCH(14,3,1).k'],
      [stochastic.d(), 'STOCH(14,3,3).d'],
    ],
    [
      [stochastic.k({ period: 5 }), 'STOCH(5,3,1).k'],
      [stochastic.d({ period: 5 }), 'STOCH(5,3,3).d'],
    ],
    { difference: FLAT },
  ),
  against(
    'TA-Lib',
    1,
    [
      [stochRsi.k(), 'STOCH(14,3,1).k of RSI(14)'],
      [stochRsi.d(), 'STOCH(14,3,3).d of RSI(14)'],
    ],
    [
      [stochRsi.k(shortStochRsi), 'STOCH(5,3,1).k of RSI(5)'],
      [stochRsi.d(shortStochRsi), 'STOCH(5,3,3).d of RSI(5)'],
    ],
    { difference: FLAT },
  ),
  against('TA-Lib', 1, [[williamsR(), 'WILLR(14)']], [[williamsR({ period: 5 }), 'WILLR(5)']], NO_RANGE),
  against('TA-Lib', 1, [[cci(), 'CCI(20)']], [[cci({ period: 5 }), 'CCI(5)']], NO_RANGE),
  against('TA-Lib', 0.01, [[roc(), 'ROC(10)']], [[roc({ candles: 5 }), 'ROC(5)']]),
  against('TA-Lib', 'points', [[momentumIndicator(), 'MOM(10)']], [[momentumIndicator({ candles: 5 }), 'MOM(5)']]),
  against('TA-Lib', 1, [[cmo(), 'CMO(14)']], [[cmo({ period: 5 }), 'CMO(5)']], UNMOVED),
  against('TA-Lib', 0.01, [[trix(), 'TRIX(15)']], [[trix({ period: 3 }), 'TRIX(3)']]),
  against(
    'TA-Lib',
    1,
    [[ultimateOscillator(), 'ULTOSC(7,14,28)']],
    [[ultimateOscillator({ fast: 2, middle: 4, slow: 8 }), 'ULTOSC(2,4,8)']],
    { difference: 'a fast window without range is not ready; TA-Lib leaves its part out' },
  ),
  against(
    'TA-Lib',
    'points',
    [[awesomeOscillator(), 'SMA(5) − SMA(34) of MEDPRICE']],
    [[awesomeOscillator({ fast: 2, slow: 6 }), 'SMA(2) − SMA(6) of MEDPRICE']],
  ),
  against(
    'TA-Lib',
    1,
    [[tsi(), '100 · EMA(13) of EMA(25) of MOM(1) / the same of |MOM(1)|']],
    [[tsi({ slow: 4, fast: 3 }), '100 · EMA(3) of EMA(4) of MOM(1) / the same of |MOM(1)|']],
  ),
  against(
    'TTR',
    1,
    [[connorsRsi(), '(RSI(3) + RSI(2) of streak + runPercentRank(100)) / 3']],
    [[connorsRsi({ rank: 10 }), '(RSI(3) + RSI(2) of streak + runPercentRank(10)) / 3']],
  ),
];
