// Alerts, operator commands and conditions of trading as the page lists them.

export interface AlertRow {
  /** Of the journal, from 1. */
  readonly id: number;
  readonly seq: number;
  readonly timeUs: number;
  readonly severity: 'info' | 'warning' | 'critical';
  readonly code: string;
  /** In English, as the engine said it. */
  readonly text: string;
}

/** A condition of trading of a session, as it stands. */
export interface ConditionRow {
  readonly id: string;
  readonly state: 'open' | 'waiting' | 'shut';
  readonly text: string;
  /** Since when it is so, microseconds UTC. */
  readonly atUs: number;
}

export interface OperatorRow {
  readonly id: number;
  readonly seq: number;
  readonly timeUs: number;
  readonly command: string;
  readonly by: string;
  readonly reason: string;
}
