// Takes a year and gives the days on which B3 does not trade, weekends apart, each with its reason.
import { dayNumberOf, dayOfWeek, SATURDAY, SUNDAY } from './civil-day.ts';
import { easterDay } from './easter.ts';

export interface Holiday {
  readonly dayNumber: number;
  readonly name: string;
}

/** Every year, as (month, day, name). */
const FIXED: readonly (readonly [number, number, string])[] = [
  [1, 1, 'New Year'],
  [4, 21, 'Tiradentes'],
  [5, 1, 'Labour Day'],
  [9, 7, 'Independence'],
  [10, 12, 'Our Lady of Aparecida'],
  [11, 2, "All Souls' Day"],
  [11, 15, 'Republic'],
  [12, 24, 'Christmas Eve'],
  [12, 25, 'Christmas'],
];

/** Counted in days from Easter Sunday. */
const MOVABLE: readonly (readonly [number, string])[] = [
  [-48, 'Carnival Monday'],
  [-47, 'Carnival Tuesday'],
  [-2, 'Good Friday'],
  [60, 'Corpus Christi'],
];

/** B3 stopped closing on the holidays of the city and state of Sao Paulo after 2021. */
const LAST_YEAR_OF_CITY_HOLIDAYS = 2021;
/** The year in which 20 November became a national holiday (law 14759 of 2023). */
const FIRST_YEAR_OF_NATIONAL_BLACK_AWARENESS = 2024;

function addCityHolidays(year: number, add: (month: number, day: number, name: string) => void): void {
  add(1, 25, 'Anniversary of Sao Paulo');
  // In 2020 the city and the state moved these two to May, against the pandemic, and the exchange traded on all of them.
  if (year === 2020) return;
  add(7, 9, 'Constitutionalist Revolution');
  add(11, 20, 'Black Awareness Day');
}

/** The last weekday of December: no trading session, only settlement. */
function lastWeekdayOfYear(year: number): number {
  let dayNumber = dayNumberOf(year, 12, 31);
  while (dayOfWeek(dayNumber) === SATURDAY || dayOfWeek(dayNumber) === SUNDAY) dayNumber -= 1;
  return dayNumber;
}

/** The holidays of a year in ascending order; some fall on weekends. Rules hold for 2008 to 2027, checked to 2026-04. */
export function holidaysOf(year: number): readonly Holiday[] {
  const holidays: Holiday[] = [];
  const add = (month: number, day: number, name: string): void => {
    holidays.push({ dayNumber: dayNumberOf(year, month, day), name });
  };
  for (const [month, day, name] of FIXED) add(month, day, name);
  const easter = easterDay(year);
  for (const [offset, name] of MOVABLE) holidays.push({ dayNumber: easter + offset, name });
  if (year <= LAST_YEAR_OF_CITY_HOLIDAYS) addCityHolidays(year, add);
  if (year >= FIRST_YEAR_OF_NATIONAL_BLACK_AWARENESS) add(11, 20, 'Black Awareness Day');
  if (year === 2014) add(6, 12, 'Opening of the World Cup in Sao Paulo');
  holidays.push({ dayNumber: lastWeekdayOfYear(year), name: 'Last weekday of the year' });
  return holidays.sort((a, b) => a.dayNumber - b.dayNumber);
}
