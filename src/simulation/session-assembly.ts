// The contracts of a day with their market records and the candles before them in; the session that an exchange plays out.

import type { SessionInstrument } from '../core/account/account-event.ts';
import { assert } from '../core/assert.ts';
import type { CandleInterval } from '../core/candles/candle-interval.ts';
import { barsOfDay } from '../core/candles/day-candles.ts';
import { countBars, lastCandles } from '../core/candles/last-candles.ts';
import { warmupDigestOf } from '../core/engine/warmup-digest.ts';
import { lastTradingDay, parseContract } from '../core/market/contract.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import type { Instrument } from '../core/market/instrument.ts';
import { instrumentOf } from '../core/market/instrument-table.ts';
import { mergeByTime } from '../core/market/merge-by-time.ts';
import { type Provenance, type SideSource, weakerProvenance } from '../core/market/provenance.ts';
import { type Session, sessionOf } from '../core/market/session.ts';
import type { SessionFacts } from '../core/market/session-facts.ts';
import { tradingDaysBetween } from '../core/market/trading-calendar.ts';
import type { SessionFeed } from './session-feed.ts';

/** One instrument of the session, in the order that gives its id. */
export interface SessionPart {
  /** What the strategy asks for, and its dated contract of the day. */
  readonly requested: string;
  readonly contract: string;
  readonly market: EventBatch;
  /** Candles of the same contract on days before, by `candlesOfDay`, oldest first. */
  readonly history: readonly EventBatch[];
  /** Of earlier sessions, where some feature reads them. */
  readonly facts?: SessionFacts | undefined;
}

export interface SessionAssembly {
  readonly day: string;
  readonly epoch: number;
  /** Candle interval of the strategy, as text. */
  readonly candle: string;
  readonly warmupCandles: number;
  readonly capitalBrl: number;
  /** Of everything read for the session, warm-up included: the weakest counts. */
  readonly provenances: readonly Provenance[];
  readonly sideSource: SideSource;
  /** Traded instrument first. */
  readonly parts: readonly SessionPart[];
}

/** Candles of a contract's day as warm-up records under an instrument id. */
export function candlesOfDay(
  market: EventBatch,
  instrumentId: number,
  contract: string,
  day: string,
  interval: CandleInterval,
): EventBatch {
  const instrument = knownInstrument(contract);
  return barsOfDay(market, instrumentId, instrument, interval, scheduled(instrument, day).openUs);
}

/** The market records are taken over, not copied. */
export function assembleSession(assembly: SessionAssembly): SessionFeed {
  const { day, parts, candle, warmupCandles } = assembly;
  const instruments = parts.map(({ contract }) => knownInstrument(contract));
  const schedule = instruments.map((instrument) => scheduled(instrument, day));
  const lasts = parts.map(({ history }) => lastCandles(history, warmupCandles));
  const warmup = mergeByTime(lasts);
  return {
    start: {
      kind: 'epochStart',
      epoch: assembly.epoch,
      sessionDay: day,
      instruments: parts.map((part, id) => described(part, instruments[id]!, schedule[id]!)),
      provenance: assembly.provenances.reduce(weakerProvenance, 'exchange'),
      sideSource: assembly.sideSource,
      warmup: lasts.map((bars, instrumentId) => ({ candle, instrumentId, bars: countBars(bars) })),
      warmupBars: countBars(warmup),
      warmupDigest: warmupDigestOf(warmup),
      capitalBrl: assembly.capitalBrl,
    },
    warmup,
    market: parts.length === 1 ? parts[0]!.market : mergeByTime(parts.map(({ market }) => market)),
    instruments,
    // whoever opens first, none takes orders before the traded one does
    sessions: schedule.map(({ openUs, closeUs }) => ({
      auctionUs: Math.min(openUs, schedule[0]!.preOpenUs),
      openUs,
      closeUs,
    })),
    hasReceivedTimes: false,
  };
}

function described(part: SessionPart, { root }: Instrument, { isoDay, openUs, closeUs }: Session): SessionInstrument {
  const contract = parseContract(part.contract);
  const daysToRoll = contract === undefined ? 0 : Math.max(0, tradingDaysBetween(isoDay, lastTradingDay(contract)));
  const { requested, facts } = part;
  return {
    ...{ symbol: part.contract, requested, root, openUs, closeUs, phaseAtStart: 'closed', daysToRoll },
    ...(facts === undefined ? {} : { facts }),
  };
}

function knownInstrument(contract: string): Instrument {
  const instrument = instrumentOf(contract);
  assert(instrument !== undefined, `${contract} is no contract of the calendar`);
  return instrument;
}

function scheduled({ root }: Instrument, day: string): Session {
  const session = sessionOf(root, day);
  assert(session !== undefined, `${day} is no trading day of ${root}`);
  return session;
}
