// A seed in; one-minute candles of a random walk with trades and order flow over several sessions, for checks that need a long, plain market, out.

import type { Candle } from '../../core/candles/candle.ts';
import { tradingDaysBefore } from '../../core/market/contracts-of-days.ts';
import type { FeatureEvent } from '../../research/feature-checks/feature-events.ts';
import { sessionContext } from '../../research/training/stored-sessions.ts';
import { Random } from '../../simulation/random.ts';

const CONTRACT = 'WDOV25';
const LAST_DAY = '2025-09-16';
const CANDLES_OF_SESSION = 540;
const MINUTE_US = 60_000_000;

/** Every minute has trades of both sides, so that no feature waits for one. */
export function walkMarket(seed: number, sessions: number): readonly FeatureEvent[] {
  const random = new Random(seed, 'walk');
  let price = 5500;
  const days = tradingDaysBefore(LAST_DAY, sessions).toReversed();
  return days.flatMap((day) => {
    const session = sessionContext(CONTRACT, day);
    return Array.from({ length: CANDLES_OF_SESSION }, (_, minute): FeatureEvent => {
      const openTimeUs = session.openUs + minute * MINUTE_US;
      const candle = walked(random, price, session.tick, openTimeUs, minute === 0);
      price = candle.close;
      return { kind: 'candle', candle, session };
    });
  });
}

function walked(random: Random, from: number, tick: number, openTimeUs: number, firstOfSession: boolean): Candle {
  const step = (spread: number): number => tick * Math.round(spread * random.normal());
  const open = from + step(1);
  const close = Math.max(100 * tick, open + step(4));
  const [buyTrades, sellTrades] = [1 + random.integer(200), 1 + random.integer(200)];
  const [buyVolume, sellVolume] = [buyTrades * (1 + random.integer(9)), sellTrades * (1 + random.integer(9))];
  return {
    ...{ openTimeUs, closeTimeUs: openTimeUs + MINUTE_US, open, close, firstOfSession },
    high: Math.max(open, close) + Math.abs(step(2)) + tick,
    low: Math.min(open, close) - Math.abs(step(2)) - tick,
    volume: buyVolume + sellVolume,
    trades: buyTrades + sellTrades,
    ...{ buyTrades, sellTrades, buyVolume, sellVolume },
    ...{ rlpVolume: 0, hasTrades: true, hasFlow: true },
  };
}
