// A seed in; a synthetic market for checks of features out: several sessions with candles, trades of named brokers and a whole book.

import type { Candle } from '../../core/candles/candle.ts';
import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import { playDay } from '../../core/candles/play-day.ts';
import { warmupContextOf } from '../../core/features/session-context.ts';
import { rootInstrument } from '../../core/market/instrument-table.ts';
import type { SessionFacts } from '../../core/market/session-facts.ts';
import { syntheticDays } from '../../runner/synthetic-days.ts';
import { Random } from '../../simulation/random.ts';
import { sessionContext } from '../training/stored-sessions.ts';
import type { BookLevel, FeatureEvent } from './feature-events.ts';
import { KEPT_LEVELS, type RecordedDay, type RecordedKinds, recordedEvents } from './recorded-events.ts';

export interface CheckMarket extends RecordedKinds {
  readonly seed: number;
  readonly sessions: number;
  /** Candles of each session that are kept, from its opening. */
  readonly candles: number;
}

const FIRST_DAY = '2025-09-01';
const BROKERS = [3, 8, 27, 72, 85, 114, 120, 308, 386, 1982, 3701, 4090];
const MINUTE_US = 60_000_000;

/** One-minute candles of WDO. Facts of earlier sessions stand from the second session on. */
export function checkMarket({ seed, sessions, candles, tape, book }: CheckMarket): readonly FeatureEvent[] {
  const interval = parseCandleInterval('1m')!;
  const instrument = rootInstrument('WDO');
  const events: FeatureEvent[] = [];
  const random = new Random(seed, 'brokers');
  let facts: SessionFacts | undefined;
  for (const { day, contract, session, market } of syntheticDays({
    root: 'WDO',
    seed,
    from: FIRST_DAY,
    days: sessions,
  })) {
    const context = { ...sessionContext(contract, day), ...(facts === undefined ? {} : { facts }) };
    const played: RecordedDay = {
      ...{ market, instrumentId: 0, instrument, interval },
      ...{ openUs: session.openUs, session: context },
    };
    facts = factsOf(played);
    const until = session.openUs + candles * MINUTE_US;
    for (const event of recordedEvents([played], { tape, book })) {
      if (timeOf(event) > until) continue;
      events.push(completed(event, random));
    }
  }
  return events;
}

/** The last session alone, as it is lived through: candles of the sessions before it are its warm-up, without trades and book. */
export function lastSessionWarmedUp(events: readonly FeatureEvent[]): readonly FeatureEvent[] {
  const { session } = events.at(-1)!;
  const context = warmupContextOf(session);
  return events.flatMap((event) => {
    if (event.session.day === session.day) return [event];
    return event.kind === 'candle' ? [{ ...event, session: context }] : [];
  });
}

function timeOf(event: FeatureEvent): number {
  if (event.kind === 'candle') return event.candle.closeTimeUs;
  return event.kind === 'trade' ? event.trade.timeUs : event.book.timeUs;
}

/** The synthetic market has no brokers, and a book of few levels. */
function completed(event: FeatureEvent, random: Random): FeatureEvent {
  if (event.kind === 'trade') return withBrokers(event, random);
  if (event.kind !== 'book' || !event.book.levels) return event;
  const { book } = event;
  return { ...event, book: { ...book, bids: deepened(book.bids, -1), asks: deepened(book.asks, 1) } };
}

function deepened(levels: readonly BookLevel[], step: 1 | -1): readonly BookLevel[] {
  const [last] = levels.slice(-1);
  if (last === undefined) return levels;
  const missing = Math.max(0, KEPT_LEVELS - levels.length);
  return [...levels, ...Array.from({ length: missing }, (_, k): BookLevel => [last[0] + step * (k + 1), 20 + 7 * k])];
}

function withBrokers(event: FeatureEvent & { readonly kind: 'trade' }, random: Random): FeatureEvent {
  const broker = (): number => BROKERS[Math.floor(random.float() ** 2 * BROKERS.length)]!;
  return { ...event, trade: { ...event.trade, buyAgent: broker(), sellAgent: broker() } };
}

function factsOf(day: RecordedDay): SessionFacts {
  const candles: Candle[] = [];
  const sizes: number[] = [];
  playDay(day, {
    onCandle: (candle) => candles.push({ ...candle }),
    onTrade: ({ quantity }) => void sizes.push(quantity),
  });
  sizes.sort((a, b) => a - b);
  return {
    previous: {
      open: candles[0]!.open,
      high: Math.max(...candles.map(({ high }) => high)),
      low: Math.min(...candles.map(({ low }) => low)),
      close: candles.at(-1)!.close,
    },
    meanDailyVolume: candles.reduce((sum, { volume }) => sum + volume, 0),
    largeTradeSize: sizes[Math.ceil(0.95 * sizes.length) - 1],
  };
}
