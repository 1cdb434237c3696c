// Nothing in; the comparisons of the averages of prices with their oracles out.

import {
  dema,
  ema,
  hma,
  kama,
  sma,
  tema,
  vwapDeviation,
  vwma,
  wma,
} from '../../../src/core/features/averages/index.ts';
import { vwap } from '../../../src/core/features/volume/index.ts';
import { against, againstReference, type Comparison } from '../oracle.ts';
import { sessionVwap, sessionVwapDeviation } from '../references/session-prices.ts';

export const averages: readonly Comparison[] = [
  against(
    'TA-Lib',
    'points',
    [5, 10, 20, 50, 200].map((period) => [sma({ period }), `SMA(${period})`]),
    [[sma({ period: 5 }), 'SMA(5)']],
  ),
  against(
    'TA-Lib',
    'points',
    [5, 9, 12, 20, 26, 50, 200].map((period) => [ema({ period }), `EMA(${period})`]),
    [[ema({ period: 5 }), 'EMA(5)']],
  ),
  against('TA-Lib', 'points', [[wma(), 'WMA(20)']], [[wma({ period: 5 }), 'WMA(5)']]),
  against('TA-Lib', 'points', [[dema(), 'DEMA(20)']], [[dema({ period: 4 }), 'DEMA(4)']]),
  against('TA-Lib', 'points', [[tema(), 'TEMA(20)']], [[tema({ period: 4 }), 'TEMA(4)']]),
  against('TA-Lib', 'points', [[kama(), 'KAMA(10)']], [[kama({ period: 5 }), 'KAMA(5)']]),
  against(
    'TA-Lib',
    'points',
    [[hma(), 'WMA(4) of 2·WMA(10) − WMA(20)']],
    [[hma({ period: 9 }), 'WMA(3) of 2·WMA(4) − WMA(9)']],
  ),
  against('TTR', 'points', [[hma(), 'HMA(n=20)']], [[hma({ period: 9 }), 'HMA(n=9)']]),
  against('TTR', 'points', [[vwma(), 'VWMA(n=20)']], [[vwma({ period: 5 }), 'VWMA(n=5)']]),
  againstReference(
    'points',
    'Σ (h + l + c)/3·v / Σ v of the session',
    [[vwap(), sessionVwap]],
    [[vwap(), sessionVwap]],
  ),
  againstReference(
    0.01,
    '(c − vwap) / √(Σ v·((h + l + c)/3 − vwap)² / Σ v) of the session',
    [[vwapDeviation(), sessionVwapDeviation]],
    [[vwapDeviation(), sessionVwapDeviation]],
  ),
];
