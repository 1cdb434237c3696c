// The columns of a part go in; the one that times its rows comes out, and the mark of rows whose time is of another day.

import { ORDER_SNAPSHOT } from '../../../market/order-message.ts';
import type { RowColumns, RowKind } from '../../row-rule.ts';

/** Kinds with one exchange time in each row. */
export const TICK_KINDS: readonly RowKind[] = ['trades', 'quotes', 'levels', 'orders', 'lasts'];
export const CANDLE_KINDS: readonly RowKind[] = ['candles', 'daily'];
export const ALL_KINDS: readonly RowKind[] = [...TICK_KINDS, ...CANDLE_KINDS];
/** Kinds whose rows follow the session; a daily candle is stamped as its source likes. */
export const SESSION_KINDS: readonly RowKind[] = [...TICK_KINDS, 'candles'];

/** 2008-01-01 UTC, where the calendar starts, and 2100-01-01 UTC: times outside were read wrongly, and are told of by zero-time. */
export const FIRST_TIME_US = 1_199_145_600_000_000;
export const END_TIME_US = 4_102_444_800_000_000;

/** Exchange time of a tick, start of a candle; microseconds UTC. */
export function timesOf(columns: RowColumns): Float64Array {
  return columns.time_us ?? columns.open_time_us!;
}

/** End of a candle, the time itself of a tick; microseconds UTC. */
export function endsOf(columns: RowColumns): Float64Array {
  return columns.time_us ?? columns.close_time_us!;
}

/** End of one row by the columns of times and ends; its time where the end was misread. */
export function endAt(times: Float64Array, ends: Float64Array, index: number): number {
  const timeUs = times[index]!;
  const endUs = ends[index]!;
  return endUs > timeUs && endUs < END_TIME_US ? endUs : timeUs;
}

/** Bit of `flags` that marks rows of a snapshot of resting orders: they keep the time at which the order came, days ago maybe. */
export function oldTimeFlag(kind: RowKind): number {
  return kind === 'orders' ? ORDER_SNAPSHOT : 0;
}

/** Whether the row's time tells when it happened. */
export function isTimed(columns: RowColumns, oldFlag: number, index: number): boolean {
  return oldFlag === 0 || (columns.flags![index]! & oldFlag) === 0;
}
