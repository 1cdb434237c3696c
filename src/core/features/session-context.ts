// What the session calendar and earlier sessions say around a candle: given to features and strategies, so that none reads a clock.

import type { SessionFacts } from '../market/session-facts.ts';

export interface SessionContext {
  /** Local session date, YYYY-MM-DD. */
  readonly day: string;
  /** 1 Monday to 5 Friday (6, 7 for test sessions on weekends). */
  readonly dayOfWeek: number;
  /** Microseconds UTC. */
  readonly openUs: number;
  readonly closeUs: number;
  /** Trading days until the contract's last trading day; 0 on it. */
  readonly daysToRoll: number;
  readonly tick: number;
  /** Absent for candles of a warm-up: they stand before the session. */
  readonly facts?: SessionFacts;
}

/** The context of candles that stand before the session. */
export function warmupContextOf({ facts: _, ...context }: SessionContext): SessionContext {
  return context;
}
