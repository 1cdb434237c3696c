// Takes a Gregorian calendar date as text or numbers and gives its day number, on which dates are plain arithmetic; and back.

/** A day as `2025-08-05` or as a day number (whole days since 1970-01-01). */
export type CalendarDay = string | number;

/** Day of the week, 0 Sunday to 6 Saturday. */
export type DayOfWeek = 0 | 1 | 2 | 3 | 4 | 5 | 6;

export const SUNDAY = 0;
export const WEDNESDAY = 3;
export const SATURDAY = 6;

const DAYS_PER_ERA = 146_097;
const DAYS_FROM_ERA_START_TO_1970 = 719_468;
const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Days of a month (1 to 12). */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isCivilDate(year: number, month: number, day: number): boolean {
  return (
    Number.isInteger(year) &&
    year >= 1 &&
    year <= 9999 &&
    Number.isInteger(month) &&
    month >= 1 &&
    month <= 12 &&
    Number.isInteger(day) &&
    day >= 1 &&
    day <= daysInMonth(year, month)
  );
}

/**
 * Day number of a date; years 1 to 9999. Throws RangeError when there is no such date.
 * Source: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil.
 */
export function dayNumberOf(year: number, month: number, day: number): number {
  if (!isCivilDate(year, month, day)) throw new RangeError(`no such date: year ${year}, month ${month}, day ${day}`);
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - era * 400;
  const monthFromMarch = month > 2 ? month - 3 : month + 9;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_FROM_ERA_START_TO_1970;
}

/** The date of a day number as one integer, 20250805; allocates nothing. Same source, civil_from_days. */
export function packedDateOf(dayNumber: number): number {
  const shifted = dayNumber + DAYS_FROM_ERA_START_TO_1970;
  const era = Math.floor(shifted / DAYS_PER_ERA);
  const dayOfEra = shifted - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return year * 10_000 + month * 100 + day;
}

export function yearOf(dayNumber: number): number {
  return Math.floor(packedDateOf(dayNumber) / 10_000);
}

/** Month 1 to 12. */
export function monthOf(dayNumber: number): number {
  return Math.floor(packedDateOf(dayNumber) / 100) % 100;
}

/** Day of the month 1 to 31. */
export function dayOfMonthOf(dayNumber: number): number {
  return packedDateOf(dayNumber) % 100;
}

export function dayOfWeek(dayNumber: number): DayOfWeek {
  // Day 0 was a Thursday; the second addition keeps days before 1970 positive.
  return ((((dayNumber + 4) % 7) + 7) % 7) as DayOfWeek;
}

/** Day number of the n-th (1 = first) given weekday of a month. Throws RangeError when the month has fewer. */
export function nthWeekdayOf(year: number, month: number, weekday: DayOfWeek, n: number): number {
  const first = dayNumberOf(year, month, 1);
  const firstMatch = 1 + ((weekday - dayOfWeek(first) + 7) % 7);
  return dayNumberOf(year, month, firstMatch + (n - 1) * 7);
}

/** `2025-08-05` of a day number. */
export function formatDay(dayNumber: number): string {
  const packed = packedDateOf(dayNumber);
  const digits = String(packed).padStart(8, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}

/** Day number of exactly `YYYY-MM-DD`; undefined when the text is anything else or no such date. */
export function parseDay(text: string): number | undefined {
  const match = ISO_DAY.exec(text);
  if (match === null) return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  return isCivilDate(year, month, day) ? dayNumberOf(year, month, day) : undefined;
}

/** Day number of either form of a day. Throws RangeError for text that is no date and for a fractional number. */
export function toDayNumber(day: CalendarDay): number {
  const dayNumber = typeof day === 'string' ? parseDay(day) : day;
  if (dayNumber === undefined || !Number.isInteger(dayNumber)) {
    throw new RangeError(`not a day: ${day}; write it as YYYY-MM-DD or as whole days since 1970-01-01`);
  }
  return dayNumber;
}
