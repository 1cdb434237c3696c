// The wanted side of every row, however it is said, in; 1, -1 or 0 by row out.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import type { Frame } from '../frames/frame.ts';
import { labelError } from './label-error.ts';

/** One side for all rows; or by row: above 0 bought, below 0 sold, 0 or no value no trade. A text is the name of a column of the frame. */
export type TradeSides = 'buy' | 'sell' | string | TypedColumn | ArrayLike<number>;

/** UserErrors `bad-option`, `frame-column`. */
export function sidesOf(field: string, sides: TradeSides, frame: Frame): Int8Array {
  if (sides === 'buy' || sides === 'sell') return new Int8Array(frame.rows).fill(sides === 'buy' ? 1 : -1);
  const column = typeof sides === 'string' ? frame.column(sides) : sides;
  const isColumn = 'kind' in Object(column);
  const values = isColumn ? (column as TypedColumn).values : (column as ArrayLike<number>);
  const valid = isColumn ? (column as TypedColumn).valid : undefined;
  const fix = 'Give buy, sell, or one number for each row';
  if (isColumn && (column as TypedColumn).kind === 'text') {
    throw labelError('bad-option', `${field} is a column of texts`, field, fix);
  }
  if (values?.length !== frame.rows) {
    const message = `${field} has ${String(values?.length)} values for ${frame.rows} rows`;
    throw labelError('bad-option', message, field, fix);
  }
  return Int8Array.from({ length: frame.rows }, (_, row) => {
    if (valid !== undefined && valid[row] !== 1) return 0;
    const value = Number(values[row]);
    if (Number.isFinite(value)) return Math.sign(value);
    throw labelError('bad-option', `${field} of row ${row} is ${String(values[row])}`, field, 'Write 0 for no trade');
  });
}
