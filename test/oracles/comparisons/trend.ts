// Nothing in; the comparisons of the indicators of trend with their oracles out.

import * as trend from '../../../src/core/features/trend/index.ts';
import { against, againstReference, type Comparison, LESS_FIRST } from '../oracle.ts';
import { supertrendOf } from '../references/supertrend.ts';

const { adx, aroon, dpo, ichimoku, linearRegression, parabolicSar, supertrend, vortex } = trend;

const movesOver = (move: string, p: number) => `SUM(${p}) of ${move} / SUM(${p}) of TRANGE`;

export const trends: readonly Comparison[] = [
  against(
    'TA-Lib',
    1,
    [
      [adx(), 'ADX(14)'],
      [adx.plusDi(), 'PLUS_DI(14)'],
      [adx.minusDi(), 'MINUS_DI(14)'],
    ],
    [
      [adx({ period: 5 }), 'ADX(5)'],
      [adx.plusDi({ period: 5 }), 'PLUS_DI(5)'],
      [adx.minusDi({ period: 5 }), 'MINUS_DI(5)'],
    ],
    { standIn: 0, difference: 'not ready while there is no range; TA-Lib gives 0' },
  ),
  against(
    'TA-Lib',
    1,
    [
      [aroon.up(), 'AROON(25).up'],
      [aroon.down(), 'AROON(25).down'],
      [aroon.oscillator(), 'AROONOSC(25)'],
    ],
    [
      [aroon.up({ period: 6 }), 'AROON(6).up'],
      [aroon.down({ period: 6 }), 'AROON(6).down'],
      [aroon.oscillator({ period: 6 }), 'AROONOSC(6)'],
    ],
  ),
  against('TA-Lib', 'points', [[parabolicSar(), 'SAR(0.02,0.2)']], [[parabolicSar(), 'SAR(0.02,0.2)']]),
  againstReference(
    'points',
    'bands (h + l)/2 ± 3·ATR(10) as ta.supertrend of TradingView',
    [
      [supertrend(), (steps) => supertrendOf(steps, 10, 3).line],
      [supertrend.direction(), (steps) => supertrendOf(steps, 10, 3).direction],
    ],
    [
      [supertrend({ period: 4, multiple: 1.5 }), (steps) => supertrendOf(steps, 4, 1.5).line],
      [supertrend.direction({ period: 4, multiple: 1.5 }), (steps) => supertrendOf(steps, 4, 1.5).direction],
    ],
  ),
  against(
    'TA-Lib',
    'points',
    [
      [ichimoku.conversion(), 'MIDPRICE(9)'],
      [ichimoku.base(), 'MIDPRICE(26)'],
      [ichimoku.spanA(), '(MIDPRICE(9) + MIDPRICE(26)) / 2'],
      [ichimoku.spanB(), 'MIDPRICE(52)'],
    ],
    [
      [ichimoku.conversion({ period: 3 }), 'MIDPRICE(3)'],
      [ichimoku.base({ period: 6 }), 'MIDPRICE(6)'],
      [ichimoku.spanA({ fast: 3, slow: 6 }), '(MIDPRICE(3) + MIDPRICE(6)) / 2'],
      [ichimoku.spanB({ period: 12 }), 'MIDPRICE(12)'],
    ],
  ),
  against(
    'TA-Lib',
    0.01,
    [
      [vortex.plus(), movesOver('|h − l[1]|', 14)],
      [vortex.minus(), movesOver('|l − h[1]|', 14)],
    ],
    [
      [vortex.plus({ period: 5 }), movesOver('|h − l[1]|', 5)],
      [vortex.minus({ period: 5 }), movesOver('|l − h[1]|', 5)],
    ],
  ),
  against(
    'TA-Lib',
    0.01,
    [[linearRegression.slope(), 'LINEARREG_SLOPE(20)']],
    [[linearRegression.slope({ period: 5 }), 'LINEARREG_SLOPE(5)']],
  ),
  against(
    'TA-Lib',
    0.01,
    [[linearRegression.r2(), 'CORREL(20)² of c − a and time']],
    [[linearRegression.r2({ period: 5 }), 'CORREL(5)² of c − a and time']],
    { difference: `${LESS_FIRST}; a flat window is not ready, TA-Lib gives 0` },
  ),
  against('TTR', 'points', [[dpo(), 'DPO(n=20) 11 candles later']], [[dpo({ period: 6 }), 'DPO(n=6) 4 candles later']]),
];
