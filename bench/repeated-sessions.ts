// One day of market records in; the same day again on successive trading days out, each a session with its epoch and warm-up.

import { barsOfDay } from '../src/core/candles/day-candles.ts';
import { countBars, lastCandles } from '../src/core/candles/last-candles.ts';
import { warmupDigestOf } from '../src/core/engine/warmup-digest.ts';
import { formatDay } from '../src/core/market/civil-day.ts';
import { US_PER_DAY } from '../src/core/market/civil-time.ts';
import { EventBatch } from '../src/core/market/event-batch.ts';
import { F64_EXCHANGE, F64_RECEIVED, RECORD_F64 } from '../src/core/market/event-record.ts';
import { instrumentOf } from '../src/core/market/instrument-table.ts';
import { nextTradingDay } from '../src/core/market/trading-calendar.ts';
import type { SessionFeed } from '../src/simulation/session-feed.ts';
import type { BaseDay } from './base-day.ts';

const MINUTE = { kind: 'time', us: 60_000_000 } as const;
const CAPITAL_BRL = 1_000_000;
const DAYS_TO_ROLL = 10;

/** A copy of the records, later by `shiftUs`. */
function shifted(batch: EventBatch, shiftUs: number): EventBatch {
  const out = new EventBatch(batch.length);
  for (let index = 0; index < batch.length; index++) {
    const f = out.pushFrom(batch, index) * RECORD_F64;
    out.f64[f + F64_EXCHANGE]! += shiftUs;
    out.f64[f + F64_RECEIVED]! += shiftUs;
  }
  return out;
}

/** The day's one-minute candles as warm-up records. */
export function minuteBars({
  market,
  contract,
  session,
}: Pick<BaseDay, 'market' | 'contract' | 'session'>): EventBatch {
  return barsOfDay(market, 0, instrumentOf(contract)!, MINUTE, session.openUs);
}

/** Sessions for a simulated exchange, made one by one; each starts from the last candles of the day before it. */
export function* repeatedSessions(
  base: BaseDay,
  market: EventBatch,
  sessions: number,
  warmupCandles: number,
): Generator<SessionFeed> {
  const { contract, root, session } = base;
  const last = lastCandles([minuteBars(base)], warmupCandles);
  let dayBefore = session.dayNumber;
  for (let epoch = 1; epoch <= sessions; epoch++) {
    const day = nextTradingDay(dayBefore);
    const shiftUs = (day - session.dayNumber) * US_PER_DAY;
    const warmup = shifted(last, (dayBefore - session.dayNumber) * US_PER_DAY);
    const times = { openUs: session.openUs + shiftUs, closeUs: session.closeUs + shiftUs };
    const described = { symbol: contract, requested: contract, root, phaseAtStart: 'closed' } as const;
    yield {
      start: {
        kind: 'epochStart',
        epoch,
        sessionDay: formatDay(day),
        instruments: [{ ...described, ...times, daysToRoll: DAYS_TO_ROLL }],
        provenance: 'synthetic',
        sideSource: 'quoteRule',
        warmup: [{ candle: '1m', instrumentId: 0, bars: countBars(warmup) }],
        warmupBars: countBars(warmup),
        warmupDigest: warmupDigestOf(warmup),
        capitalBrl: CAPITAL_BRL,
      },
      warmup,
      market: shifted(market, shiftUs),
      instruments: [instrumentOf(contract)!],
      sessions: [{ auctionUs: session.preOpenUs + shiftUs, ...times }],
      hasReceivedTimes: false,
    };
    dayBefore = day;
  }
}
