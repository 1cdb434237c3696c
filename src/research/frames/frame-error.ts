// What a frame was asked for and cannot give, as a UserError that says what it has.

import { listedNames } from '../../adapters/datasets/listed-names.ts';
import { UserError } from '../../adapters/user-error.ts';

const LISTED_COLUMNS = 30;

/** `frame-column`: no column of that name. */
export function noColumn(name: string, names: Iterable<string>): UserError {
  return new UserError({
    code: 'frame-column',
    message: `The frame has no column ${name}`,
    field: name,
    fix: `It has ${listedNames([...names], LISTED_COLUMNS) || 'no columns'}`,
  });
}

/** `frame-column`: two columns of one name. */
export function doubleColumn(name: string): UserError {
  return new UserError({
    code: 'frame-column',
    message: `Both frames have a column ${name}`,
    field: name,
    fix: 'Choose the columns with `columns`, or give a `prefix`',
  });
}

/** `frame-value`: something that cannot stand in a column. */
export function badValue(name: string, row: number, what: string, fix: string): UserError {
  return new UserError({ code: 'frame-value', message: `Column ${name} has ${what} in row ${row}`, field: name, fix });
}

/** `frame-index`: something that needs times in order was asked of a frame without. */
export function badIndex(why: string, fix: string): UserError {
  return new UserError({ code: 'frame-index', message: why, field: 'index', fix });
}
