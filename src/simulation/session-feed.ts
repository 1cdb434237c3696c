// One session as a source hands it to the simulated exchange, and the port through which sessions are loaded one by one.

import type { EpochStart } from '../core/account/account-event.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { Phase, type PhaseNumber } from '../core/market/event-record.ts';
import type { Instrument } from '../core/market/instrument.ts';

/** Scheduled times of one instrument, microseconds UTC: orders rest from the auction on and match from the open to the close. */
export interface SessionTimes {
  readonly auctionUs: number;
  readonly openUs: number;
  readonly closeUs: number;
}

export interface SessionFeed {
  readonly start: EpochStart;
  /** Bar and bar flow records flagged as warm-up, in order. */
  readonly warmup: EventBatch;
  /** Records of the day in source order: exchange times and instrument ids set, seq not yet. */
  readonly market: EventBatch;
  /** By instrument id. */
  readonly instruments: readonly Instrument[];
  /** By instrument id. */
  readonly sessions: readonly SessionTimes[];
  /** The records carry the times at which they were really received; else the exchange simulates the way to us. */
  readonly hasReceivedTimes: boolean;
}

/** Loads sessions lazily, ascending in time; undefined after the last. */
export interface SessionSource {
  nextSession(): Promise<SessionFeed | undefined>;
}

/** Sessions that are in memory, or that an iterator makes one by one, as a source. */
export function sessionSource(sessions: Iterable<SessionFeed> | AsyncIterable<SessionFeed>): SessionSource {
  const iterator = Symbol.asyncIterator in sessions ? sessions[Symbol.asyncIterator]() : sessions[Symbol.iterator]();
  return {
    async nextSession() {
      const next = await iterator.next();
      return next.done === true ? undefined : next.value;
    },
  };
}

/** One scheduled change of phase. */
export interface ScheduledPhase {
  readonly timeUs: number;
  readonly instrumentId: number;
  readonly phase: PhaseNumber;
}

/** The schedule of a session in order of time; at equal times by instrument id. */
export function phaseSchedule(sessions: readonly SessionTimes[]): readonly ScheduledPhase[] {
  const schedule: ScheduledPhase[] = [];
  for (const [instrumentId, { auctionUs, openUs, closeUs }] of sessions.entries()) {
    schedule.push({ timeUs: auctionUs, instrumentId, phase: Phase.auction });
    schedule.push({ timeUs: openUs, instrumentId, phase: Phase.open });
    schedule.push({ timeUs: closeUs, instrumentId, phase: Phase.closed });
  }
  return schedule.sort((a, b) => a.timeUs - b.timeUs || a.instrumentId - b.instrumentId);
}
