// The path of a file without dates inside, and what the user said, in; the day of its rows out.

import { basename, dirname, resolve, sep } from 'node:path';
import { parseDay } from '../../../core/market/civil-day.ts';
import { UserError } from '../../user-error.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';

const DATE = /(?<!\d)(\d{4})-?(\d{2})-?(\d{2})(?!\d)/g;
const FOLDER_DATE = /^\d{4}-?\d{2}-?\d{2}$/;

/**
 * The user's word, else the date in the name of the file, else the nearest folder that is named by a date. UserErrors:
 * `bad-option` for a word that is no date, `day-unknown` when nothing tells the day or the name tells several.
 */
export function dayOfMinuteLast(file: string, given: string | undefined): number {
  if (given !== undefined) return dayGiven(given);
  const inName = datesIn(basename(file));
  if (inName.length === 1) return inName[0]!;
  if (inName.length > 1) throw unknownDay(file, 'its name has several dates');
  const folders = dirname(resolve(file)).split(sep).reverse();
  const folder = folders.find((name) => FOLDER_DATE.test(name) && datesIn(name).length === 1);
  if (folder !== undefined) return datesIn(folder)[0]!;
  throw unknownDay(file, 'it stands neither in the file nor in its name');
}

function datesIn(name: string): readonly number[] {
  const days = [...name.matchAll(DATE)].map(([, year, month, day]) =>
    dayNumberOfPacked(Number(`${year}${month}${day}`)),
  );
  return [...new Set(days.filter((day) => day !== undefined))];
}

function dayGiven(given: string): number {
  const day = parseDay(given);
  if (day !== undefined) return day;
  throw new UserError({
    code: 'bad-option',
    message: `"${given}" is no day`,
    field: 'day',
    fix: 'Write it as 2019-12-20',
  });
}

function unknownDay(file: string, why: string): UserError {
  return new UserError({
    code: 'day-unknown',
    message: `The day of ${basename(file)} is not known: ${why}`,
    file,
    field: 'day',
    fix: 'Name it, for example --day 2019-12-20',
  });
}
