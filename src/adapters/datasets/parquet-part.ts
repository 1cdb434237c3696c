// Columns of one part to the bytes of a Parquet file and back; the same columns always give the same bytes.

import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { type DecodedArray, parquetMetadata, parquetRead, type SchemaElement } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { UserError } from '../user-error.ts';
import type { PartColumns } from './row-buffer.ts';
import { type ColumnSpec, type ColumnType, columnsOf, type PartKind } from './schema.ts';

const ROW_GROUP_ROWS = 250_000;

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
    codec: 'ZSTD',
    compressors: { ZSTD: (input) => zstdCompressSync(input) },
    rowGroupSize: ROW_GROUP_ROWS,
    createdBy: 'quantumtrader',
  });
  return new Uint8Array(buffer);
}

function corrupt(file: string, why: string, cause?: unknown): UserError {
  return new UserError({
    code: 'part-corrupt',
    message: `The dataset part ${file} cannot be read: ${why}`,
    file,
    fix: 'Import the source file of that day again with --replace',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Decodes the columns of a part; a UserError `part-corrupt` names `file` where the bytes are not a part of this kind. */
export async function decodePart(kind: PartKind, bytes: Uint8Array, file: string): Promise<PartColumns> {
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
  const columns: Record<string, Float64Array> = {};
  try {
    const metadata = parquetMetadata(buffer);
    const rows = Number(metadata.num_rows);
    const present = new Set(metadata.schema.slice(1).map((element) => element.name));
    for (const spec of columnsOf(kind)) {
      if (present.has(spec.name)) columns[spec.name] = new Float64Array(rows);
      else if (!spec.optional) throw new Error(`it has no column ${spec.name}`);
    }
    await parquetRead({
      file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
      metadata,
      columns: Object.keys(columns),
      compressors: { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) },
      onChunk: ({ columnName, columnData, rowStart }) => {
        const target = columns[columnName]!;
        for (let i = 0; i < columnData.length; i++) target[rowStart + i] = Number(columnData[i]);
      },
    });
  } catch (error) {
    throw corrupt(file, error instanceof Error ? error.message : String(error), error);
  }
  return columns;
}
