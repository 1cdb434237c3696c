// Random entries on candles that are known: what they earn, where they may lie, and when a run beats them.
import { describe, expect, it } from 'vitest';
import type { SessionResult } from '../../../src/research/report/session-result.ts';
import { randomEntries } from '../../../src/research/stress/random-entries.ts';
import type { Trade } from '../../../src/runner/trades/trade.ts';
import { cleanResult } from '../report/generated-result.ts';

const CLEAN = cleanResult();
const MINUTE_US = 60_000_000;
/** 09:00 in Sao Paulo. */
const OPEN_US = Date.UTC(2025, 7, 5, 12) * 1000;
const POINT_E4 = 100_000;

/** One day of candles whose opens and closes are given; trades over these candles, first and last inclusive. */
function dayOf(
  opens: readonly number[],
  closes: readonly number[],
  spans: readonly (readonly [first: number, last: number, side: 'buy' | 'sell'])[],
): SessionResult {
  const timeUs = opens.map((_, i) => OPEN_US + (i + 1) * MINUTE_US);
  const trades = spans.map(
    ([first, last, side]): Trade => ({
      ...CLEAN.trades[0]!,
      ...{ side, quantity: 1, costsE4: 20_000 },
      ...{ entryTimeUs: OPEN_US + first * MINUTE_US + 1, exitTimeUs: OPEN_US + last * MINUTE_US + 2 },
    }),
  );
  const candles = { timeUs, open: opens, high: opens, low: opens, close: closes, volume: opens };
  return { ...CLEAN, tick: 0.5, tickValueE4: POINT_E4 / 2, candles, trades };
}

describe('random entries', () => {
  it('earn what the candles between entry and exit do, less the costs of the trade', () => {
    // every candle rises by a point and the next opens where it closed
    const rising = dayOf([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6], [[1, 3, 'buy']]);
    const { netE4, ownE4 } = randomEntries(rising, 50, 1);
    expect(ownE4).toBe(3 * POINT_E4 - 20_000);
    expect(new Set(netE4)).toEqual(new Set([3 * POINT_E4 - 20_000]));
    const { ownE4: sold } = randomEntries(dayOf([0, 1, 2], [1, 2, 3], [[0, 0, 'sell']]), 1, 1);
    expect(sold).toBe(-POINT_E4 - 20_000);
  });

  it('lie at every place that fits, each as often', () => {
    // the move of a candle is a power of two, so that a result tells its candles
    const opens = [0, 0, 0, 0, 0, 0];
    const closes = [1, 2, 4, 8, 16, 32];
    const two = dayOf(opens, closes, [
      [0, 0, 'buy'],
      [2, 2, 'buy'],
    ]);
    const { netE4 } = randomEntries(two, 30_000, 3);
    const seen = new Map<number, number>();
    for (const net of netE4) seen.set(net, (seen.get(net) ?? 0) + 1);
    // 2 of 6 candles
    expect(seen.size).toBe(15);
    for (const count of seen.values()) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000));
  });

  it('never overlap, stay in the session, and keep each its length', () => {
    const opens = Array.from({ length: 8 }, () => 0);
    const closes = opens.map((_, i) => 10 ** i);
    const lengths = [3, 2, 2];
    const day = dayOf(opens, closes, [
      [0, 2, 'buy'],
      [3, 4, 'buy'],
      [5, 6, 'buy'],
    ]);
    // the close of its last candle, times its size: the digits of the sum tell which trade ended where
    const sized = { ...day, trades: day.trades.map((trade, i) => ({ ...trade, quantity: i + 1 })) };
    const { netE4 } = randomEntries(sized, 3_000, 5);
    for (const net of new Set(netE4)) {
      const digits = String(Math.round((net + 60_000) / POINT_E4)).padStart(8, '0');
      const covered = [...digits].reverse().flatMap((digit, end) => {
        const length = lengths[Number(digit) - 1] ?? 0;
        return Array.from({ length }, (_, back) => end - back);
      });
      expect(covered).toHaveLength(7);
      expect(new Set(covered).size).toBe(7);
      expect(Math.min(...covered)).toBeGreaterThanOrEqual(0);
    }
    // all candles but one are covered: 3! orders times 4 places of the free one
    expect(new Set(netE4).size).toBe(24);
  });

  it('are beaten by what knows, and not by what does not', () => {
    const closes = Array.from({ length: 540 }, (_, i) => (i % 90 === 30 ? 10 : i % 2 === 0 ? 0.5 : -0.5));
    const opens = closes.map(() => 0);
    const knows = [30, 120, 210, 300, 390, 480].map((at) => [at, at, 'buy'] as const);
    expect(randomEntries(dayOf(opens, closes, knows), 999, 1).pValue).toBe(0.001);
    const late = knows.map(([at]) => [at + 1, at + 1, 'buy'] as const);
    expect(randomEntries(dayOf(opens, closes, late), 999, 1).pValue).toBeGreaterThan(0.5);
  });

  it('are the same for the same seed', () => {
    expect(randomEntries(CLEAN, 20, 4)).toEqual(randomEntries(CLEAN, 20, 4));
    expect(randomEntries(CLEAN, 20, 5).netE4).not.toEqual(randomEntries(CLEAN, 20, 4).netE4);
  });
});
