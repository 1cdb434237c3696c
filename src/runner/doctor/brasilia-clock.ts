// The exchange's wall clock as milliseconds since 1970 on that clock, of the vendor's times and of this machine.

import type { VendorTime } from '../../adapters/profit-dll/calls/answers.ts';
import { STANDARD_OFFSET_MINUTES } from '../../core/market/civil-time.ts';

/** Brazil has had no summer time since 2019. */
export function nowLocalMs(): number {
  return Date.now() + STANDARD_OFFSET_MINUTES * 60_000;
}

export function localMsOf({ year, month, day, hour, minute, second, milliseconds }: VendorTime): number {
  return Date.UTC(year, month - 1, day, hour, minute, second, milliseconds);
}

export function vendorTimeAt(localMs: number): VendorTime {
  const time = new Date(localMs);
  return {
    ...{ year: time.getUTCFullYear(), month: time.getUTCMonth() + 1, day: time.getUTCDate() },
    ...{ hour: time.getUTCHours(), minute: time.getUTCMinutes(), second: time.getUTCSeconds() },
    milliseconds: time.getUTCMilliseconds(),
  };
}

export const DAY_MS = 86_400_000;

export function midnightOf(localMs: number): number {
  return Math.floor(localMs / DAY_MS) * DAY_MS;
}
