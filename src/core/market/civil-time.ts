// Takes integer microseconds UTC and gives Sao Paulo local time, and back; by rules of its own, so every machine agrees.
import { type CalendarDay, dayNumberOf, formatDay, packedDateOf, toDayNumber } from './civil-day.ts';
import {
  brazilianSummerEnd,
  brazilianSummerStart,
  FIRST_BRAZILIAN_SUMMER,
  LAST_BRAZILIAN_SUMMER,
} from './daylight-saving.ts';

export const US_PER_SECOND = 1_000_000;
export const US_PER_MINUTE = 60 * US_PER_SECOND;
export const US_PER_HOUR = 60 * US_PER_MINUTE;
export const US_PER_DAY = 24 * US_PER_HOUR;

/** Minutes added to UTC: standard time, and summer time (until 2019-02-17). */
export const STANDARD_OFFSET_MINUTES = -180;
export const SUMMER_OFFSET_MINUTES = -120;

const STANDARD_LAG_US = 3 * US_PER_HOUR;
const SUMMER_LAG_US = 2 * US_PER_HOUR;

/** Wall clock in Sao Paulo; month 1 to 12, `offsetMinutes` is what was added to UTC. */
export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly microsecond: number;
  readonly offsetMinutes: number;
}

// Pairs of start and end in UTC, ascending. Summers start and end at local midnight.
const SUMMERS_US: Float64Array = (() => {
  const pairs: number[] = [];
  for (let year = FIRST_BRAZILIAN_SUMMER; year <= LAST_BRAZILIAN_SUMMER; year += 1) {
    pairs.push(brazilianSummerStart(year) * US_PER_DAY + STANDARD_LAG_US);
    pairs.push(brazilianSummerEnd(year + 1) * US_PER_DAY + SUMMER_LAG_US);
  }
  return Float64Array.from(pairs);
})();
const LAST_SUMMER_END_US = SUMMERS_US[SUMMERS_US.length - 1]!;

/** Days with a known offset: 2008-01-01 to 2099-12-31. The far end only catches times in a wrong unit. */
const FIRST_LOCAL_DAY = dayNumberOf(2008, 1, 1);
const LAST_LOCAL_DAY = dayNumberOf(2099, 12, 31);
const FIRST_UTC_US = FIRST_LOCAL_DAY * US_PER_DAY + SUMMER_LAG_US;
const END_UTC_US = (LAST_LOCAL_DAY + 1) * US_PER_DAY + STANDARD_LAG_US;

function outOfRange(utcUs: number): never {
  throw new RangeError(
    `time ${utcUs} is not in 2008 to 2099; times are whole microseconds since 1970-01-01 UTC (milliseconds x 1000)`,
  );
}

/**
 * Minutes to add to UTC for Sao Paulo local time: -180, or -120 in the summers up to 2018/2019.
 * Throws RangeError unless `utcUs` is an integer from 2008-01-01 to 2099-12-31 local.
 */
export function utcOffsetMinutesAt(utcUs: number): number {
  if (!Number.isInteger(utcUs) || utcUs < FIRST_UTC_US || utcUs >= END_UTC_US) outOfRange(utcUs);
  if (utcUs >= LAST_SUMMER_END_US) return STANDARD_OFFSET_MINUTES;
  for (let i = 0; i < SUMMERS_US.length; i += 2) {
    if (utcUs < SUMMERS_US[i]!) return STANDARD_OFFSET_MINUTES;
    if (utcUs < SUMMERS_US[i + 1]!) return SUMMER_OFFSET_MINUTES;
  }
  return STANDARD_OFFSET_MINUTES;
}

/** Local wall clock as microseconds since 1970-01-01 00:00 local: divides into day number and time of day. */
function localUsAt(utcUs: number): number {
  return utcUs + utcOffsetMinutesAt(utcUs) * US_PER_MINUTE;
}

/** Local day number at a time. */
export function dayNumberAt(utcUs: number): number {
  return Math.floor(localUsAt(utcUs) / US_PER_DAY);
}

/** Microseconds since local midnight by the wall clock, 0 to 86,399,999,999. */
export function timeOfDayUsAt(utcUs: number): number {
  return localUsAt(utcUs) % US_PER_DAY;
}

/** Whole minutes since local midnight, 0 to 1439. */
export function minuteOfDayAt(utcUs: number): number {
  return Math.floor(timeOfDayUsAt(utcUs) / US_PER_MINUTE);
}

/** `2025-08-05`, the local date at a time. */
export function isoDay(utcUs: number): string {
  return formatDay(dayNumberAt(utcUs));
}

/** The local date at a time as one integer, 20250805. */
export function packedDateAt(utcUs: number): number {
  return packedDateOf(dayNumberAt(utcUs));
}

/**
 * UTC of a local day and wall clock `timeOfDayUs` (0 up to a day). A wall clock that happened twice (the hour before
 * midnight when summer ended) is its first occurrence; one that never happened (the first hour of summer) is read with
 * the offset before it, so it lands an hour later. Throws RangeError outside 2008 to 2099 or for a bad time of day.
 */
export function utcUsOf(day: CalendarDay, timeOfDayUs: number): number {
  const dayNumber = toDayNumber(day);
  if (dayNumber < FIRST_LOCAL_DAY || dayNumber > LAST_LOCAL_DAY) {
    throw new RangeError(`day ${formatOrNumber(dayNumber)} is not in 2008-01-01 to 2099-12-31`);
  }
  if (!Number.isInteger(timeOfDayUs) || timeOfDayUs < 0 || timeOfDayUs >= US_PER_DAY) {
    throw new RangeError(`time of day ${timeOfDayUs} is not a whole number of microseconds below 24 hours`);
  }
  const localUs = dayNumber * US_PER_DAY + timeOfDayUs;
  const asSummerUs = localUs + SUMMER_LAG_US;
  return utcOffsetMinutesAt(asSummerUs) === SUMMER_OFFSET_MINUTES ? asSummerUs : localUs + STANDARD_LAG_US;
}

function formatOrNumber(dayNumber: number): string {
  return Math.abs(dayNumber) < 1_000_000 ? formatDay(dayNumber) : String(dayNumber);
}

/** UTC of a Sao Paulo wall clock; see `utcUsOf` for clocks that happened twice or never. Throws RangeError for a bad field. */
export function localToUtcUs(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  microsecond = 0,
): number {
  const whole = Number.isInteger(hour) && Number.isInteger(minute) && Number.isInteger(second);
  const inRange = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 && second < 60;
  if (!whole || !inRange || !(microsecond >= 0 && microsecond < US_PER_SECOND)) {
    throw new RangeError(`no such time of day: ${hour}:${minute}:${second} and ${microsecond} microseconds`);
  }
  const timeOfDayUs = hour * US_PER_HOUR + minute * US_PER_MINUTE + second * US_PER_SECOND + microsecond;
  return utcUsOf(dayNumberOf(year, month, day), timeOfDayUs);
}

/** All fields of the Sao Paulo wall clock at a time. */
export function utcUsToLocal(utcUs: number): LocalTime {
  const offsetMinutes = utcOffsetMinutesAt(utcUs);
  const localUs = utcUs + offsetMinutes * US_PER_MINUTE;
  const packed = packedDateOf(Math.floor(localUs / US_PER_DAY));
  const timeOfDayUs = localUs % US_PER_DAY;
  return {
    year: Math.floor(packed / 10_000),
    month: Math.floor(packed / 100) % 100,
    day: packed % 100,
    hour: Math.floor(timeOfDayUs / US_PER_HOUR),
    minute: Math.floor(timeOfDayUs / US_PER_MINUTE) % 60,
    second: Math.floor(timeOfDayUs / US_PER_SECOND) % 60,
    microsecond: timeOfDayUs % US_PER_SECOND,
    offsetMinutes,
  };
}

/** `2025-08-05 09:00:00.000123`, the Sao Paulo wall clock at a time, for people. */
export function formatLocalTime(utcUs: number): string {
  const time = utcUsToLocal(utcUs);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
  return `${isoDay(utcUs)} ${clock}.${String(time.microsecond).padStart(6, '0')}`;
}
