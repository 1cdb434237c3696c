// The first and last session day of a training in; about how many sessions it had, out.

import { parseDay } from '../../core/market/civil-day.ts';

/** Working days of a week, without holidays: what a handful more or less changes is far below what is asked of it. At least 1. */
export function sessionsBetween({ from, to }: { readonly from: string; readonly to: string }): number {
  const [first, last] = [parseDay(from), parseDay(to)];
  if (first === undefined || last === undefined || last < first) return 1;
  return Math.max(1, Math.round(((last - first + 1) * 5) / 7));
}
