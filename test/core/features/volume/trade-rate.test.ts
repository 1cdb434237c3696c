// Trades per second of the time that the market was open: candles over the close, after it, and of the sessions before.

import { describe, expect, it } from 'vitest';
import { tradeIntensity, tradeIntensityRatio } from '../../../../src/core/features/volume/index.ts';
import { run } from '../averages/columns.ts';
import { randomCandles, type Step } from '../candles.ts';

const HOUR_US = 3_600_000_000;
const [{ candle, session }] = randomCandles(1, 1) as [Step];
const { openUs, closeUs } = session;

/** A candle with one trade a second of `tradedSeconds`, from `fromUs` for `hours`. */
function hour(fromUs: number, tradedSeconds: number, hours = 1): Step {
  const times = { openTimeUs: fromUs, closeTimeUs: fromUs + hours * HOUR_US };
  return { session, candle: { ...candle, ...times, trades: tradedSeconds, firstOfSession: false } };
}

describe('trade intensity', () => {
  it('counts only the seconds in which the market was open', () => {
    // 9.5 hours: the tenth is half open
    expect(closeUs - openUs).toBe(9.5 * HOUR_US);
    const inside = hour(openUs + 8 * HOUR_US, 3600);
    const overClose = hour(openUs + 9 * HOUR_US, 1800);
    const overOpening = hour(openUs - HOUR_US / 4, 2700);
    expect(run(tradeIntensity(), [overOpening, inside, overClose])).toEqual([1, 1, 1]);
    expect(run(tradeIntensityRatio({ candles: 2 }), [inside, overClose])).toEqual([undefined, 1]);
  });

  it('has no value where all of the candle lies after the close, and its ratio begins anew', () => {
    const after = hour(closeUs, 60);
    expect(run(tradeIntensity(), [after])).toEqual([undefined]);
    const inside = hour(openUs, 3600);
    expect(run(tradeIntensityRatio({ candles: 2 }), [inside, inside, after, inside, inside])).toEqual([
      undefined,
      1,
      undefined,
      undefined,
      1,
    ]);
  });

  it('cuts candles of earlier sessions at the same time of their day, and leaves those whole that lie after it', () => {
    for (const days of [1, 3, 60]) {
      const then = openUs - days * 24 * HOUR_US;
      const before = [hour(then, 3600), hour(then + 9 * HOUR_US, 1800), hour(then + 10 * HOUR_US, 3600)];
      expect(run(tradeIntensity(), before)).toEqual([1, 1, 1]);
    }
  });

  it('needs a count of trades', () => {
    const uncounted = hour(openUs, 3600);
    expect(run(tradeIntensity(), [{ ...uncounted, candle: { ...uncounted.candle, hasTrades: false } }])).toEqual([
      undefined,
    ]);
  });
});
