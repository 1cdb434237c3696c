// Takes a year and gives the day number of Easter Sunday, from which the movable holidays are counted.
import { dayNumberOf } from './civil-day.ts';

/** Gregorian Easter Sunday as a day number. Source: the anonymous algorithm of 1876 (Meeus, Jones, Butcher). */
export function easterDay(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const yearOfCentury = year % 100;
  const leapCorrection = Math.floor((century + 8) / 25);
  const moonCorrection = Math.floor((century - leapCorrection + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - moonCorrection + 15) % 30;
  const weekdayShift = (32 + 2 * (century % 4) + 2 * Math.floor(yearOfCentury / 4) - epact - (yearOfCentury % 4)) % 7;
  const late = Math.floor((golden + 11 * epact + 22 * weekdayShift) / 451);
  const monthAndDay = epact + weekdayShift - 7 * late + 114;
  return dayNumberOf(year, Math.floor(monthAndDay / 31), (monthAndDay % 31) + 1);
}

/** The Sunday of carnival, 49 days before Easter. */
export function carnivalSunday(year: number): number {
  return easterDay(year) - 49;
}

/** Ash Wednesday, 46 days before Easter: a trading day at B3 that opens in the afternoon. */
export function ashWednesday(year: number): number {
  return easterDay(year) - 46;
}
