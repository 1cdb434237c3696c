// Named columns and some of their rows to lines of text, aligned: numbers to the right, nothing that could steer a terminal.

import type { ColumnTable } from './column-table.ts';
import { type TypedColumn, valueAt } from './typed-column.ts';

/** Text of a value that is there. */
export type CellWriter = (column: TypedColumn, row: number) => string;

/** What stands where a row has no value. */
export const NO_VALUE = '–';

const WIDTH_MAX = 60;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A header, a rule and one line per row; a row of -1 is a line of dots. */
export function textTable(table: ColumnTable, rows: readonly number[], write: CellWriter): readonly string[] {
  const columns = [...table.columns].map(([name, column]) => {
    const cells = rows.map((row) => cellOf(column, row, write));
    const title = harmless(name);
    const width = cells.reduce((widest, cell) => Math.max(widest, cell.length), title.length);
    const isText = column.kind === 'text' || column.kind === 'time';
    return [title, '-'.repeat(width), ...cells].map((cell) => (isText ? cell.padEnd(width) : cell.padStart(width)));
  });
  return Array.from({ length: rows.length + 2 }, (_, line) =>
    columns
      .map((cells) => cells[line]!)
      .join('  ')
      .trimEnd(),
  );
}

function cellOf(column: TypedColumn, row: number, write: CellWriter): string {
  if (row < 0) return '…';
  if (valueAt(column, row) === undefined) return NO_VALUE;
  const text = harmless(write(column, row));
  return text.length > WIDTH_MAX ? `${text.slice(0, WIDTH_MAX - 1)}…` : text;
}

/** Control characters as pictures of themselves. */
function harmless(text: string): string {
  return text.replaceAll(CONTROLS, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\u2426';
  });
}
