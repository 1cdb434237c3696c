// Summaries of earlier sessions in; what was known before a session opened out: levels of the one before, usual volume and sizes.

import { tradingDaysBefore } from './contracts-of-days.ts';
import type { SessionSummary } from './session-summary.ts';

/** The session before, of the same contract. Points. */
export interface PreviousSession {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** What was known before the session opened; a field is undefined where the data did not tell it. */
export interface SessionFacts {
  readonly previous: PreviousSession | undefined;
  /** Contracts a day, mean of the last 5 sessions of the continuous series. */
  readonly meanDailyVolume: number | undefined;
  /** Contracts: 95th percentile (nearest rank) of the sizes of all regular trades of the last 5 sessions of the continuous series. */
  readonly largeTradeSize: number | undefined;
}

export const noSessionFacts: SessionFacts = {
  previous: undefined,
  meanDailyVolume: undefined,
  largeTradeSize: undefined,
};

/** What of the facts is read: the sizes of trades cost the most, so they are read only where they are asked for. */
export interface FactsNeed {
  readonly sizes: boolean;
}

/** Sessions over which volume and sizes are taken. */
const FACTS_SESSIONS = 5;
const LARGE_PERCENT = 95;

/** The trading days that the facts of a day are of, the latest first; fewer where the calendar begins. */
export function factDaysBefore(day: string): readonly string[] {
  return tradingDaysBefore(day, FACTS_SESSIONS);
}

/**
 * `before`: the trading day before, of the same contract. `latest`: `factDaysBefore`, each of the contract that stood for the
 * series then. Undefined where the data have nothing of a day: then a mean of the others would be another number from day to day.
 */
export function sessionFactsOf(
  before: SessionSummary | undefined,
  latest: readonly (SessionSummary | undefined)[],
  { sizes }: FactsNeed,
): SessionFacts {
  const known = latest.filter((session) => session !== undefined);
  const isWhole = latest.length === FACTS_SESSIONS && known.length === FACTS_SESSIONS;
  return {
    previous: before === undefined ? undefined : levelsOf(before),
    meanDailyVolume: isWhole ? known.reduce((sum, { volume }) => sum + volume, 0) / FACTS_SESSIONS : undefined,
    largeTradeSize: isWhole && sizes ? largeSize(known) : undefined,
  };
}

function levelsOf({ open, high, low, close }: SessionSummary): PreviousSession {
  return { open, high, low, close };
}

/** Undefined where a session does not tell its trades, or has none that counts. */
function largeSize(sessions: readonly SessionSummary[]): number | undefined {
  const counts = new Map<number, number>();
  let trades = 0;
  for (const { sizes } of sessions) {
    if (sizes === undefined) return undefined;
    for (const [size, count] of sizes) {
      counts.set(size, (counts.get(size) ?? 0) + count);
      trades += count;
    }
  }
  // in whole numbers: a rank that is exact must not be rounded up by the error of a float
  let left = Math.ceil((LARGE_PERCENT * trades) / 100);
  for (const [size, count] of [...counts].sort(([a], [b]) => a - b)) {
    left -= count;
    if (left <= 0) return size;
  }
  return undefined;
}
