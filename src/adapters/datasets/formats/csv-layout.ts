// A csv file and its mapping to the place of every mapped column; what does not fit is said before the first row is read.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { COMMA, type DecimalStyle, emptyFields, POINT } from '../text/field-scan.ts';
import { readFirstLines } from '../text/line-reader.ts';
import { shownNames } from '../text/shown-text.ts';
import { type CsvColumn, type CsvMapping, mappingError, type TimeColumn } from './csv-mapping.ts';
import { type SplitLine, splitterOf } from './csv-split.ts';
import { textOf } from './csv-text.ts';
import { CsvTime } from './csv-time.ts';

/** The columns of a mapping that are times. */
export type MappedTime = 'datetime' | 'date' | 'time' | 'received';

/** Where the columns of a file are, whatever it is stored as. */
export interface ColumnPlaces {
  /** Names of all columns, by place from 0. */
  readonly names: readonly string[];
  /** Place from 0; throws a UserError for a column that the file lacks. */
  readonly placeOf: (column: CsvColumn) => number;
  /** What reads a column of times. */
  readonly timeOf: (column: TimeColumn, mapped: MappedTime) => CsvTime;
}

export interface CsvLayout extends ColumnPlaces {
  readonly split: SplitLine;
  readonly style: DecimalStyle;
  /** Lines before the first row. */
  readonly headLines: number;
}

export const MAX_COLUMNS = 1024;
/** Rows by which the columns of a file without header are counted. */
const SAMPLE_LINES = 20;
const THOUSANDS = { none: 0, point: POINT, comma: COMMA, space: 32 } as const;

/** How the numbers of a file are written. */
export function styleOf({ decimal, thousands }: CsvMapping): DecimalStyle {
  return { decimal: decimal === 'comma' ? COMMA : POINT, thousands: THOUSANDS[thousands] };
}

/** A UserError `wrong-format` when the header lacks a column of the mapping or a line has too few. */
export async function layoutOf(file: string, mapping: CsvMapping): Promise<CsvLayout> {
  const split = splitterOf(mapping);
  const headLines = mapping.skipLines + (mapping.header ? 1 : 0);
  const lines = await readFirstLines(file, headLines + SAMPLE_LINES);
  const names = mapping.header
    ? splitLine(lines[mapping.skipLines] ?? '', split)
    : namesByPlace(lines.slice(headLines), split);
  return {
    split,
    style: styleOf(mapping),
    headLines,
    names,
    placeOf: (column) => placeIn(names, column, (why) => columnError(file, mapping, column, why)),
    timeOf: ({ format }, mapped) => {
      if (format !== undefined) return new CsvTime(format);
      throw mappingError(mapping.name, `columns.${mapped}.format`, 'text needs the format of its times');
    },
  };
}

/** The place of a column among the names of a file; `error` makes what is thrown of the reason. */
export function placeIn(names: readonly string[], column: CsvColumn, error: (why: string) => UserError): number {
  if (typeof column === 'number') {
    if (column <= names.length) return column - 1;
    throw error(`it has ${names.length} columns`);
  }
  const place = names.indexOf(column);
  if (place < 0) throw error(`it has ${shownNames(names)}`);
  if (names.indexOf(column, place + 1) >= 0) throw error('it has two of that name: give the place of one');
  return place;
}

/** As many as most of the rows have fields: the first may be damaged. */
function namesByPlace(rows: readonly string[], split: SplitLine): readonly string[] {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const { length } = splitLine(row, split);
    if (row !== '') counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const width = [...counts].find(([, count]) => count === most)?.[0] ?? 0;
  return Array.from({ length: width }, (_, index) => `column ${index + 1}`);
}

function splitLine(line: string, split: SplitLine): readonly string[] {
  const bytes = Buffer.from(line, 'latin1');
  const fields = emptyFields(MAX_COLUMNS);
  split(bytes, 0, bytes.length, fields);
  return Array.from({ length: Math.min(fields.count, MAX_COLUMNS) }, (_, k) =>
    textOf(bytes, fields.starts[k]!, fields.ends[k]!),
  );
}

function columnError(file: string, mapping: CsvMapping, column: CsvColumn, why: string): UserError {
  const wanted = typeof column === 'number' ? `column ${column}` : `a column "${column}"`;
  return new UserError({
    code: 'wrong-format',
    message: `${basename(file)} does not fit the mapping ${mapping.name}, which asks for ${wanted}: ${why}`,
    file,
    line: mapping.skipLines + 1,
    column: typeof column === 'number' ? column : 1,
    field: String(column),
    fix: 'Check the delimiter, skipLines, header and columns of the mapping (docs/csv-mapping.md)',
  });
}
