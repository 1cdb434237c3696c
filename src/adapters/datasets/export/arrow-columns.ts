// Typed columns to an Arrow table and back: the same values, the same rows without one, integers of 64 bits exact.

import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  TimestampMicrosecond,
  Utf8,
  Vector,
} from 'apache-arrow';
import type { ColumnTable } from '../sql/column-table.ts';
import { type TextColumn, type TypedColumn, wideInt64 } from '../sql/typed-column.ts';

/** `dictionary` keeps each text once; `plain` suits files of many batches, whose texts differ from batch to batch. */
export type TextLayout = 'dictionary' | 'plain';

/** `metadata` goes into the schema. Memory of numbers is shared, not copied. */
export function arrowTable(
  table: ColumnTable,
  metadata: ReadonlyMap<string, string> = new Map(),
  texts: TextLayout = 'dictionary',
): Table {
  const batch = arrowBatch(table, metadata, texts);
  return new Table(batch.schema, batch);
}

/** The same as one batch of a file. */
export function arrowBatch(
  table: ColumnTable,
  metadata: ReadonlyMap<string, string> = new Map(),
  texts: TextLayout = 'dictionary',
): RecordBatch {
  const entries = [...table.columns].map(([name, column]) => ({ name, data: arrowData(column, table.rows, texts) }));
  const fields = entries.map(({ name, data }) => new Field(name, data.type as DataType, true));
  const schema = new Schema(fields, new Map(metadata));
  const children = entries.map(({ data }) => data as Data);
  return new RecordBatch(schema, makeData({ type: new Struct(fields), length: table.rows, nullCount: 0, children }));
}

function arrowData(column: TypedColumn, rows: number, texts: TextLayout): Data {
  const common = { length: rows, nullBitmap: bitmapOf(column.valid) };
  switch (column.kind) {
    case 'float':
      return makeData({ ...common, type: new Float64(), data: column.values });
    case 'int32':
      return makeData({ ...common, type: new Int32(), data: column.values });
    case 'int64':
      return makeData({ ...common, type: new Int64(), data: wideInt64(column.values) });
    case 'time':
      return makeData({ ...common, type: new TimestampMicrosecond('UTC'), data: wideInt64(column.values) });
    case 'boolean':
      return makeData({ ...common, type: new Bool(), data: packBits(column.values) });
    case 'text':
      return texts === 'dictionary' ? dictionaryData(column, common) : plainTextData(column, common);
  }
}

interface Common {
  readonly length: number;
  readonly nullBitmap: Uint8Array | undefined;
}

function dictionaryData(column: TextColumn, common: Common): Data {
  const words: TextColumn = { ...column, values: Int32Array.from(column.words, (_, at) => at), valid: undefined };
  const dictionary = new Vector([plainTextData(words, { length: column.words.length, nullBitmap: undefined })]);
  return makeData({
    ...common,
    type: new Dictionary(new Utf8(), new Int32()),
    data: column.values,
    dictionary,
  });
}

function plainTextData(column: TextColumn, common: Common): Data<Utf8> {
  const encoder = new TextEncoder();
  const words = column.words.map((word) => encoder.encode(word));
  const valueOffsets = new Int32Array(common.length + 1);
  const lengthAt = (row: number): number =>
    column.valid !== undefined && column.valid[row] !== 1 ? 0 : words[column.values[row]!]!.length;
  for (let row = 0; row < common.length; row++) valueOffsets[row + 1] = valueOffsets[row]! + lengthAt(row);
  const data = new Uint8Array(valueOffsets[common.length]!);
  for (let row = 0; row < common.length; row++) {
    if (lengthAt(row) > 0) data.set(words[column.values[row]!]!, valueOffsets[row]);
  }
  return makeData({ ...common, type: new Utf8(), valueOffsets, data });
}

function bitmapOf(valid: Uint8Array | undefined): Uint8Array | undefined {
  return valid === undefined ? undefined : packBits(valid);
}

/** One bit per row, lowest first, padded to 8 bytes as the format asks. */
function packBits(flags: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(flags.length / 64) * 8);
  for (let row = 0; row < flags.length; row++) if (flags[row] === 1) bits[row >> 3]! |= 1 << (row & 7);
  return bits;
}
