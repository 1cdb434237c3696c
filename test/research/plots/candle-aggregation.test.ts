// Checks that joined candles keep opens, highs, lows, closes and volumes, and never join two days.
import { describe, expect, it } from 'vitest';
import { aggregateCandles } from '../../../src/research/plots/candle-aggregation.ts';
import { candleDays } from '../../../src/research/plots/candle-days.ts';
import { DAY_US, MINUTE_US, NINE_US } from '../report/a-trade.ts';
import { generatedResult } from '../report/generated-result.ts';

describe('candles for display', () => {
  it('are joined within a day by open, highest, lowest, close and sum', () => {
    const timeUs = [1, 2, 3].map((minute) => NINE_US + minute * MINUTE_US);
    const candles = {
      timeUs: [...timeUs, NINE_US + DAY_US],
      open: [1, 2, 3, 9],
      high: [5, 8, 4, 9],
      low: [1, 0, 3, 9],
      close: [2, 3, 4, 9],
      volume: [10, 20, 30, 9],
    };
    expect(aggregateCandles(candles, 3)).toEqual({
      candlesPerBar: 2,
      candles: {
        timeUs: [timeUs[1], timeUs[2], NINE_US + DAY_US],
        open: [1, 3, 9],
        high: [8, 4, 9],
        low: [0, 3, 9],
        close: [3, 4, 9],
        volume: [30, 30, 9],
      },
    });
    expect(aggregateCandles(candles, 4).candlesPerBar).toBe(1);
  });

  it('stop at one bar a day when there are more days than bars', () => {
    const { candles } = generatedResult({ seed: 2, days: 4, candlesPerDay: 50, tradesPerDay: 0, edge: 0 });
    expect(aggregateCandles(candles, 2).candles.timeUs).toHaveLength(4);
  });

  it('keep the extremes and the volume of the whole run', () => {
    const { candles } = generatedResult({ seed: 2, days: 10, candlesPerDay: 100, tradesPerDay: 0, edge: 0 });
    const joined = aggregateCandles(candles, 150).candles;
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
    expect(joined.timeUs.length).toBeLessThanOrEqual(150);
    expect(Math.max(...Array.from(joined.high))).toBe(Math.max(...Array.from(candles.high)));
    expect(Math.min(...Array.from(joined.low))).toBe(Math.min(...Array.from(candles.low)));
    expect(sum(joined.volume)).toBe(sum(candles.volume));
  });

  it('are cut into local days', () => {
    expect(candleDays([NINE_US, NINE_US + MINUTE_US, NINE_US + DAY_US])).toEqual([
      { day: '2025-08-05', from: 0, to: 2 },
      { day: '2025-08-06', from: 2, to: 3 },
    ]);
    expect(candleDays([])).toEqual([]);
  });
});
