// Takes a contract and gives its roll day, last trading day and expiry, as far as the trading calendar reaches.
import { type Contract, expiryDay, lastTradingDay, rollDay } from '../contract.ts';
import { familyOf } from '../instrument.ts';
import { CALENDAR_LAST_YEAR } from '../trading-calendar.ts';

/** The last days of a contract as day numbers; each undefined when it lies after the years of the calendar. */
export interface ContractSchedule {
  /** First day on which the continuous series shows the next contract. */
  readonly rollDay: number | undefined;
  readonly lastTradingDay: number | undefined;
  readonly expiryDay: number | undefined;
}

/** Throws RangeError for contracts that end before the calendar begins. */
export function contractSchedule(contract: Contract): ContractSchedule {
  const { root, year, month } = contract;
  // A dollar contract trades until the month before its own and is settled in its own.
  const yearOfEnd = familyOf(root) === 'dollar' && month === 1 ? year - 1 : year;
  const isEndCovered = yearOfEnd <= CALENDAR_LAST_YEAR;
  return {
    rollDay: isEndCovered ? rollDay(contract) : undefined,
    lastTradingDay: isEndCovered ? lastTradingDay(contract) : undefined,
    expiryDay: year <= CALENDAR_LAST_YEAR ? expiryDay(contract) : undefined,
  };
}
