// Takes a day and says whether B3 trades on it, why not, and which trading day comes before or after.
import {
  type CalendarDay,
  dayNumberOf,
  dayOfWeek,
  daysInMonth,
  formatDay,
  SATURDAY,
  SUNDAY,
  toDayNumber,
} from './civil-day.ts';
import { holidaysOf } from './holidays.ts';

/** Years that the calendar covers. B3 publishes a year in the year before; 2026 from May on and 2027 follow the rules. */
export const CALENDAR_FIRST_YEAR = 2008;
export const CALENDAR_LAST_YEAR = 2027;

const FIRST_DAY = dayNumberOf(CALENDAR_FIRST_YEAR, 1, 1);
const LAST_DAY = dayNumberOf(CALENDAR_LAST_YEAR, 12, 31);

const HOLIDAY_NAMES: ReadonlyMap<number, string> = (() => {
  const names = new Map<number, string>();
  for (let year = CALENDAR_FIRST_YEAR; year <= CALENDAR_LAST_YEAR; year += 1) {
    for (const holiday of holidaysOf(year)) {
      // A day with two reasons keeps the first.
      if (!names.has(holiday.dayNumber)) names.set(holiday.dayNumber, holiday.name);
    }
  }
  return names;
})();

// One byte a day: 1 where B3 trades.
const TRADES: Uint8Array = (() => {
  const trades = new Uint8Array(LAST_DAY - FIRST_DAY + 1);
  for (let dayNumber = FIRST_DAY; dayNumber <= LAST_DAY; dayNumber += 1) {
    const weekday = dayOfWeek(dayNumber);
    const open = weekday !== SATURDAY && weekday !== SUNDAY && !HOLIDAY_NAMES.has(dayNumber);
    trades[dayNumber - FIRST_DAY] = open ? 1 : 0;
  }
  return trades;
})();

function assertCovered(dayNumber: number): void {
  if (dayNumber >= FIRST_DAY && dayNumber <= LAST_DAY) return;
  const shown = Math.abs(dayNumber) < 1_000_000 ? formatDay(dayNumber) : `day number ${dayNumber}`;
  throw new RangeError(
    `${shown} is outside the trading calendar, which covers ${CALENDAR_FIRST_YEAR} to ${CALENDAR_LAST_YEAR}`,
  );
}

/** Whether a day number lies in the years that the calendar covers; the other functions throw RangeError if not. */
export function isCovered(dayNumber: number): boolean {
  return dayNumber >= FIRST_DAY && dayNumber <= LAST_DAY;
}

export function isTradingDay(day: CalendarDay): boolean {
  const dayNumber = toDayNumber(day);
  assertCovered(dayNumber);
  return TRADES[dayNumber - FIRST_DAY] === 1;
}

/** Why B3 does not trade on a day, in words; undefined on a trading day. */
export function closureOf(day: CalendarDay): string | undefined {
  const dayNumber = toDayNumber(day);
  if (isTradingDay(dayNumber)) return undefined;
  return HOLIDAY_NAMES.get(dayNumber) ?? 'Weekend';
}

/** Day number of the first trading day after `day`. */
export function nextTradingDay(day: CalendarDay): number {
  let dayNumber = toDayNumber(day) + 1;
  while (!isTradingDay(dayNumber)) dayNumber += 1;
  return dayNumber;
}

/** Day number of the last trading day before `day`. */
export function previousTradingDay(day: CalendarDay): number {
  let dayNumber = toDayNumber(day) - 1;
  while (!isTradingDay(dayNumber)) dayNumber -= 1;
  return dayNumber;
}

/** `day` itself if B3 trades on it, else the next trading day. */
export function tradingDayOnOrAfter(day: CalendarDay): number {
  const dayNumber = toDayNumber(day);
  return isTradingDay(dayNumber) ? dayNumber : nextTradingDay(dayNumber);
}

/** Day number of the first trading day of a month (1 to 12). */
export function firstTradingDayOfMonth(year: number, month: number): number {
  return tradingDayOnOrAfter(dayNumberOf(year, month, 1));
}

/** Day number of the last trading day of a month (1 to 12). */
export function lastTradingDayOfMonth(year: number, month: number): number {
  const last = dayNumberOf(year, month, daysInMonth(year, month));
  return isTradingDay(last) ? last : previousTradingDay(last);
}

/** How many trading days lie after `from`, up to and including `to`; 0 when `to` is not after `from`. */
export function tradingDaysBetween(from: CalendarDay, to: CalendarDay): number {
  const first = toDayNumber(from);
  const last = toDayNumber(to);
  assertCovered(first);
  assertCovered(last);
  let count = 0;
  for (let dayNumber = first + 1; dayNumber <= last; dayNumber += 1) count += TRADES[dayNumber - FIRST_DAY]!;
  return count;
}
