// Takes a dated contract and a day; says whether it can have traded then: not before it is listed, not after its last day.

import { monthOf, yearOf } from './civil-day.ts';
import { type Contract, lastTradingDay } from './contract.ts';
import { familyOf } from './instrument.ts';
import { isCovered } from './trading-calendar.ts';

/** B3 lists more months than are traded; nobody trades these four contracts longer ahead than this. */
export const LISTED_MONTHS = 24;

export type ContractLife = 'unlisted' | 'alive' | 'expired';

export function contractLife(contract: Contract, dayNumber: number): ContractLife {
  const monthsAhead = (contract.year - yearOf(dayNumber)) * 12 + contract.month - monthOf(dayNumber);
  if (monthsAhead > LISTED_MONTHS) return 'unlisted';
  if (monthsAhead > 0) return 'alive';
  // A dollar contract is settled on the first trading day of its month, an index contract trades to the middle of it.
  if (monthsAhead < 0 || familyOf(contract.root) === 'dollar') return 'expired';
  return isCovered(dayNumber) && dayNumber > lastTradingDay(contract) ? 'expired' : 'alive';
}
