// What the session calendar says around a candle: given to features and strategies, so that none of them reads a clock.

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
}
