// Trades the mini dollar with the trend, or from the edges of a range, when the model ensemble agrees; flat before the close.

import { defineStrategy, ema, hold, ruleRegime, target } from 'quantumtrader';

/** Stop and target of a trend in points; a range takes its stop from the average true range. */
const TREND_STOP_POINTS = 5;
const TREND_TARGET_POINTS = 10;
const RANGE_STOP_POINTS_LEAST = 3;
const RANGE_TARGET_PER_STOP = 1.5;

export default defineStrategy({
  name: 'wdo-regime',
  instruments: { trade: 'WDOFUT' },
  candle: '1m',
  features: { slope: ema.slope({ period: 20 }) },
  regime: ruleRegime(),
  model: 'wdo-regime',
  thresholds: 'fitted',
  warmupCandles: 400,
  decide({ regime, prediction, position }) {
    if (prediction === undefined) return hold('no prediction');
    if (position.quantity !== 0) return hold('the bracket decides');
    const direction = prediction.direction > 0 ? 1 : -1;
    if (regime.kind === 'range') {
      const stopPoints = Math.max(RANGE_STOP_POINTS_LEAST, regime.atr ?? 0);
      return target(
        direction,
        { stopPoints, targetPoints: stopPoints * RANGE_TARGET_PER_STOP },
        'from the edge of the range',
      );
    }
    return target(direction, { stopPoints: TREND_STOP_POINTS, targetPoints: TREND_TARGET_POINTS }, 'with the trend');
  },
  risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
});
