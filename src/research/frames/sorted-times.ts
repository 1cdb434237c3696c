// The times of a frame's index, and texts of local time, to what finds rows by time.

import { parseDay } from '../../core/market/civil-day.ts';
import { utcUsOf } from '../../core/market/civil-time.ts';
import { badIndex } from './frame-error.ts';

const LOCAL_TIME = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?$/;

/** Microseconds UTC of a number of them, or of Sao Paulo wall clock such as `2020-04-02 09:30`. */
export function timeUsOf(time: number | string): number {
  if (typeof time === 'number') return time;
  const match = LOCAL_TIME.exec(time);
  const day = match === null ? undefined : parseDay(match[1]!);
  if (match === null || day === undefined) {
    throw badIndex(
      `"${time}" is no time`,
      'Write 2020-04-02, 2020-04-02 09:30, 2020-04-02 09:30:00.5 or microseconds UTC',
    );
  }
  const [hour, minute, second] = [match[2], match[3], match[4]].map((part) => Number(part ?? 0));
  const us = Number((match[5] ?? '').padEnd(6, '0'));
  return utcUsOf(day, ((hour! * 60 + minute!) * 60 + second!) * 1e6 + us);
}

/** The first row whose time is not before `timeUs`; the number of rows where all are. `times` ascend. */
export function firstRowFrom(times: Float64Array, timeUs: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! < timeUs) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A UserError `frame-index` unless the times ascend; equal ones may follow each other. */
export function checkAscending(times: Float64Array): void {
  for (let row = 1; row < times.length; row++) {
    if (times[row]! < times[row - 1]!) {
      throw badIndex(`The time of row ${row} lies before that of the row above`, 'Call sortByTime() first');
    }
  }
}
