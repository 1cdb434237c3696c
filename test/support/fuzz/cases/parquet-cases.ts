// Parquet files of damaged texts, of strange numbers, and of damaged bytes; rows must say what their cells say, or be refused.

import { brotliCompressSync, constants, gzipSync, zstdCompressSync } from 'node:zlib';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { type CsvMapping, parseMapping } from '../../../../src/adapters/datasets/formats/csv-mapping.ts';
import { importParquet } from '../../../../src/adapters/datasets/formats/parquet.ts';
import { formatDay } from '../../../../src/core/market/civil-day.ts';
import type { Random } from '../../../../src/simulation/random.ts';
import { CollectedBadLines, type Rejection } from '../collected-bad-lines.ts';
import { CollectingSession } from '../collecting-session.ts';
import type { DamagedFile, FileCase } from '../fuzz-files.ts';
import { MappedReference } from '../mapped-reference.ts';
import { faultOfMessage } from '../message-faults.ts';
import { mutateBytes } from '../mutate-bytes.ts';
import { mutateLine } from '../mutate-line.ts';
import { rowText } from '../row-text.ts';

const NAMES = ['time', 'symbol', 'price', 'quantity', 'side', 'id'];
const MAPPING: CsvMapping = parseMapping(
  {
    name: 'fuzzed',
    kind: 'trades',
    columns: {
      datetime: { column: 'time', format: 'YYYY-MM-DD HH:mm:ss.SSS' },
      contract: 'symbol',
      price: 'price',
      quantity: 'quantity',
      side: { column: 'side', buyer: ['B'], seller: ['S'] },
      tradeId: 'id',
    },
  },
  'fuzzed',
);
const ROWS = 40;
const DELIMITER = '\x1f';

interface Imported {
  readonly session: CollectingSession;
  readonly rejected: ReadonlyMap<number, Rejection>;
}

async function importFile(path: string, mapping: CsvMapping): Promise<Imported> {
  const rejected = new Map<number, Rejection>();
  let session: CollectingSession | undefined;
  await importParquet({
    file: path,
    symbol: mapping.instrument,
    bad: new CollectedBadLines(path, rejected),
    mapping,
    start: (filled, layout = {}) => {
      session = new CollectingSession(path, filled, layout);
      return session;
    },
    onProgress: undefined,
  });
  return { session: session!, rejected };
}

function goodRow(k: number): readonly string[] {
  const time = new Date(Date.UTC(2025, 7, 27, 9) + k * 1013).toISOString().slice(0, 23).replace('T', ' ');
  return [time, 'WDOU25', `${5430 + (k % 5) / 2}`, String(1 + (k % 7)), ['B', 'S', ''][k % 3]!, String(10 * k)];
}

/** Each row as it would be a line, damaged; a cell holds any byte but the one that stands between cells. */
function damagedRows(random: Random): readonly (readonly string[])[] {
  const others = Array.from({ length: ROWS }, (_, k) => goodRow(k).join(DELIMITER));
  return others.map((line) => {
    const cells = random.chance(0.6)
      ? mutateLine(line, random, { delimiter: DELIMITER, others }).split(DELIMITER)
      : line.split(DELIMITER);
    return NAMES.map((_, place) => cells[place] ?? '');
  });
}

function texts(random: Random): DamagedFile {
  const rows = damagedRows(random);
  const schema: SchemaElement[] = [
    { name: 'root', num_children: NAMES.length },
    ...NAMES.map((name): SchemaElement => ({ name, type: 'BYTE_ARRAY', repetition_type: 'REQUIRED' })),
  ];
  const columnData = NAMES.map((name, place) => ({
    name,
    data: rows.map((row) => Buffer.from(row[place]!, 'latin1')),
  }));
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData, schema, codec: 'UNCOMPRESSED' }));
  return { name: 'texts.parquet', bytes, what: 'damaged texts', read: (path) => readTexts(path, rows) };
}

async function readTexts(path: string, rows: readonly (readonly string[])[]): Promise<string | undefined> {
  const { session, rejected } = await importFile(path, MAPPING);
  const reference = new MappedReference(MAPPING, NAMES, undefined);
  const expected = new Map<string, string[]>();
  for (const [index, row] of rows.entries()) {
    const verdict = reference.readFields(row);
    const rejection = rejected.get(index + 1);
    const shown = JSON.stringify(row).slice(0, 400);
    if (rejection !== undefined) {
      const fault = faultOfMessage(rejection.message) ?? (rejection.column >= 1 ? undefined : 'it names no column');
      if (fault !== undefined) return `row ${shown}: ${fault}`;
    }
    if ((verdict.kind === 'wrong') !== (rejection !== undefined))
      return `row ${shown} is ${verdict.kind}: ${rejection?.message ?? 'accepted'}`;
    if (verdict.kind !== 'rows') continue;
    for (const { part, day, values } of verdict.rows) {
      const name = `${part} ${formatDay(day)}`;
      expected.set(name, [...(expected.get(name) ?? []), rowText(values)]);
    }
  }
  const [found, wanted] = [session.parts(), expected].map((parts) => JSON.stringify([...parts].sort()));
  return found === wanted ? session.misfits()[0] : `stored ${found!.slice(0, 500)}, expected ${wanted!.slice(0, 500)}`;
}

const COLUMNS: SchemaElement[] = [
  { name: 'root', num_children: 5 },
  {
    name: 'time',
    type: 'INT64',
    repetition_type: 'REQUIRED',
    logical_type: { type: 'TIMESTAMP', unit: 'MICROS', isAdjustedToUTC: true },
  },
  { name: 'price', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
  { name: 'quantity', type: 'INT32', repetition_type: 'REQUIRED' },
  { name: 'side', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL', converted_type: 'UTF8' },
  { name: 'id', type: 'INT64', repetition_type: 'OPTIONAL' },
];
const TYPED: CsvMapping = parseMapping(
  {
    name: 'typed',
    kind: 'trades',
    instrument: 'WDOU25',
    columns: {
      datetime: { column: 'time' },
      price: 'price',
      quantity: 'quantity',
      side: { column: 'side', buyer: ['B'], seller: ['S'] },
      tradeId: 'id',
    },
  },
  'typed',
);
const STRANGE_DOUBLES = [
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  0,
  -0,
  -1,
  5e-324,
  1.7e308,
  5430.25,
];
const STRANGE_IDS = [0n, -1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n - 1n, -(2n ** 63n), 7n, null];
const STRANGE_TIMES = [
  0n,
  -1n,
  2n ** 62n,
  -(2n ** 62n),
  1_756_296_000_000_000n,
  1_199_232_000_000_000n,
  4_070_908_800_000_000n,
];
const STRANGE_QUANTITIES = [0, 1, -1, 2 ** 31 - 1, -(2 ** 31)];
const CODECS: readonly CompressionCodec[] = ['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI'];
const FAST = { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } };
const COMPRESSORS = {
  GZIP: (input: Uint8Array) => gzipSync(input),
  ZSTD: (input: Uint8Array) => zstdCompressSync(input),
  BROTLI: (input: Uint8Array) => brotliCompressSync(input, FAST),
};

function typedBytes(random: Random, strange: number): Uint8Array {
  const pick = <T>(values: readonly T[], good: T): T => (random.chance(strange) ? random.choice(values) : good);
  const rows = Array.from({ length: 1 + random.integer(200) }, (_, k) => k);
  const columnData: ColumnSource[] = [
    { name: 'time', data: rows.map((k) => pick(STRANGE_TIMES, 1_756_296_000_000_000n + BigInt(k) * 1_000n)) },
    { name: 'price', data: rows.map((k) => pick<number | null>([...STRANGE_DOUBLES, null], 5430 + (k % 9) / 2)) },
    { name: 'quantity', data: rows.map((k) => pick(STRANGE_QUANTITIES, 1 + (k % 5))) },
    { name: 'side', data: rows.map((k) => ['B', 'S', null][k % 3]!) },
    { name: 'id', data: rows.map((k) => pick<bigint | null>(STRANGE_IDS, BigInt(10 * k))) },
  ];
  const codec = random.choice(CODECS);
  const rowGroupSize = random.choice([50, 1000]);
  return new Uint8Array(
    parquetWriteBuffer({ columnData, schema: COLUMNS, codec, compressors: COMPRESSORS, rowGroupSize }),
  );
}

/** What was taken fits its columns, and is a trade. */
async function readTyped(path: string): Promise<string | undefined> {
  const { session, rejected } = await importFile(path, TYPED);
  const fault = [...rejected.values()].map(({ message }) => faultOfMessage(message)).find((each) => each !== undefined);
  const rows = [...session.parts().values()].flat();
  const wrong = rows.find(
    (row) => !/ price=\d/.test(row) || !/ quantity=[1-9]/.test(row) || /trade_id=-/.test(row) || /=-0/.test(row),
  );
  const counted = session.rowsRead - session.rowsSkipped === rows.length && rejected.size === session.rowsSkipped;
  return (
    fault ??
    session.misfits()[0] ??
    (wrong === undefined ? undefined : `it stored ${wrong}`) ??
    (counted ? undefined : 'rows are lost')
  );
}

export const PARQUET_CASES: readonly FileCase[] = [
  { name: 'parquet of damaged texts', format: 'parquet', share: 0.04, make: texts },
  {
    name: 'parquet of strange values',
    format: 'parquet',
    share: 0.04,
    make: (random) => ({ name: 'x.parquet', bytes: typedBytes(random, 0.1), what: 'strange values', read: readTyped }),
  },
  {
    name: 'parquet of damaged bytes',
    format: 'parquet',
    share: 0.2,
    make: (random) => ({
      name: 'x.parquet',
      bytes: mutateBytes(typedBytes(random, 0), random),
      what: 'damaged bytes',
      read: readTyped,
    }),
  },
];
