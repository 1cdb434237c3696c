// The sessions that are lived here: their day, contract and clock.

export interface SessionFacts {
  /** YYYY-MM-DD. */
  readonly day: string;
  readonly dayBefore: string;
  /** The contract, and the continuous name that the strategy trades. */
  readonly ticker: string;
  readonly requested: string;
  readonly lot: number;
  /** When the clocks of host and runner begin, microseconds UTC. */
  readonly startUs: number;
}

export const SESSION_DAY = '2026-09-14';
export const TICKER = 'WDOV26';
/** When the clocks of host and market begin: ten o'clock in São Paulo. */
export const START_US: number = Date.parse(`${SESSION_DAY}T13:00:00Z`) * 1000;
export const START_CLOCK: string = `clock ${SESSION_DAY}T10:00:00`;
/** The simulator's broker. */
export const BROKER = 32003;

export const MADE_SESSION: SessionFacts = {
  ...{ day: SESSION_DAY, dayBefore: '2026-09-11', ticker: TICKER, requested: 'WDOFUT', lot: 1, startUs: START_US },
};

export const RECORDED_SESSION: SessionFacts = {
  ...{ day: '2020-04-02', dayBefore: '2020-04-01', ticker: 'DOLK20', requested: 'DOLFUT', lot: 5 },
  startUs: Date.parse('2020-04-02T12:00:00Z') * 1000,
};
