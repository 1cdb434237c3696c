// A Parquet file, described by a mapping as a csv file is, to candles, trades, quotes, levels or last prices.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { UserError } from '../../user-error.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { FileHead, ImportFormat, Recognition } from '../importing/import-format.ts';
import { mappingOf } from './csv.ts';
import { type ColumnPlaces, type MappedTime, placeIn, styleOf } from './csv-layout.ts';
import { type CsvColumn, type CsvMapping, mappingError } from './csv-mapping.ts';
import { MappedRows } from './csv-rows.ts';
import { CsvTime } from './csv-time.ts';
import { parseTimeFormat } from './csv-time-format.ts';
import { parquetCorrupt } from './parquet-errors.ts';
import { ParquetFields } from './parquet-fields.ts';
import { ParquetFile, type ParquetSlice } from './parquet-file.ts';
import { type ParquetType, parquetTypeOf } from './parquet-type.ts';
import { type SliceColumn, sliceColumn } from './parquet-values.ts';

const MAGIC = [0x50, 0x41, 0x52, 0x31];

export const parquetFormat: ImportFormat = {
  id: 'parquet',
  title: 'a Parquet file, described by a mapping (docs/csv-mapping.md)',
  recognise,
  namesInstruments: true,
  needsMapping: true,
  importer: importParquet,
};

function recognise({ bytes }: FileHead): Recognition | undefined {
  if (!MAGIC.every((byte, index) => bytes[index] === byte)) return undefined;
  return { confidence: 0.9, why: 'it begins as Parquet files do; what its columns are only --mapping says' };
}

export async function importParquet(request: FileImport): Promise<string> {
  const mapping = mappingOf(request);
  const file = new ParquetFile(request.file);
  try {
    const layout = new ParquetLayout(file, mapping);
    const rows = new MappedRows(mapping, layout, request);
    const fields = new ParquetFields(layout.names, styleOf(mapping), rows.session, request.bad);
    for await (const slice of file.slices(layout.wantedNames())) {
      fields.columns = layout.columnsOf(slice);
      for (let row = slice.rowStart; row < slice.rowEnd; row++) {
        rows.session.rowsRead++;
        fields.next(row - slice.rowStart, row + 1);
        rows.read(fields, row + 1);
      }
      request.onProgress?.({ file: request.file, share: slice.rowEnd / Math.max(1, file.rows) });
    }
    rows.finish();
  } finally {
    file.close();
  }
  return sha256Of(request.file);
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** Remembers which columns the mapping asks for, so that no other is read. */
class ParquetLayout implements ColumnPlaces {
  readonly names: readonly string[];
  readonly placeOf: ColumnPlaces['placeOf'];
  readonly timeOf: ColumnPlaces['timeOf'];
  private readonly file: ParquetFile;
  private readonly mapping: CsvMapping;
  private readonly wanted = new Map<number, ParquetType>();

  constructor(file: ParquetFile, mapping: CsvMapping) {
    this.file = file;
    this.mapping = mapping;
    this.names = file.columns.map(({ name }) => name);
    this.placeOf = (column) => this.want(column);
    this.timeOf = ({ column, format }, mapped) => this.timeIn(column, format, mapped);
  }

  wantedNames(): readonly string[] {
    return [...this.wanted.keys()].map((place) => this.names[place]!);
  }

  columnsOf({ columns, rowStart, rowEnd }: ParquetSlice): readonly (SliceColumn | undefined)[] {
    const slices: (SliceColumn | undefined)[] = this.names.map(() => undefined);
    for (const [place, type] of this.wanted) {
      const name = this.names[place]!;
      try {
        slices[place] = sliceColumn(columns.get(name)!, type, rowStart, rowEnd);
      } catch (cause) {
        throw parquetCorrupt(
          this.file.file,
          `column ${name}: ${cause instanceof Error ? cause.message : cause}`,
          cause,
        );
      }
    }
    return slices;
  }

  private want(column: CsvColumn): number {
    const place = placeIn(this.names, column, (why) => this.columnError(column, why));
    if (this.wanted.has(place)) return place;
    const name = this.names[place]!;
    const { element } = this.file.columns[place]!;
    const type = element === undefined ? undefined : parquetTypeOf(element);
    if (type === undefined)
      throw this.columnError(column, `${name} is of a type that holds no numbers, texts or times`);
    if (this.names.indexOf(name) !== this.names.lastIndexOf(name))
      throw this.columnError(column, 'it has two of that name');
    this.wanted.set(place, type);
    return place;
  }

  /** Times and dates say themselves what they are; numbers and texts need a format. */
  private timeIn(column: CsvColumn, format: string | undefined, mapped: MappedTime): CsvTime {
    const place = this.want(column);
    const type = this.wanted.get(place)!;
    if (type.kind === 'timestamp' || type.kind === 'time') return new CsvTime(undefined, type.unitNs === 1);
    if (type.kind === 'date') return new CsvTime(undefined);
    if (format === undefined) {
      throw mappingError(
        this.mapping.name,
        `columns.${mapped}.format`,
        'a column of texts or numbers needs the format of its times',
      );
    }
    const parsed = parseTimeFormat(format);
    const counts = typeof parsed !== 'string' && parsed.isEpoch && this.file.columns[place]!.element!.type === 'INT64';
    if (!counts) return new CsvTime(format);
    // whole numbers of nanoseconds since 1970 do not fit a float
    this.wanted.set(place, { kind: 'timestamp', unitNs: parsed.unitNs, isLocal: false });
    return new CsvTime(undefined, parsed.keepsNanoseconds);
  }

  private columnError(column: CsvColumn, why: string): UserError {
    const { file, mapping } = this;
    const wanted = typeof column === 'number' ? `column ${column}` : `a column "${column}"`;
    return new UserError({
      code: 'wrong-format',
      message: `${basename(file.file)} does not fit the mapping ${mapping.name}, which asks for ${wanted}: ${why}`,
      file: file.file,
      field: String(column),
      fix: 'Check the columns of the mapping (docs/csv-mapping.md)',
    });
  }
}
