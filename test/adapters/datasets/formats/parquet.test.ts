import { readFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import type { SchemaElement } from 'hyparquet';
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { parquetFormat } from '../../../../src/adapters/datasets/formats/parquet.ts';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { type Scratch, scratch, userErrorOf } from '../scratch.ts';

const list = (column: Float64Array | undefined): readonly number[] => Array.from(column!);
const DAY = '2025-08-27';
const NOON_US = Date.parse(`${DAY}T15:00:00Z`) * 1000;

function write(
  use: Scratch,
  columnData: ColumnSource[],
  schema?: SchemaElement[],
  codec: 'SNAPPY' | 'UNCOMPRESSED' = 'SNAPPY',
): string {
  // a schema takes the place of the types beside the data
  const untyped = columnData.map(({ name, data }) => ({ name, data }));
  const buffer = parquetWriteBuffer(
    schema === undefined ? { columnData, codec } : { columnData: untyped, codec, schema },
  );
  return use.file('t.parquet', new Uint8Array(buffer));
}

/** What a query gives, written by another program. */
async function written(use: Scratch, query: string, options = ''): Promise<string> {
  const database = await (await DuckDBInstance.create(':memory:')).connect();
  const path = `${use.home}/written.parquet`;
  await database.run(`copy (${query}) to '${path}' (format parquet${options})`);
  database.closeSync();
  return path;
}

function mappingFile(use: Scratch, columns: Record<string, unknown>, more: Record<string, unknown> = {}): string {
  const mapping = { name: 'mine', kind: 'trades', instrument: 'WDOU25', columns, ...more };
  return use.file('mapping.json', JSON.stringify(mapping));
}

const PRICES = { price: 'p', quantity: 'q' };
const prices = (rows: number): ColumnSource[] => [
  { name: 'p', data: Float64Array.from({ length: rows }, (_, row) => 5430 + row / 2), type: 'DOUBLE' },
  { name: 'q', data: Int32Array.from({ length: rows }, () => 1), type: 'INT32' },
];

/** Imports one column of times beside prices; the times as they are stored. */
async function timesOf(
  time: ColumnSource,
  element: SchemaElement,
  more: Record<string, unknown> = {},
  format?: string,
) {
  const use = scratch();
  const rows = time.data.length;
  const schema: SchemaElement[] = [
    { name: 'root', num_children: 3 },
    element,
    { name: 'p', type: 'DOUBLE', repetition_type: 'REQUIRED' },
    { name: 'q', type: 'INT32', repetition_type: 'REQUIRED' },
  ];
  const path = write(use, [time, ...prices(rows)], schema);
  const mapping = mappingFile(use, { datetime: { column: 't', ...(format && { format }) }, ...PRICES }, more);
  await use.run('parquet', path, { mapping });
  return use.store.readPart('WDOU25', 'trades', DAY);
}

const element = (type: 'INT32' | 'INT64' | 'BYTE_ARRAY', more: Partial<SchemaElement> = {}): SchemaElement => ({
  name: 't',
  type,
  repetition_type: 'REQUIRED',
  ...more,
});
const timestamp = (unit: 'MILLIS' | 'MICROS' | 'NANOS', isAdjustedToUTC: boolean): SchemaElement =>
  element('INT64', { logical_type: { type: 'TIMESTAMP', unit, isAdjustedToUTC } });

describe('a column of times', () => {
  it('that counts from 1970 UTC is an instant, to the nanosecond', async () => {
    const data = [BigInt(NOON_US) * 1000n + 123n, BigInt(NOON_US) * 1000n + 1_000_999n];
    const trades = await timesOf({ name: 't', data }, timestamp('NANOS', true));
    expect(list(trades.time_us)).toEqual([NOON_US, NOON_US + 1000]);
    expect(list(trades.time_ns)).toEqual([123, 999]);
  });

  it('that counts by the local clock is read in the zone of the mapping', async () => {
    const local = BigInt(Date.parse(`${DAY}T12:00:00Z`));
    const trades = await timesOf({ name: 't', data: [local] }, timestamp('MILLIS', false));
    expect([list(trades.time_us), trades.time_ns]).toEqual([[NOON_US], undefined]);
    const york = await timesOf({ name: 't', data: [local] }, timestamp('MILLIS', false), {
      timeZone: 'America/New_York',
    });
    expect(list(york.time_us)).toEqual([NOON_US + 3_600_000_000]);
  });

  it('may be whole numbers or texts with a format', async () => {
    const nanos = { name: 't', data: [BigInt(NOON_US) * 1000n + 7n] };
    const exact = await timesOf(nanos, element('INT64'), {}, 'epochNanos');
    expect([exact.time_us![0], exact.time_ns![0]]).toEqual([NOON_US, 7]);
    const seconds = await timesOf(
      { name: 't', data: Int32Array.of(NOON_US / 1e6) },
      element('INT32'),
      {},
      'epochSeconds',
    );
    expect(list(seconds.time_us)).toEqual([NOON_US]);
    const texts = { name: 't', data: [`${DAY}T12:00:00-03:00`] };
    const text = await timesOf(texts, element('BYTE_ARRAY', { converted_type: 'UTF8' }), {}, 'YYYY-MM-DDTHH:mm:ssZ');
    expect(list(text.time_us)).toEqual([NOON_US]);
  });

  it('may be dates and clocks as numbers without leading zeros', async () => {
    const use = scratch();
    const day: ColumnSource = { name: 'd', data: [20_250_827n], type: 'INT64' };
    const clock: ColumnSource = { name: 'c', data: Int32Array.of(90_000_500), type: 'INT32' };
    const path = write(use, [day, clock, ...prices(1)]);
    const columns = {
      date: { column: 'd', format: 'YYYYMMDD' },
      time: { column: 'c', format: 'HHmmssSSS' },
      ...PRICES,
    };
    await use.run('parquet', path, { mapping: mappingFile(use, columns) });
    const trades = await use.store.readPart('WDOU25', 'trades', DAY);
    expect(list(trades.time_us)).toEqual([Date.parse(`${DAY}T12:00:00.500Z`) * 1000]);
  });

  it('that does not say what it is needs a format', async () => {
    const error = await userErrorOf(timesOf({ name: 't', data: [1n] }, element('INT64')));
    expect(error).toMatchObject({ code: 'bad-mapping', field: 'columns.datetime.format' });
  });

  it('that holds something else than the mapping takes it for is a wrong row', async () => {
    const use = scratch();
    const day: ColumnSource = { name: 'd', data: [BigInt(NOON_US)] };
    const schema: SchemaElement[] = [
      { name: 'root', num_children: 3 },
      { ...timestamp('MICROS', true), name: 'd' },
      { name: 'p', type: 'DOUBLE', repetition_type: 'REQUIRED' },
      { name: 'q', type: 'INT32', repetition_type: 'REQUIRED' },
    ];
    const path = write(use, [day, ...prices(1)], schema);
    const columns = { date: { column: 'd' }, time: { column: 'd' }, ...PRICES };
    const error = await userErrorOf(use.run('parquet', path, { mapping: mappingFile(use, columns) }));
    expect(error).toMatchObject({ code: 'bad-line', line: 1, column: 1, field: 'd' });
  });
});

describe('columns of other types', () => {
  const TIME: ColumnSource = { name: 't', data: [BigInt(NOON_US), BigInt(NOON_US) + 1n], type: 'INT64' };
  const AT = { datetime: { column: 't', format: 'epochMicros' } };

  it('are read without loss: decimals, 32-bit floats, whole numbers, texts, truth values', async () => {
    const use = scratch();
    const schema: SchemaElement[] = [
      { name: 'root', num_children: 6 },
      { name: 't', type: 'INT64', repetition_type: 'REQUIRED' },
      { name: 'price', type: 'INT64', converted_type: 'DECIMAL', scale: 3, precision: 18, repetition_type: 'REQUIRED' },
      { name: 'size', type: 'FLOAT', repetition_type: 'REQUIRED' },
      { name: 'id', type: 'INT64', repetition_type: 'REQUIRED' },
      { name: 'seq', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
      { name: 'buy', type: 'BOOLEAN', repetition_type: 'REQUIRED' },
    ];
    const path = write(
      use,
      [
        TIME,
        { name: 'price', data: [5_430.505, 5_431] },
        { name: 'size', data: Float32Array.of(0.1, 34.23) },
        { name: 'id', data: [9_007_199_254_740_991n, 2n] },
        { name: 'seq', data: ['17', '18.0'] },
        { name: 'buy', data: [true, false] },
      ],
      schema,
    );
    const side = { column: 'buy', buyer: ['true'], seller: ['false'] };
    const columns = { ...AT, price: 'price', quantity: 'size', tradeId: 'id', sequence: 'seq', side };
    await use.run('parquet', path, { mapping: mappingFile(use, columns, { instrument: 'ACME3' }) });
    const trades = await use.store.readPart('ACME3', 'trades', DAY);
    expect(list(trades.price)).toEqual([5430.505, 5431]);
    expect(list(trades.quantity)).toEqual([0.1, 34.23]);
    expect(list(trades.trade_id)).toEqual([9_007_199_254_740_991, 2]);
    expect(list(trades.sequence)).toEqual([17, 18]);
    expect(list(trades.aggressor)).toEqual([1, 2]);
  });

  it('have empty fields where they are null or no number', async () => {
    const use = scratch();
    const path = write(use, [
      TIME,
      { name: 'b', data: [5430, null], type: 'DOUBLE', nullable: true },
      { name: 'a', data: [Number.NaN, 5430.5], type: 'DOUBLE' },
    ]);
    const mapping = mappingFile(use, { ...AT, bid: 'b', ask: 'a' }, { kind: 'quotes' });
    await use.run('parquet', path, { mapping });
    const quotes = await use.store.readPart('WDOU25', 'quotes', DAY);
    expect(list(quotes.flags)).toEqual([1, 2]);
  });

  it('with a wrong value name the row, the column and what it should be', async () => {
    const use = scratch();
    const path = write(use, [TIME, { name: 'p', data: Float64Array.of(5430, -1), type: 'DOUBLE' }, prices(2)[1]!]);
    const mapping = mappingFile(use, { ...AT, ...PRICES });
    const error = await userErrorOf(use.run('parquet', path, { mapping }));
    expect(error).toMatchObject({ code: 'bad-line', line: 2, column: 2, field: 'p' });
    expect(error.message).toContain('"-1" is not a price above 0');
    const skipped = await use.run('parquet', path, { mapping, skipBadLines: true });
    expect(skipped).toMatchObject({ rowsRead: 2, rowsAccepted: 1, badLineCount: 1 });
  });

  it('that are absent, or hold lists, are named', async () => {
    const use = scratch();
    const path = write(use, [TIME, ...prices(2)]);
    const absent = await userErrorOf(
      use.run('parquet', path, { mapping: mappingFile(use, { ...AT, price: 'x', quantity: 'q' }) }),
    );
    expect(absent).toMatchObject({ code: 'wrong-format', field: 'x' });
    expect(absent.message).toContain('t, p, q');
    const lists = await written(use, 'select 1756306800000000 as t, [1.0, 2.0] as p, 1 as q');
    const error = await userErrorOf(use.run('parquet', lists, { mapping: mappingFile(use, { ...AT, ...PRICES }) }));
    expect(error).toMatchObject({ code: 'wrong-format', field: 'p' });
    // what the mapping does not ask for may be of any type
    const beside = await written(
      use,
      'select 1756306800000000 as t, 5430.5 as p, 1 as q, [1, 2] as more, {a: 1} as deep',
    );
    const result = await use.run('parquet', beside, { mapping: mappingFile(use, { ...AT, ...PRICES }) });
    expect(result.rowsAccepted).toBe(1);
  });

  it('of numbers cannot stand for hexadecimal digits', async () => {
    const use = scratch();
    const path = write(use, [TIME, ...prices(2)]);
    const mapping = mappingFile(use, { ...AT, ...PRICES, sourceCondition: { column: 'q', radix: 16 } });
    expect((await userErrorOf(use.run('parquet', path, { mapping }))).message).toContain(
      'a text of hexadecimal digits',
    );
  });
});

describe('the compression of a file', () => {
  const packers = { GZIP: gzipSync, ZSTD: zstdCompressSync, BROTLI: brotliCompressSync } as const;
  const TIMES: ColumnSource = {
    name: 't',
    data: Array.from({ length: 500 }, (_, row) => BigInt(NOON_US + row)),
    type: 'INT64',
  };
  const columns = { datetime: { column: 't', format: 'epochMicros' }, ...PRICES };

  it.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'ZSTD', 'BROTLI'] as const)(
    'may be %s, in several row groups',
    async (codec) => {
      const use = scratch();
      const compressors = Object.fromEntries(
        Object.entries(packers).map(([name, pack]) => [name, (input: Uint8Array) => new Uint8Array(pack(input))]),
      );
      const buffer = parquetWriteBuffer({ columnData: [TIMES, ...prices(500)], codec, compressors, rowGroupSize: 200 });
      const result = await use.run('parquet', use.file('t.parquet', new Uint8Array(buffer)), {
        mapping: mappingFile(use, columns),
      });
      expect(result).toMatchObject({ format: 'parquet', rowsRead: 500, rowsAccepted: 500 });
      const trades = await use.store.readPart('WDOU25', 'trades', DAY);
      expect(list(trades.price)).toEqual(Array.from({ length: 500 }, (_, row) => 5430 + row / 2));
    },
  );
});

describe('a compression that is not read here', () => {
  it('is named, with what can be done', async () => {
    const use = scratch();
    const path = await written(use, 'select 1756306800000000 as t, 5430.5 as p, 1 as q', ', compression lz4_raw');
    const mapping = mappingFile(use, { datetime: { column: 't', format: 'epochMicros' }, ...PRICES });
    const error = await userErrorOf(use.run('parquet', path, { mapping }));
    expect(error.code).toBe('parquet-unsupported');
    expect(error.message).toContain('LZ4_RAW');
    expect(error.fix).toContain('zstd');
  });
});

describe('a file that is no Parquet file, or a damaged one', () => {
  const columns = { datetime: { column: 't', format: 'epochMicros' }, ...PRICES };
  const whole = (use: Scratch): Uint8Array => {
    const data = Array.from({ length: 400 }, (_, row) => BigInt(NOON_US + row));
    return readFileSync(write(use, [{ name: 't', data, type: 'INT64' }, ...prices(400)]));
  };
  const errorOf = (use: Scratch, bytes: Uint8Array) =>
    userErrorOf(use.run('parquet', use.file('x.parquet', bytes), { mapping: mappingFile(use, columns) }));

  it('is refused in words', async () => {
    const use = scratch();
    const bytes = whole(use);
    expect((await errorOf(use, new Uint8Array(3))).message).toContain('too short');
    expect((await errorOf(use, bytes.subarray(0, bytes.length - 9))).message).toContain('PAR1');
    const encrypted = Uint8Array.from(bytes);
    encrypted[encrypted.length - 1] = 'E'.charCodeAt(0);
    expect((await errorOf(use, encrypted)).code).toBe('parquet-unsupported');
    const huge = Uint8Array.from(bytes);
    new DataView(huge.buffer).setUint32(huge.length - 8, 0x7fffffff, true);
    expect((await errorOf(use, huge)).message).toContain('2147483647 bytes');
    expect(
      (await userErrorOf(use.run('parquet', '/nowhere.parquet', { mapping: mappingFile(use, columns) }))).code,
    ).toBe('file-missing');
  });

  it('never breaks the import, whatever bytes were changed', async () => {
    const use = scratch();
    const bytes = whole(use);
    const mapping = mappingFile(use, columns);
    let seed = 20_250_827;
    const next = (limit: number): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * limit);
    };
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const changed = Uint8Array.from(bytes);
      for (let change = 0; change <= next(3); change++) changed[next(changed.length)] = next(256);
      const path = use.file('x.parquet', changed);
      try {
        await use.run('parquet', path, { mapping, skipBadLines: true, replace: true });
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        refused++;
      }
    }
    expect(refused).toBeGreaterThan(30);
  });

  it('is known by its first bytes', () => {
    const bytes = new TextEncoder().encode('PAR1....');
    expect(parquetFormat.recognise({ names: ['x'], lines: [], bytes })?.confidence).toBe(0.9);
    expect(parquetFormat.recognise({ names: ['x.parquet'], lines: ['a,b'], bytes: new Uint8Array(8) })).toBeUndefined();
  });
});

describeWithRealData(
  'files that another program has written',
  ['b3-win-wdo-m1-mt5-202105/WIN_WDO_M1_202105.csv.gz', 'b3-equities-l1-2025/PETR4_05032025.csv.gz'],
  (bars, shares) => {
    it.each([
      ['win-wdo-m1', bars!, 'columns as they are', '', ''],
      ['win-wdo-m1', bars!, 'columns as text', ', all_varchar = true', ', row_group_size 3000'],
      ['win-wdo-m1', bars!, 'pages of the second version', '', ', parquet_version v2, compression zstd'],
      ['equities-l1', shares!, 'times as text', ", types = {'network_received_time': 'VARCHAR'}", ', compression gzip'],
    ])('give the same parts as the csv file: %s, %s, %s', async (mapping, csv, _, read, options) => {
      const use = scratch();
      const path = await written(use, `select * from read_csv('${csv}'${read})`, options);
      const fromParquet = await use.run('parquet', path, { mapping });
      const fromCsv = await scratch().run('csv', csv, { mapping });
      expect(fromParquet.rowsRead).toBe(fromCsv.rowsRead);
      expect(fromParquet.parts.map(({ sha256 }) => sha256)).toEqual(fromCsv.parts.map(({ sha256 }) => sha256));
    });
  },
);
