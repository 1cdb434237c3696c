// Trades the mini dollar with the trend, or from the edges of a range, when the model ensemble agrees; flat before the close.

import { defineStrategy, ema, hold, parametrised, ruleRegime, target } from 'quantumtrader';

/** Stop and target of a trend in points; a range takes its stop from the average true range. */
const PARAMETERS = {
  trendStopPoints: { default: 5, min: 2, max: 20, step: 0.5 },
  trendTargetPoints: { default: 10, min: 2, max: 40, step: 0.5 },
  rangeStopPointsLeast: { default: 3, min: 1, max: 15, step: 0.5 },
  rangeTargetPerStop: { default: 1.5, min: 0.5, max: 4, step: 0.1 },
} as const;

export default parametrised(
  PARAMETERS,
  ({ trendStopPoints, trendTargetPoints, rangeStopPointsLeast, rangeTargetPerStop }) =>
    defineStrategy({
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
          const stopPoints = Math.max(rangeStopPointsLeast, regime.atr ?? 0);
          return target(
            direction,
            { stopPoints, targetPoints: stopPoints * rangeTargetPerStop },
            'from the edge of the range',
          );
        }
        return target(direction, { stopPoints: trendStopPoints, targetPoints: trendTargetPoints }, 'with the trend');
      },
      risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
    }),
);
