// Takes the days of a report; gives them by year as columns of a picture, closed days without data left out.

import { monthOf, yearOf } from '../../core/market/civil-day.ts';
import type { Html } from '../report/html.ts';
import type { ReportDay } from './report-days.ts';
import { label, MONTHS } from './svg.ts';

export interface YearOfDays {
  readonly year: number;
  readonly days: readonly ReportDay[];
}

export function daysByYear(days: readonly ReportDay[]): readonly YearOfDays[] {
  const years = new Map<number, ReportDay[]>();
  for (const day of days) {
    const year = yearOf(day.dayNumber);
    const list = years.get(year);
    if (list === undefined) years.set(year, [day]);
    else list.push(day);
  }
  return [...years].map(([year, list]) => ({ year, days: list }));
}

/** Where a picture of columns begins, left of it the labels of its scale; and how wide all columns are, units of the picture. */
export const COLUMNS_LEFT = 52;
const COLUMNS_WIDTH = 940;
const WIDEST_COLUMN = 24;

export interface DayColumn {
  readonly day: ReportDay;
  readonly x: number;
  readonly width: number;
  /** Number of the month that begins with this column, 1 to 12. */
  readonly month: number | undefined;
}

/** One column for each day with data and each missing day. */
export function dayColumns(days: readonly ReportDay[]): readonly DayColumn[] {
  const shown = days.filter(({ state }) => state !== 'closed');
  const width = Math.min(WIDEST_COLUMN, COLUMNS_WIDTH / Math.max(1, shown.length));
  return shown.map((day, at) => {
    const month = monthOf(day.dayNumber);
    const before = shown[at - 1];
    const isFirst = before === undefined || monthOf(before.dayNumber) !== month;
    return { day, x: COLUMNS_LEFT + at * width, width, month: isFirst ? month : undefined };
  });
}

/** Room for the name of a month. */
const NAME_WIDTH = 30;

/** Names of the months under their first columns, left out where they would stand on each other. */
export function monthNames(columns: readonly DayColumn[], y: number): readonly Html[] {
  const names: Html[] = [];
  let free = 0;
  for (const { x, month } of columns) {
    if (month === undefined || x < free) continue;
    names.push(label(x, y, MONTHS[month - 1]!));
    free = x + NAME_WIDTH;
  }
  return names;
}
