// Seeded sessions of one-minute candles for the tests of training.

import type { Candle } from '../../../src/core/candles/candle.ts';
import type { TrainingDay } from '../../../src/research/training/training-rows.ts';
import { normal, seeded } from './samples.ts';

const MINUTE_US = 60_000_000;
const TICK = 0.5;

/** A walk that drifts for spells of some ten candles, so that there are trends, ranges, and something to learn. */
export function toySessions(count: number, candles: number, seed: number): readonly TrainingDay[] {
  const random = seeded(seed);
  const onGrid = (price: number) => Math.round(price / TICK) * TICK;
  let price = 5500;
  let drift = 0;
  return Array.from({ length: count }, (_, number) => {
    const day = new Date(Date.UTC(2025, 0, 1 + number)).toISOString().slice(0, 10);
    const openUs = Date.UTC(2025, 0, 1 + number, 12) * 1000;
    const rows: Candle[] = [];
    for (let i = 0; i < candles; i++) {
      if (random() < 0.05) drift = (Math.floor(random() * 3) - 1) * 0.8;
      const open = onGrid(price);
      price = Math.min(6000, Math.max(5000, price + drift + normal(random)));
      const close = onGrid(price);
      rows.push({
        openTimeUs: openUs + i * MINUTE_US,
        closeTimeUs: openUs + (i + 1) * MINUTE_US,
        open,
        high: Math.max(open, close) + TICK * Math.floor(random() * 3),
        low: Math.min(open, close) - TICK * Math.floor(random() * 3),
        close,
        volume: 100 + Math.floor(random() * 900),
        trades: 0,
        hasTrades: false,
        buyVolume: 0,
        sellVolume: 0,
        buyTrades: 0,
        sellTrades: 0,
        rlpVolume: 0,
        hasFlow: false,
        firstOfSession: i === 0,
      });
    }
    const session = { day, dayOfWeek: 1, openUs, closeUs: openUs + candles * MINUTE_US, daysToRoll: 5, tick: TICK };
    return { contract: number < count / 2 ? 'WDOG25' : 'WDOH25', session, candles: rows };
  });
}
