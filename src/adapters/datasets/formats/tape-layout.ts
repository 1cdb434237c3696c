// The first line of a list of trades with brokers to the place of each column.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { readFileHead } from '../text/file-head.ts';
import { plainWord } from '../text/plain-word.ts';
import { shownText } from '../text/shown-text.ts';
import { NEEDED_TAPE_COLUMNS, type TapeColumn, type TapeKind, type TapeLayout } from './tape-kind.ts';

const SHOWN_CHARACTERS = 80;

/** Undefined when the line is not the header of such a list. */
export function tapeLayoutOf(line: string, kind: TapeKind): TapeLayout | undefined {
  for (const delimiter of kind.delimiters) {
    const names = line.split(delimiter).map((name) => name.trim());
    const columns = names.map((name) => columnOf(name, kind));
    if (!NEEDED_TAPE_COLUMNS.every((column) => columns.includes(column))) continue;
    return { delimiter, names, headLines: 1, at: (column) => columns.indexOf(column) };
  }
  return undefined;
}

/** The layout of a file whose first line says it; a UserError `wrong-format` where it does not. */
export async function readTapeLayout(file: string, kind: TapeKind): Promise<TapeLayout> {
  const first = (await readFileHead(file)).lines[0] ?? '';
  const layout = tapeLayoutOf(first, kind);
  if (layout !== undefined) return layout;
  throw new UserError({
    code: 'wrong-format',
    message: `${basename(file)} line 1 is not the header ${kind.header} (found "${shownText(first, SHOWN_CHARACTERS)}")`,
    file,
    line: 1,
    column: 1,
    field: kind.header.split(kind.delimiters[0]!)[0],
    fix: 'Export the trades again with their header, or describe the columns in a mapping: qt import csv --mapping',
  });
}

/** The names of columns of the file that are not read. */
export function unreadColumns({ names }: TapeLayout, kind: TapeKind): readonly string[] {
  return names.filter((name) => name !== '' && columnOf(name, kind) === undefined);
}

function columnOf(name: string, { columns }: TapeKind): TapeColumn | undefined {
  return columns.get(plainWord(name.replace(/^<|>$/g, '')));
}
