// What the view Session shows of a run beside its lists: counts, result, slippage, operator commands; and a page of a list.

import type { OperatorRow } from './alert-row.ts';
import type { LatencyRow } from './health-row.ts';
import type { ResultRow, SlippageRow } from './result-row.ts';
import type { RunSummary } from './run-summary.ts';

/** GET /api/runs/:run/session[?atUs=]. */
export interface SessionView {
  readonly run: RunSummary;
  /** Received time of the newest event in it, microseconds UTC; null before the first. */
  readonly atUs: number | null;
  /** Of the first event; null before it. */
  readonly fromUs: number | null;
  readonly notes: readonly string[];
  readonly counts: {
    readonly events: number;
    readonly decisions: number;
    readonly orders: number;
    readonly fills: number;
    readonly alerts: number;
    readonly holds: Readonly<Record<string, number>>;
  };
  readonly result: ResultRow;
  readonly slippage: readonly SlippageRow[];
  readonly latencies: readonly LatencyRow[];
  readonly operator: readonly OperatorRow[];
}

/** Newest first. */
export interface Page<T> {
  readonly rows: readonly T[];
  /** To be given as `before` for the next page; null where this was the last. */
  readonly before: number | null;
  /** Rows of it that could not be read; absent where there are none. */
  readonly leftOut?: number;
}
