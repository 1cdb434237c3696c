// Takes the contract of each trading day and gives the spans of a continuous series and its rolls; by the calendar for a root.
import { assert } from '../../assert.ts';
import { type CalendarDay, formatDay, toDayNumber } from '../civil-day.ts';
import { resolveContract } from '../contract.ts';
import type { Root } from '../instrument.ts';
import { isTradingDay } from '../trading-calendar.ts';

/** How the day of a roll is chosen. */
export type RollRule = 'calendar' | 'volume';

/** Why a contract was left on a day: its roll day, more volume in the next one, or because it no longer trades. */
export type RollCause = 'calendar' | 'volume' | 'expiry';

/** A change of contract. */
export interface Roll {
  /** First trading day that shows `to`, YYYY-MM-DD. */
  readonly day: string;
  readonly from: string;
  readonly to: string;
  readonly cause: RollCause;
}

/** The trading days on which one contract is shown, both included, YYYY-MM-DD. */
export interface ContractSpan {
  readonly contract: string;
  readonly fromDay: string;
  readonly toDay: string;
}

/** One span more than rolls, in order of time; nothing of either when there are no days. */
export interface RollSchedule {
  readonly spans: readonly ContractSpan[];
  readonly rolls: readonly Roll[];
}

/** What a series shows on a day. */
export interface ShownContract {
  readonly day: string;
  readonly contract: string;
  /** Why it is no longer the one of the day before; of no meaning where it is. */
  readonly cause: RollCause;
}

/** Days in ascending order; a contract that was left never comes back. */
export function scheduleOf(shown: readonly ShownContract[]): RollSchedule {
  const spans: ContractSpan[] = [];
  const rolls: Roll[] = [];
  for (const { day, contract, cause } of shown) {
    const last = spans.at(-1);
    if (last?.contract === contract) {
      spans[spans.length - 1] = { ...last, toDay: day };
      continue;
    }
    assert(!spans.some((span) => span.contract === contract), `${contract} comes back on ${day}`);
    if (last !== undefined) rolls.push({ day, from: last.contract, to: contract, cause });
    spans.push({ contract, fromDay: day, toDay: day });
  }
  return { spans, rolls };
}

/** Trading days from `from` to `to`, both included, YYYY-MM-DD. Throws RangeError outside the calendar's years. */
export function tradingDaysOf(from: CalendarDay, to: CalendarDay): readonly string[] {
  const days: string[] = [];
  const last = toDayNumber(to);
  for (let dayNumber = toDayNumber(from); dayNumber <= last; dayNumber += 1) {
    if (isTradingDay(dayNumber)) days.push(formatDay(dayNumber));
  }
  return days;
}

/** The series that changes on the roll days of the calendar. Throws RangeError outside the calendar's years. */
export function calendarSchedule(root: Root, from: CalendarDay, to: CalendarDay): RollSchedule {
  const cause = 'calendar';
  return scheduleOf(
    tradingDaysOf(from, to).map((day) => ({ day, contract: resolveContract(root, day)!.symbol, cause })),
  );
}
