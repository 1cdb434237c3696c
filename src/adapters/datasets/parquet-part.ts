// Columns of one part to the bytes of a Parquet file and back; the same columns always give the same bytes.

import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type DecodedArray, type FileMetaData, parquetMetadataAsync, parquetRead, type SchemaElement } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { UserError } from '../user-error.ts';
import type { PartColumns } from './row-buffer.ts';
import { type ColumnSpec, type ColumnType, columnsOf, type PartKind } from './schema.ts';

const ROW_GROUP_ROWS = 250_000;
/** Below this, setting the compressor up costs more than the bytes it saves: whole-market files have hundreds of such parts. */
const COMPRESSED_FROM_ROWS = 512;

/** Read from the end of a file at first: the directory of nearly every part; more is read where it is larger. */
const DIRECTORY_BYTES = 1 << 16;

const PHYSICAL: Readonly<Record<ColumnType, 'INT32' | 'INT64' | 'DOUBLE'>> = {
  int32: 'INT32',
  int64: 'INT64',
  double: 'DOUBLE',
};

function typed(spec: ColumnSpec, values: Float64Array): DecodedArray {
  if (spec.type === 'double') return values;
  if (spec.type === 'int32') return Int32Array.from(values);
  const whole = new BigInt64Array(values.length);
  for (let i = 0; i < values.length; i++) whole[i] = BigInt(values[i]!);
  return whole;
}

/** Encodes a part of at least one row. Columns are REQUIRED, compressed with zstd; times, order and ids are delta packed. */
export function encodePart(kind: PartKind, columns: PartColumns): Uint8Array {
  const specs = columnsOf(kind).filter((spec) => columns[spec.name] !== undefined);
  const schema: SchemaElement[] = [{ name: 'root', num_children: specs.length }];
  const columnData: ColumnSource[] = [];
  for (const spec of specs) {
    schema.push({ name: spec.name, type: PHYSICAL[spec.type], repetition_type: 'REQUIRED' });
    const packed = spec.type === 'int64' || spec.name === 'order';
    columnData.push({
      name: spec.name,
      data: typed(spec, columns[spec.name]!),
      ...(packed ? { encoding: 'DELTA_BINARY_PACKED' as const } : {}),
    });
  }
  const buffer = parquetWriteBuffer({
    columnData,
    schema,
    codec: specs.length > 0 && rowsOf(columns) >= COMPRESSED_FROM_ROWS ? 'ZSTD' : 'UNCOMPRESSED',
    compressors: { ZSTD: (input) => zstdCompressSync(input) },
    rowGroupSize: ROW_GROUP_ROWS,
    createdBy: 'quantumtrader',
  });
  return new Uint8Array(buffer);
}

function rowsOf(columns: PartColumns): number {
  return Object.values(columns)[0]!.length;
}

/** A UserError `part-corrupt`; `why` ends the sentence. */
export function corruptPart(file: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'part-corrupt',
    message: `The dataset part ${file} cannot be read: ${why}`,
    file,
    fix: 'Import the source file of that day again with --replace',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Decodes all rows of a part; a UserError `part-corrupt` names `file` where the bytes are not a part of this kind. */
export async function decodePart(kind: PartKind, bytes: Uint8Array, file: string): Promise<PartColumns> {
  const part = await openPart(kind, bytesInMemory(bytes), file);
  return part.read(0, part.rows, part.names);
}

/** Bytes of a part wherever they are; `slice` gives a copy of a piece. */
export interface PartBytes {
  readonly byteLength: number;
  slice(start: number, end?: number): ArrayBuffer;
}

function bytesInMemory(bytes: Uint8Array): PartBytes {
  const { buffer, byteOffset, byteLength } = bytes;
  return {
    byteLength,
    slice: (start, end = byteLength) => buffer.slice(byteOffset + start, byteOffset + end) as ArrayBuffer,
  };
}

/** A part whose rows can be read in pieces. */
export interface OpenPart {
  readonly rows: number;
  /** Columns that it has, in the order of the schema. */
  readonly names: readonly string[];
  /** First row of each row group, ascending: pieces that begin there are read without waste. */
  readonly groupStarts: readonly number[];
  /** Rows `from` up to, not including, `to`. A UserError `part-corrupt`. */
  read(from: number, to: number, names: readonly string[]): Promise<PartColumns>;
}

/** Reads the directory of the file only. A UserError `part-corrupt`. */
export async function openPart(kind: PartKind, bytes: PartBytes, file: string): Promise<OpenPart> {
  const metadata = await orCorrupt(file, () => parquetMetadataAsync(bytes, { initialFetchSize: DIRECTORY_BYTES }));
  const present = new Set(metadata.schema.slice(1).map((element) => element.name));
  const missing = columnsOf(kind).find(({ name, optional }) => !optional && !present.has(name));
  if (missing !== undefined) throw corruptPart(file, `it has no column ${missing.name}`);
  const groupStarts: number[] = [];
  let rows = 0;
  for (const group of metadata.row_groups) {
    groupStarts.push(rows);
    rows += Number(group.num_rows);
  }
  return {
    rows,
    names: columnsOf(kind).flatMap(({ name }) => (present.has(name) ? [name] : [])),
    groupStarts,
    read: (from, to, names) => orCorrupt(file, () => readRows(bytes, metadata, groupStarts, { from, to, names })),
  };
}

interface RowsWanted {
  readonly from: number;
  readonly to: number;
  readonly names: readonly string[];
}

/** Row group by row group: only one of them is in memory in its packed form. */
async function readRows(
  bytes: PartBytes,
  metadata: FileMetaData,
  groupStarts: readonly number[],
  { from, to, names }: RowsWanted,
): Promise<PartColumns> {
  const columns: Record<string, Float64Array> = {};
  for (const name of names) columns[name] = new Float64Array(to - from);
  for (const [group, start] of groupStarts.entries()) {
    const rowStart = Math.max(from, start);
    const rowEnd = Math.min(to, groupStarts[group + 1] ?? to);
    if (rowStart >= rowEnd) continue;
    await parquetRead({
      file: bytes,
      metadata,
      columns: [...names],
      rowStart,
      rowEnd,
      compressors: { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) },
      onChunk: ({ columnName, columnData, rowStart: chunkStart }) => {
        copyInto(columns[columnName]!, columnData, chunkStart - from);
      },
    });
  }
  return columns;
}

/** Chunks are whole pages: rows before and after those wanted are left out. */
function copyInto(target: Float64Array, data: DecodedArray, at: number): void {
  const first = Math.max(0, -at);
  const end = Math.min(data.length, target.length - at);
  if (data instanceof BigInt64Array) {
    // twice as fast as making a number of each bigint
    const words = new Int32Array(data.buffer, data.byteOffset, data.length * 2);
    for (let i = first; i < end; i++) target[at + i] = words[2 * i + 1]! * 4_294_967_296 + (words[2 * i]! >>> 0);
    return;
  }
  for (let i = first; i < end; i++) target[at + i] = Number(data[i]);
}

async function orCorrupt<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw corruptPart(file, error instanceof Error ? error.message : String(error), error);
  }
}
