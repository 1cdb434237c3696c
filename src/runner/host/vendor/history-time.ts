// Local milliseconds -> the parts of a date as the vendor's history is asked for it.

import type { VendorTime } from '../../../adapters/profit-dll/calls/answers.ts';
import { dayOfMonthOf, monthOf, yearOf } from '../../../core/market/civil-day.ts';
import { MS_PER_DAY } from './trade-check.ts';

/** `localMs` counts from 1970-01-01 00:00 on the wall clock of the exchange; parts of a second are cut off. */
export function historyTime(localMs: number): VendorTime {
  const day = Math.floor(localMs / MS_PER_DAY);
  const seconds = Math.floor((localMs - day * MS_PER_DAY) / 1000);
  return {
    year: yearOf(day),
    month: monthOf(day),
    day: dayOfMonthOf(day),
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
    milliseconds: 0,
  };
}
