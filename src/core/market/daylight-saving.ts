// Takes a year or a day and says when daylight saving is in force in Brazil (until 2019) and in the United States.
import { dayNumberOf, nthWeekdayOf, SUNDAY, yearOf } from './civil-day.ts';
import { carnivalSunday } from './easter.ts';

/** First and last summers of Brazilian daylight saving that the rules here cover, by the year in which each began. */
export const FIRST_BRAZILIAN_SUMMER = 2007;
export const LAST_BRAZILIAN_SUMMER = 2018;

const US_RULE_FIRST_DAY = dayNumberOf(2007, 1, 1);

/**
 * The Sunday at whose midnight the Brazilian summer of `year` began. Second Sunday of October in 2007, third from 2008
 * (decree 6558 of 2008), first of November in 2018 (decree 9242 of 2017); abolished by decree 9772 of 2019.
 */
export function brazilianSummerStart(year: number): number {
  if (year >= 2018) return nthWeekdayOf(year, 11, SUNDAY, 1);
  return nthWeekdayOf(year, 10, SUNDAY, year === 2007 ? 2 : 3);
}

/** The Sunday at whose midnight the summer that began in `year - 1` ended: third of February, the fourth if it is carnival. */
export function brazilianSummerEnd(year: number): number {
  const third = nthWeekdayOf(year, 2, SUNDAY, 3);
  return third === carnivalSunday(year) ? third + 7 : third;
}

/**
 * Whether a day lies in the daylight saving of the United States: from the second Sunday of March to the day before the
 * first Sunday of November. In force since 2007 (Energy Policy Act of 2005); earlier days throw RangeError.
 */
export function isUsSummerTime(dayNumber: number): boolean {
  if (dayNumber < US_RULE_FIRST_DAY) throw new RangeError('the rule of United States daylight saving starts in 2007');
  const year = yearOf(dayNumber);
  return dayNumber >= nthWeekdayOf(year, 3, SUNDAY, 2) && dayNumber < nthWeekdayOf(year, 11, SUNDAY, 1);
}
