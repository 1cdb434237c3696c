// A csv file and its mapping to the place of every mapped column; what does not fit is said before the first row is read.

import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import { COMMA, type DecimalStyle, emptyFields, POINT, splitFields } from '../text/field-scan.ts';
import { readFirstLines } from '../text/line-reader.ts';
import type { CsvColumn, CsvMapping, MappedColumn } from './csv-mapping.ts';

export interface CsvLayout {
  /** Code of the delimiter. */
  readonly delimiter: number;
  readonly style: DecimalStyle;
  /** Number in the file / divisor = points. */
  readonly priceDivisor: number;
  /** Lines before the first row. */
  readonly headLines: number;
  /** Names of all columns, by place. */
  readonly names: readonly string[];
  /** Place from 0 of a mapped column; -1 where the mapping does not have it. */
  readonly at: (name: MappedColumn) => number;
  readonly placeOf: (column: CsvColumn) => number;
}

const THOUSANDS = { none: 0, point: POINT, comma: COMMA, space: 32 } as const;

/** A UserError `wrong-format` when the header lacks a column of the mapping or a line has too few. */
export async function layoutOf(file: string, mapping: CsvMapping): Promise<CsvLayout> {
  const delimiter = mapping.delimiter.charCodeAt(0);
  const headLines = mapping.skipLines + (mapping.header ? 1 : 0);
  const lines = await readFirstLines(file, headLines + 1);
  const first = splitLine(lines[mapping.skipLines] ?? '', delimiter);
  const names = mapping.header ? first : first.map((_, index) => `column ${index + 1}`);
  const placeOf = (column: CsvColumn): number => {
    const place = typeof column === 'number' ? column - 1 : names.indexOf(column);
    if (place >= 0 && place < names.length) return place;
    throw columnError(file, mapping, column, names);
  };
  const at = (name: MappedColumn): number => {
    const mapped = mapping.columns[name];
    if (mapped === undefined) return -1;
    return placeOf(typeof mapped === 'object' ? mapped.column : mapped);
  };
  for (const mapped of Object.values(mapping.columns)) {
    if (mapped !== undefined) placeOf(typeof mapped === 'object' ? mapped.column : mapped);
  }
  const inverse = 1 / mapping.priceScale;
  return {
    delimiter,
    style: { decimal: mapping.decimal === 'comma' ? COMMA : POINT, thousands: THOUSANDS[mapping.thousands] },
    // dividing by 10000 is exact where multiplying by 0.0001 is not
    priceDivisor: Math.abs(inverse - Math.round(inverse)) < 1e-9 * inverse ? Math.round(inverse) : inverse,
    headLines,
    names,
    at,
    placeOf,
  };
}

function splitLine(line: string, delimiter: number): readonly string[] {
  const bytes = Buffer.from(line, 'latin1');
  const fields = emptyFields();
  splitFields(bytes, 0, bytes.length, delimiter, fields);
  const utf8 = (from: number, to: number): string => bytes.subarray(from, to).toString('utf8').trim();
  return Array.from({ length: Math.min(fields.count, fields.starts.length) }, (_, k) =>
    utf8(fields.starts[k]!, fields.ends[k]!),
  );
}

function columnError(file: string, mapping: CsvMapping, column: CsvColumn, names: readonly string[]): UserError {
  const wanted = typeof column === 'number' ? `column ${column}` : `a column "${column}"`;
  const found = mapping.header ? `its header has ${names.join(', ')}` : `its lines have ${names.length} fields`;
  return new UserError({
    code: 'wrong-format',
    message: `${basename(file)} does not have ${wanted}, which the mapping ${mapping.name} asks for: ${found}`,
    file,
    line: mapping.skipLines + 1,
    column: typeof column === 'number' ? column : 1,
    field: String(column),
    fix: 'Check the delimiter, skipLines, header and columns of the mapping (docs/csv-mapping.md)',
  });
}
