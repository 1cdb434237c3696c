import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartColumns } from '../../../src/adapters/datasets/row-buffer.ts';
import { columnsOf, type PartKind } from '../../../src/adapters/datasets/schema.ts';
import type { DayPart } from '../../../src/adapters/datasets/store.ts';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import {
  F64_A,
  F64_B,
  F64_D,
  I32_A,
  I32_D,
  I32_E,
  I32_F,
  I32_G,
  I32_H,
  Kind,
  RECORD_F64,
  RECORD_I32,
} from '../../../src/core/market/event-record.ts';
import { scratch, userErrorOf } from './scratch.ts';

const SEED = 20250806;
const DAY = '2025-08-05';
const NINE_US = Date.parse(`${DAY}T09:00:00-03:00`) * 1000;

function part(kind: PartKind, columns: Record<string, readonly number[]>, more: Partial<DayPart> = {}): DayPart {
  const typed: Record<string, Float64Array> = {};
  for (const [name, values] of Object.entries(columns)) typed[name] = Float64Array.from(values);
  return {
    instrument: 'WDOU25',
    kind,
    day: DAY,
    columns: typed,
    sources: [{ file: 'made.csv', sha256: 'a'.repeat(64), format: 'test' }],
    provenance: 'synthetic',
    sideSource: 'none',
    bookSource: 'none',
    adjusted: 'none',
    parameters: {},
    ...more,
  };
}

function trades(orders: readonly number[], prices: readonly number[], more: Record<string, readonly number[]> = {}) {
  const same = (value: number) => orders.map(() => value);
  const base = { time_us: orders.map((k) => NINE_US + k), order: orders, price: prices, quantity: same(1) };
  return { ...base, aggressor: same(1), condition: same(3), ...more };
}

function candles(close: number): Record<string, readonly number[]> {
  const prices = { open: [5400], high: [5401], low: [5399.5], close: [close] };
  return { open_time_us: [NINE_US], close_time_us: [NINE_US + 60e6], ...prices, volume: [12], trades: [-1] };
}

const QUOTE_SIDES = { flags: [1], bid: [5400], ask: [0], bid_size: [0], ask_size: [0] };

const RANGES = { int32: 2 ** 31 - 1, int64: Number.MAX_SAFE_INTEGER, double: 0 } as const;

function columnsArbitrary(kind: PartKind): fc.Arbitrary<PartColumns> {
  return fc.integer({ min: 1, max: 300 }).chain((rows) => {
    const record: Record<string, fc.Arbitrary<Float64Array>> = {};
    for (const { name, type } of columnsOf(kind)) {
      const max = RANGES[type];
      const value = type === 'double' ? fc.double({ noNaN: true }) : fc.integer({ min: -max, max });
      record[name] = fc.array(value, { minLength: rows, maxLength: rows }).map((values) => Float64Array.from(values));
    }
    const optional = columnsOf(kind).flatMap((spec) => (spec.optional ? [spec.name] : []));
    return fc.record(record, {
      requiredKeys: columnsOf(kind).flatMap((s) => (optional.includes(s.name) ? [] : [s.name])),
    });
  }) as fc.Arbitrary<PartColumns>;
}

describe('a part', () => {
  it.each(['trades', 'quotes', 'levels', 'candles-1m'] as const)('of %s comes back as it was written', async (kind) => {
    // any numbers at all: the quality gate refuses them
    const store = openStore(scratch().home, { acceptRefused: true });
    await fc.assert(
      fc.asyncProperty(columnsArbitrary(kind), async (columns) => {
        await store.writeDay({ ...part(kind, {}), columns }, { replace: true });
        expect(await store.readPart('WDOU25', kind, DAY)).toEqual(columns);
      }),
      { seed: SEED, numRuns: 15 },
    );
  });

  it('has a manifest that says what it is', async () => {
    const { store } = scratch();
    const written = await store.writeDay(part('trades', trades([0, 1], [5400, 5400.5])));
    expect(written.change).toBe('written');
    expect(store.manifest(written.part)).toMatchObject({
      schemaVersion: 2,
      instrument: 'WDOU25',
      kind: 'trades',
      day: DAY,
      rows: 2,
      firstTimeUs: NINE_US,
      lastTimeUs: NINE_US + 1,
      provenance: 'synthetic',
    });
    expect(readFileSync(written.part.manifestPath, 'utf8')).not.toContain(store.root);
  });

  it('stays as it is when the same rows come again, from whatever source', async () => {
    const { store } = scratch();
    const first = await store.writeDay(part('trades', trades([0], [5400])));
    const before = readFileSync(first.part.manifestPath);
    const other = { sources: [{ file: 'other.csv', sha256: 'b'.repeat(64), format: 'test' }] };
    expect((await store.writeDay(part('trades', trades([0], [5400]), other))).change).toBe('unchanged');
    expect(readFileSync(first.part.manifestPath)).toEqual(before);
  });

  it('is not overwritten by other rows of another source unless that is asked for', async () => {
    const { store } = scratch();
    await store.writeDay(part('trades', trades([0], [5400])));
    const other = part('trades', trades([0], [5401]), {
      sources: [{ file: 'b.csv', sha256: 'b'.repeat(64), format: 'test' }],
    });
    await expect(store.writeDay(other)).rejects.toThrow(/b\.csv.*made\.csv/);
    expect((await store.readPart('WDOU25', 'trades', DAY)).price![0]).toBe(5400);
    expect((await store.writeDay(other, { replace: true })).change).toBe('replaced');
    expect((await store.readPart('WDOU25', 'trades', DAY)).price![0]).toBe(5401);
  });

  it('is overwritten by other rows of the same source, imported with other options', async () => {
    const { store } = scratch();
    await store.writeDay(part('trades', trades([0], [5400])));
    expect((await store.writeDay(part('trades', trades([0, 1], [5400, 5401])))).change).toBe('replaced');
  });

  it('does not count without its manifest, nor do the files of an import that was cut off', async () => {
    const { store } = scratch();
    const { part: written } = await store.writeDay(part('trades', trades([0], [5400])));
    mkdirSync(join(store.root, '.staging-0-nowhere-0'));
    writeFileSync(join(store.root, '.staging-0-nowhere-0', '0.parquet'), 'half');
    expect(store.instruments()).toEqual(['WDOU25']);
    renameSync(written.manifestPath, `${written.manifestPath}.tmp`);
    expect(store.parts('WDOU25', 'trades')).toEqual([]);
    expect(() => store.manifest(written)).toThrow(/no trades of WDOU25/);
    expect((await store.writeDay(part('trades', trades([0], [5400])))).change).toBe('written');
    expect(store.parts('WDOU25', 'trades')).toHaveLength(1);
  });

  it('leaves no temporary files', async () => {
    const { store } = scratch();
    const { part: written } = await store.writeDay(part('trades', trades([0], [5400])));
    expect(readdirSync(store.root)).toEqual(['WDOU25']);
    expect(readdirSync(join(written.path, '..')).sort()).toEqual([`${DAY}.json`, `${DAY}.parquet`]);
  });

  it('cannot lie outside the folder of datasets', async () => {
    const { store } = scratch();
    await expect(store.writeDay(part('trades', trades([0], [1]), { instrument: '../WDOU25' }))).rejects.toThrow(
      /cannot be the name/,
    );
  });
});

describe('verifying a part', () => {
  it('accepts what was written and refuses a single changed byte', async () => {
    const { store } = scratch();
    const { part: written } = await store.writeDay(part('trades', trades([0, 1], [5400, 5401])));
    expect((await store.readProven(written)).manifest.rows).toBe(2);
    const bytes = readFileSync(written.path);
    bytes[10]! ^= 1;
    writeFileSync(written.path, bytes);
    expect(await userErrorOf(store.readProven(written))).toMatchObject({ code: 'part-corrupt', field: 'sha256' });
  });

  it('refuses a manifest with an unknown field or a wrong one', async () => {
    const { store } = scratch();
    const { part: written } = await store.writeDay(part('trades', trades([0], [5400])));
    const manifest = store.manifest(written);
    writeFileSync(written.manifestPath, JSON.stringify({ ...manifest, extra: 1 }));
    expect(() => store.manifest(written)).toThrow(/extra/);
    writeFileSync(written.manifestPath, JSON.stringify({ ...manifest, rows: 'many' }));
    expect(() => store.manifest(written)).toThrow(/rows/);
  });

  it('says so when a file is cut off', async () => {
    const { store } = scratch();
    const { part: written } = await store.writeDay(part('trades', trades([0], [5400])));
    writeFileSync(written.path, readFileSync(written.path).subarray(0, 100));
    const error = await userErrorOf(store.readPart('WDOU25', 'trades', DAY));
    expect(error).toMatchObject({ code: 'part-corrupt', file: written.path });
  });
});

describe('the events of a day', () => {
  it('are trades, quotes and levels merged by their order', async () => {
    const { store } = scratch();
    const extra = {
      trade_id: [70, 80],
      buy_agent: [3, 4],
      sell_agent: [5, 6],
      received_us: [NINE_US + 9, NINE_US + 10],
    };
    await store.writeDay(part('trades', trades([1, 3], [5400, 5400.5], extra)));
    const sides = { bid: [5399.5, 5400], ask: [5400, 5400.5], bid_size: [1, 2], ask_size: [3, 4] };
    await store.writeDay(part('quotes', { time_us: [NINE_US, NINE_US + 4], order: [0, 4], flags: [7, 7], ...sides }));
    const level = { time_us: [NINE_US + 2], order: [2], flags: [1], price: [5401], quantity: [10], orders: [2] };
    await store.writeDay(part('levels', level));
    const batch = await store.readDayEvents('WDOU25', DAY, 7);
    expect(batch.length).toBe(5);
    const kinds = Array.from({ length: 5 }, (_, k) => batch.kindAt(k));
    expect(kinds).toEqual([Kind.quote, Kind.trade, Kind.bookChange, Kind.trade, Kind.quote]);
    expect(batch.instrumentAt(1)).toBe(7);
    expect(batch.flagsAt(1)).toBe(1 | (3 << 2));
    expect(batch.receivedTimeUsAt(1)).toBe(NINE_US + 9);
    expect(batch.exchangeTimeUsAt(1)).toBe(NINE_US + 1);
    expect(Array.from(batch.f64.subarray(RECORD_F64 + F64_A, RECORD_F64 + F64_A + 3))).toEqual([5400, 1, 70]);
    expect(Array.from(batch.i32.subarray(RECORD_I32 + I32_G, RECORD_I32 + I32_H + 1))).toEqual([3, 5]);
    const onlyTrades = await store.readDayEvents('WDOU25', DAY, 7, ['trades']);
    expect(onlyTrades.length).toBe(2);
  });

  it('are closed bars in whole ticks where the store has candles only', async () => {
    const { store } = scratch();
    await store.writeDay(part('candles-1m', candles(5400.5)));
    await store.writeDay(part('candles-5m', { ...candles(5400.5), close_time_us: [NINE_US + 300e6] }));
    const batch = await store.readDayEvents('WDOU25', DAY, 2);
    expect([batch.length, batch.kindAt(0), batch.exchangeTimeUsAt(0)]).toEqual([1, Kind.bar, NINE_US + 60e6]);
    expect(Array.from(batch.i32.subarray(I32_A, I32_D + 1))).toEqual([10_800, 10_802, 10_799, 10_801]);
    expect([batch.i32[I32_G], batch.i32[I32_H]]).toEqual([-1, 60]);
  });

  it('have the flow of a bar before it where the source tells it', async () => {
    const { store } = scratch();
    const flow = { buy_volume: [7], sell_volume: [5], buy_trades: [3], sell_trades: [2], rlp_volume: [1] };
    await store.writeDay(part('candles-1m', { ...candles(5400), ...flow }));
    const batch = await store.readDayEvents('WDOU25', DAY, 2);
    expect([batch.kindAt(0), batch.kindAt(1)]).toEqual([Kind.barFlow, Kind.bar]);
    expect([batch.f64[F64_A], batch.f64[F64_B], batch.f64[F64_D]]).toEqual([7, 5, 1]);
    expect([batch.i32[I32_E], batch.i32[I32_F]]).toEqual([3, 2]);
    const { rlp_volume: _, ...incomplete } = flow;
    await store.writeDay(part('candles-1m', { ...candles(5400), ...incomplete }, { day: '2025-08-06' }));
    expect((await store.readDayEvents('WDOU25', '2025-08-06', 2)).length).toBe(1);
  });

  it('are refused for prices off the tick grid, saying why', async () => {
    const { store } = scratch();
    await store.writeDay(part('candles-1m', candles(5400.19), { instrument: 'WDOFUT', adjusted: 'ratio' }));
    const error = await userErrorOf(store.readDayEvents('WDOFUT', DAY, 0));
    expect(error).toMatchObject({ code: 'adjusted-series', field: 'price' });
    expect(error.message).toContain('5400.19');
    expect(error.fix).toContain('dated contract');
  });

  it('are not a mixture of ticks and candles, which tell the same trades twice', async () => {
    const { store } = scratch();
    await store.writeDay(part('candles-1m', candles(5400)));
    await store.writeDay(part('trades', trades([0], [5400])));
    expect((await store.readDayEvents('WDOU25', DAY, 0)).kindAt(0)).toBe(Kind.trade);
    const mixed = store.readDayEvents('WDOU25', DAY, 0, ['trades', 'candles-1m']);
    expect(await userErrorOf(mixed)).toMatchObject({ code: 'bad-option' });
  });

  it('name what is there when the day is missing', async () => {
    const { store } = scratch();
    await store.writeDay(part('trades', trades([0], [5400])));
    const error = await userErrorOf(store.readDayEvents('WDOU25', '2025-08-06', 0));
    expect(error).toMatchObject({ code: 'part-missing' });
    expect(error.message).toContain(DAY);
    // the kinds do not have the same days, and the first by name is not the first by day
    await store.writeDay(part('candles-1m', candles(5400), { day: '2025-08-20' }));
    await store.writeDay(part('quotes', { ...trades([0], [0]), ...QUOTE_SIDES }, { day: '2025-08-01' }));
    const span = await userErrorOf(store.readDayEvents('WDOU25', '2025-08-06', 0));
    expect(span.message).toMatch(/days from 2025-08-01 to 2025-08-20$/);
    expect(store.parts('WDOU25').map(({ day, kind }) => `${day} ${kind}`)).toEqual([
      '2025-08-01 quotes',
      `${DAY} trades`,
      '2025-08-20 candles-1m',
    ]);
  });
});

describe('the contract days of a symbol', () => {
  it('follow the roll, give the finest kind and list what is missing', async () => {
    const { store } = scratch();
    await store.writeDay(part('candles-5m', candles(5400), { day: '2025-08-28' }));
    await store.writeDay(part('candles-1m', candles(5400), { day: '2025-08-28' }));
    await store.writeDay(part('trades', trades([0], [5400]), { instrument: 'WDOV25', day: '2025-08-29' }));
    await store.writeDay(part('candles-1m', candles(5400), { instrument: 'WDOV25', day: '2025-08-29' }));
    for (const name of ['WDO', 'WDOFUT', 'WDO$N']) {
      expect(store.contractDays(name, '2025-08-28', '2025-09-01')).toEqual({
        days: [
          { day: '2025-08-28', contract: 'WDOU25', kind: 'candles-1m' },
          { day: '2025-08-29', contract: 'WDOV25', kind: 'trades' },
        ],
        missing: [{ day: '2025-09-01', contract: 'WDOV25' }],
      });
    }
    const candlesOnly = store.contractDays('WDOFUT', '2025-08-29', '2025-08-29', 'candles-1m');
    expect(candlesOnly.days).toEqual([{ day: '2025-08-29', contract: 'WDOV25', kind: 'candles-1m' }]);
    expect(store.contractDays('WDOU25', '2025-08-28', '2025-08-28').days[0]!.kind).toBe('candles-1m');
  });

  it('are refused for unknown symbols and days', async () => {
    const { store } = scratch();
    expect(() => store.contractDays('PETR4', DAY, DAY)).toThrow(/PETR4/);
    expect(() => store.contractDays('WDO', '5 August', DAY)).toThrow(/5 August/);
    expect(() => store.contractDays('WDO', '1999-01-04', DAY)).toThrow(/calendar/);
  });
});

describe('reading candles', () => {
  it('joins the days asked for and leaves out columns that one of them lacks', async () => {
    const { store } = scratch();
    await store.writeDay(part('candles-1m', { ...candles(5400), turnover: [1] }, { day: '2025-08-05' }));
    await store.writeDay(part('candles-1m', candles(5401), { day: '2025-08-06' }));
    await store.writeDay(part('candles-1m', candles(5402), { day: '2025-08-07' }));
    const range = await store.readCandles('WDOU25', '2025-08-05', '2025-08-06');
    expect(Array.from(range.columns.close!)).toEqual([5400, 5401]);
    expect(range.columns.turnover).toBeUndefined();
    expect(range.days).toEqual([
      { day: '2025-08-05', start: 0, end: 1 },
      { day: '2025-08-06', start: 1, end: 2 },
    ]);
    expect(await store.readCandles('WDOU25', '2026-01-01', '2026-01-31')).toEqual({ columns: {}, rows: 0, days: [] });
  });
});
