// Takes a seed, days and instruments; gives short synthetic sessions, each with the day before it as its warm-up.
import type { SessionInstrument } from '../../src/core/account/account-event.ts';
import { type CandleInterval, parseCandleInterval } from '../../src/core/candles/candle-interval.ts';
import { barsOfDay } from '../../src/core/candles/day-candles.ts';
import { warmupDigestOf } from '../../src/core/engine/warmup-digest.ts';
import { formatDay } from '../../src/core/market/civil-day.ts';
import { resolveContract } from '../../src/core/market/contract.ts';
import type { EventBatch } from '../../src/core/market/event-batch.ts';
import { Kind } from '../../src/core/market/event-record.ts';
import type { Root } from '../../src/core/market/instrument.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { mergeByTime } from '../../src/core/market/merge-by-time.ts';
import { sessionOf } from '../../src/core/market/session.ts';
import { nextTradingDay, tradingDayOnOrAfter } from '../../src/core/market/trading-calendar.ts';
import type { SessionFeed } from '../../src/simulation/session-feed.ts';
import { syntheticDay } from '../../src/simulation/synthetic-market.ts';

export interface SyntheticSessions {
  readonly seed: number;
  /** Sessions to be run; the day before the first is made for its warm-up only. Default 1. */
  readonly days?: number;
  /** Default 2. */
  readonly hours?: number;
  readonly roots?: readonly Root[];
  /** Default 1m. */
  readonly candle?: string;
  readonly capitalBrl?: number;
  /** Default 0.2. */
  readonly pace?: number;
  readonly volatility?: number;
}

interface Day {
  readonly isoDay: string;
  readonly market: EventBatch;
  readonly warmup: EventBatch;
  readonly instruments: readonly SessionInstrument[];
  readonly auctionUs: number;
}

const US_PER_HOUR = 3_600_000_000;
const START_PRICE: Readonly<Record<Root, number>> = { WDO: 5500, DOL: 5500, WIN: 130_000, IND: 130_000 };

/** Fresh batches each time: an exchange stamps what it is given. */
export function syntheticSessions(options: SyntheticSessions): readonly SessionFeed[] {
  const days: Day[] = [];
  let number = tradingDayOnOrAfter('2025-08-05');
  for (let n = 0; n <= (options.days ?? 1); n++) {
    days.push(makeDay(formatDay(number), options));
    number = nextTradingDay(number);
  }
  return days
    .slice(1)
    .map((day, n) => feedOf(day, days[n]!.warmup, n + 1, options.capitalBrl ?? 100_000, options.candle ?? '1m'));
}

function makeDay(isoDay: string, options: SyntheticSessions): Day {
  const { seed, hours = 2, roots = ['WDO'], pace = 0.2, volatility = 1, candle = '1m' } = options;
  const { preOpenUs, openUs } = sessionOf(roots[0]!, isoDay)!;
  const session = { preOpenUs, openUs, closeUs: openUs + hours * US_PER_HOUR };
  const contracts = roots.map((root) => resolveContract(root, isoDay)!.symbol);
  const markets = roots.map((root, instrumentId) =>
    syntheticDay({
      seed,
      root,
      contract: contracts[instrumentId]!,
      isoDay,
      session,
      startPrice: START_PRICE[root],
      instrumentId,
      pace,
      volatility,
    }),
  );
  const interval = parseCandleInterval(candle) as CandleInterval;
  return {
    isoDay,
    market: mergeByTime(markets),
    warmup: mergeByTime(
      markets.map((market, id) => barsOfDay(market, id, instrumentOf(contracts[id]!)!, interval, openUs)),
    ),
    instruments: roots.map((root, id) => ({
      symbol: contracts[id]!,
      requested: `${root}FUT`,
      root,
      openUs,
      closeUs: session.closeUs,
      phaseAtStart: 'closed',
      daysToRoll: 10,
    })),
    auctionUs: preOpenUs,
  };
}

function feedOf(day: Day, warmup: EventBatch, epoch: number, capitalBrl: number, candle: string): SessionFeed {
  const { isoDay, market, instruments, auctionUs } = day;
  return {
    start: {
      kind: 'epochStart',
      epoch,
      sessionDay: isoDay,
      instruments,
      provenance: 'synthetic',
      sideSource: 'feed',
      warmup: instruments.map((_, instrumentId) => ({ candle, instrumentId, bars: barCount(warmup, instrumentId) })),
      warmupBars: barCount(warmup),
      warmupDigest: warmupDigestOf(warmup),
      capitalBrl,
    },
    warmup,
    market,
    instruments: instruments.map(({ symbol }) => instrumentOf(symbol)!),
    sessions: instruments.map(({ openUs, closeUs }) => ({ auctionUs, openUs, closeUs })),
    hasReceivedTimes: false,
  };
}

function barCount(batch: EventBatch, instrumentId?: number): number {
  let bars = 0;
  for (let index = 0; index < batch.length; index++) {
    if (batch.kindAt(index) !== Kind.bar) continue;
    if (instrumentId === undefined || batch.instrumentAt(index) === instrumentId) bars += 1;
  }
  return bars;
}
