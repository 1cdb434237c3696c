// Tables to a Parquet file: zstd, row groups of some 100,000 rows, times as UTC timestamps, rows without a value as nulls.

import { zstdCompressSync } from 'node:zlib';
import type { DecodedArray, SchemaElement } from 'hyparquet';
import { ByteWriter, type ColumnSource, ParquetWriter, type Writer } from 'hyparquet-writer';
import { type ColumnTable, sliceRows } from '../sql/column-table.ts';
import { concatTables } from '../sql/concat-columns.ts';
import { type ColumnHead, isMissing, type TypedColumn, valueAt, wideInt64 } from '../sql/typed-column.ts';
import type { SinkOptions, TableSink } from './table-sink.ts';
import { WholeFile } from './whole-file.ts';

const ROW_GROUP_ROWS = 100_000;

export class ParquetSink implements TableSink {
  private readonly file: WholeFile;
  private readonly heads: readonly ColumnHead[];
  private readonly writer: ParquetWriter;
  private pending: ColumnTable[] = [];
  private pendingRows = 0;

  constructor(options: SinkOptions) {
    this.heads = options.columns;
    this.file = new WholeFile(options.path, options.replace);
    this.writer = new ParquetWriter({
      writer: fileWriter(this.file),
      schema: [{ name: 'root', num_children: this.heads.length }, ...this.heads.map(schemaElement)],
      codec: 'ZSTD',
      compressors: { ZSTD: (input) => zstdCompressSync(input) },
      createdBy: 'quantumtrader',
    });
  }

  write(table: ColumnTable): void {
    this.pending.push(table);
    this.pendingRows += table.rows;
    if (this.pendingRows >= ROW_GROUP_ROWS) this.writeGroups(ROW_GROUP_ROWS);
  }

  finish(): void {
    this.writeGroups(1);
    this.writer.finish();
    this.file.commit();
  }

  discard(): void {
    this.file.discard();
  }

  /** Writes row groups while at least `least` rows wait; the rest stays. */
  private writeGroups(least: number): void {
    if (this.pendingRows === 0) return;
    const rows = concatTables(this.pending);
    let start = 0;
    for (; rows.rows - start >= least && start < rows.rows; start += ROW_GROUP_ROWS) {
      const group = sliceRows(rows, start, Math.min(rows.rows, start + ROW_GROUP_ROWS));
      this.writer.write({ columnData: this.heads.map((head) => source(head, group)), rowGroupSize: ROW_GROUP_ROWS });
    }
    this.pending = start < rows.rows ? [sliceRows(rows, start, rows.rows)] : [];
    this.pendingRows = Math.max(0, rows.rows - start);
  }
}

/** Bytes go to the file after each row group. */
function fileWriter(file: WholeFile): Writer {
  const bytes = new ByteWriter();
  const flush = (): void => {
    file.write(bytes.getBytes());
    bytes.index = 0;
  };
  return Object.assign(bytes, { flush, finish: flush });
}

function schemaElement({ name, kind }: ColumnHead): SchemaElement {
  const element = { name, repetition_type: 'OPTIONAL' } as const;
  switch (kind) {
    case 'float':
      return { ...element, type: 'DOUBLE' };
    case 'int32':
      return { ...element, type: 'INT32' };
    case 'int64':
      return { ...element, type: 'INT64' };
    case 'boolean':
      return { ...element, type: 'BOOLEAN' };
    case 'text':
      return { ...element, type: 'BYTE_ARRAY', converted_type: 'UTF8' };
    case 'time':
      return {
        ...element,
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      };
  }
}

function source({ name }: ColumnHead, table: ColumnTable): ColumnSource {
  const column = table.columns.get(name);
  if (column === undefined) return { name, data: new Array<null>(table.rows).fill(null) };
  return { name, data: column.valid === undefined ? fullData(column) : dataWithNulls(column, table.rows) };
}

function fullData(column: TypedColumn): DecodedArray {
  switch (column.kind) {
    case 'float':
    case 'int32':
      return column.values;
    case 'int64':
    case 'time':
      return wideInt64(column.values);
    case 'boolean':
      return Array.from(column.values, (value) => value === 1);
    case 'text':
      return Array.from(column.values, (value) => column.words[value]!);
  }
}

function dataWithNulls(column: TypedColumn, rows: number): DecodedArray {
  const isWide = column.kind === 'int64' || column.kind === 'time';
  return Array.from({ length: rows }, (_, row) => {
    if (isMissing(column, row)) return null;
    const value = valueAt(column, row)!;
    return isWide ? BigInt(value as number | bigint) : value;
  });
}
