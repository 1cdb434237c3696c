// A date packed as 20250805 to its day number, on which dates are plain arithmetic.

import { dayNumberOf, daysInMonth } from '../../../core/market/civil-day.ts';

/** Years in which an export can be; anything else is a wrong field. */
const FIRST_YEAR = 2008;
const LAST_YEAR = 2098;

/** Undefined when there is no such day or its year is not 2008 to 2098. */
export function dayNumberOfPacked(packed: number): number | undefined {
  const year = Math.floor(packed / 10_000);
  const month = Math.floor(packed / 100) % 100;
  const day = packed % 100;
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR) || month < 1 || month > 12) return undefined;
  return day >= 1 && day <= daysInMonth(year, month) ? dayNumberOf(year, month, day) : undefined;
}
