// The event log of a run in; its market as sessions that a simulated exchange can play again, without what came of our orders, out.

import { openRun } from '../../adapters/journal/run-reader.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { EpochStart } from '../../core/account/account-event.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import { BAR_WARMUP, Kind } from '../../core/market/event-record.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import type { SessionFeed, SessionTimes } from '../../simulation/session-feed.ts';
import type { DecidingCode } from '../engine-code.ts';

interface Open {
  start: EpochStart;
  warmup: EventBatch;
  readonly market: EventBatch;
  /** By instrument and kind, the newest exchange time: what a later epoch tells again is older. */
  readonly newestUs: Map<string, number>;
  isRetelling: boolean;
  /** The warm-up bars that follow are those that the day is played with. */
  takesWarmup: boolean;
}

/** Kinds that the market makes and that the exchange does not make by itself. */
const MARKET: ReadonlySet<number> = new Set([
  ...[Kind.trade, Kind.tradeCorrection, Kind.quote, Kind.bookChange, Kind.dailySummary],
  ...[Kind.theoreticalPrice, Kind.priceLimits, Kind.bar, Kind.barFlow],
]);

/** One feed for each session day: the market of its first epoch, of later ones what is new, the first whole warm-up. Throws UserErrors of the log, and `day-unknown`. */
export function logFeeds(folder: string, code: DecidingCode): readonly SessionFeed[] {
  const run = openRun(folder);
  const log = run.eventLog();
  const days: Open[] = [];
  try {
    for (let group = log.readGroup(); group !== undefined; group = log.readGroup()) {
      for (let index = 0; index < group.length; index++) take(days, group, index);
    }
  } finally {
    log.close();
    run.close();
  }
  return days.map((day) => feedOf(day, code));
}

function take(days: Open[], group: EventBatch, index: number): void {
  const kind = group.kindAt(index);
  if (kind === Kind.epochStart) return begin(days, group.payloadAt(index) as EpochStart);
  const day = days.at(-1);
  if (day === undefined || !MARKET.has(kind)) return;
  const isBar = kind === Kind.bar || kind === Kind.barFlow;
  if (isBar && (group.flagsAt(index) & BAR_WARMUP) !== 0) {
    if (day.takesWarmup) day.warmup.pushFrom(group, index);
    return;
  }
  const key = `${group.instrumentAt(index)} ${kind}`;
  const exchangeUs = group.exchangeTimeUsAt(index);
  const newestUs = day.newestUs.get(key) ?? -Infinity;
  if (day.isRetelling && exchangeUs <= newestUs) return;
  if (exchangeUs > newestUs) day.newestUs.set(key, exchangeUs);
  day.market.pushFrom(group, index);
}

/** The first epoch of a session that must protect at once may have no warm-up yet; the one that has it follows. */
function begin(days: Open[], start: EpochStart): void {
  const last = days.at(-1);
  if (last?.start.sessionDay !== start.sessionDay) {
    const batches = { warmup: new EventBatch(), market: new EventBatch() };
    days.push({ start, ...batches, newestUs: new Map(), isRetelling: false, takesWarmup: true });
    return;
  }
  last.isRetelling = true;
  last.takesWarmup = start.warmupBars > last.start.warmupBars;
  if (!last.takesWarmup) return;
  last.start = start;
  last.warmup = new EventBatch();
}

function feedOf({ start: told, warmup, market }: Open, code: DecidingCode): SessionFeed {
  // what another process had left behind is no part of a day that is played from its beginning
  const { carried: _carried, ...start } = told;
  const instruments = start.instruments.map(({ symbol }) => knownInstrument(symbol, code));
  const sessions = instruments.map((instrument) => timesOf(instrument, start.sessionDay, code));
  return { start, warmup, market, instruments, sessions, hasReceivedTimes: true };
}

function knownInstrument(symbol: string, code: DecidingCode): Instrument {
  const instrument = code.instrumentOf(symbol);
  if (instrument === undefined) throw unknown(`${symbol} is no contract of the calendar`);
  return instrument;
}

function timesOf({ root }: Instrument, day: string, code: DecidingCode): SessionTimes {
  const session = code.sessionOf(root, day);
  if (session === undefined) throw unknown(`${day} is no trading day of ${root}`);
  const { openUs, closeUs, preOpenUs } = session;
  return { auctionUs: Math.min(openUs, preOpenUs), openUs, closeUs };
}

function unknown(message: string): UserError {
  return new UserError({ code: 'day-unknown', message, fix: 'Use the version of the program that made the run.' });
}
