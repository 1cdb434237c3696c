// The stream and the day read whole are two ways to the same events: the same bytes for every kind, or the same refusal.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { columnsOf, isCandleKind, type PartKind } from '../../../../src/adapters/datasets/schema.ts';
import { type DatasetStore, openStore } from '../../../../src/adapters/datasets/store.ts';
import { UserError } from '../../../../src/adapters/user-error.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import { Kind } from '../../../../src/core/market/event-record.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { scratch } from '../scratch.ts';
import { bytesOf, CLEAN, collected, columnsFrom, NINE, part, tradesAt } from './made-parts.ts';

const SEED = 20250827;
const DAY = '2025-08-27';
const NINE_US = utcUsOf(DAY, NINE);
/** Built in; defined beside its parts; of no known tick. */
const INSTRUMENTS = ['WDOU25', 'PAPER', 'NOBODY'] as const;
const CENT = { symbol: 'PAPER', tick: 0.01, currency: 'USD', timeZone: 'UTC' };

type Values = fc.Arbitrary<number>;

/** Steps of a column that ascends; the first of a tie is told first. */
const STEPPED: Readonly<Record<string, number>> = {
  time_us: 1000,
  received_us: 1000,
  order: 2,
  open_time_us: 60_000_000,
};
const CHOSEN: Readonly<Record<string, Values>> = {
  aggressor: fc.integer({ min: 0, max: 2 }),
  inferred_side: fc.integer({ min: 0, max: 2 }),
  condition: fc.integer({ min: 0, max: 4 }),
  correction: fc.integer({ min: 0, max: 1 }),
  flags: fc.integer({ min: 0, max: 7 }),
  action: fc.integer({ min: 1, max: 10 }),
  order_id: fc.integer({ min: 0, max: 9 }),
};
const ticks = fc.integer({ min: 10_800, max: 10_810 });
const price = fc.oneof(
  { weight: 200, arbitrary: ticks.map((each) => each / 2) },
  { weight: 1, arbitrary: fc.constant(0.0003) },
);
const small = fc.integer({ min: 0, max: 20 });

function columnArbitrary(name: string, rows: number): fc.Arbitrary<Float64Array> {
  const step = STEPPED[name];
  const values: Values =
    step === undefined
      ? (CHOSEN[name] ?? (/^(price|bid|ask|open|high|low|close)$/.test(name) ? price : small))
      : fc.integer({ min: 0, max: step });
  return fc.array(values, { minLength: rows, maxLength: rows }).map((array) => {
    const column = Float64Array.from(array);
    if (step === undefined) return column;
    let sum = name === 'order' ? 0 : NINE_US;
    return column.map((each) => (sum += each));
  });
}

function columnsArbitrary(kind: PartKind): fc.Arbitrary<PartColumns> {
  return fc.integer({ min: 1, max: 60 }).chain((rows) => {
    const specs = columnsOf(kind);
    const record = Object.fromEntries(specs.map(({ name }) => [name, columnArbitrary(name, rows)]));
    return fc
      .record(record, { requiredKeys: specs.filter(({ optional }) => !optional).map(({ name }) => name) })
      .map((columns) => columns as PartColumns)
      .map((columns) => (isCandleKind(kind) ? { ...columns, close_time_us: closes(columns.open_time_us!) } : columns));
  });
}

function closes(opens: Float64Array): Float64Array {
  return opens.map((timeUs) => timeUs + 60_000_000);
}

const kindsArbitrary: fc.Arbitrary<readonly PartKind[]> = fc.oneof(
  { weight: 6, arbitrary: fc.subarray<PartKind>(['trades', 'quotes', 'levels'], { minLength: 1 }) },
  { weight: 6, arbitrary: fc.subarray<PartKind>(['orders', 'quotes', 'trades'], { minLength: 1 }) },
  { weight: 6, arbitrary: fc.constantFrom<PartKind>('candles-1m', 'candles-5m', 'daily').map((kind) => [kind]) },
  // those that no stream can be made of
  { weight: 1, arbitrary: fc.subarray<PartKind>(['trades', 'levels', 'orders', 'lasts', 'daily'], { minLength: 2 }) },
  { weight: 1, arbitrary: fc.constantFrom<readonly PartKind[]>(['lasts'], ['trades', 'trades']) },
);

const caseArbitrary = fc.record({
  instrument: fc.constantFrom(...INSTRUMENTS),
  sideSource: fc.constantFrom('feed', 'tickRule', 'none'),
  parts: kindsArbitrary.chain((kinds) =>
    fc.tuple(...kinds.map((kind) => columnsArbitrary(kind).map((columns) => ({ kind, columns })))),
  ),
  batchRecords: fc.integer({ min: 1, max: 40 }),
});

/** The bytes, or what the user is told. */
async function outcomeOf(read: Promise<EventBatch>): Promise<Uint8Array | string> {
  try {
    return bytesOf(await read);
  } catch (error) {
    if (error instanceof UserError) return `${error.code} ${error.field}: ${error.message}`;
    throw error;
  }
}

function emptyStore(): DatasetStore {
  // any numbers at all: the quality gate refuses them
  return openStore(scratch().home, { acceptRefused: true });
}

function definePaper(store: DatasetStore): void {
  mkdirSync(join(store.root, 'PAPER'), { recursive: true });
  writeFileSync(join(store.root, 'PAPER', 'instrument.json'), JSON.stringify(CENT));
}

describe('a day as a stream and as a whole', () => {
  it('are the same bytes, or refused with the same words, whatever the kinds and the instrument', async () => {
    const store = emptyStore();
    definePaper(store);
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(caseArbitrary, async ({ instrument, sideSource, parts, batchRecords }) => {
        const unique = [...new Map(parts.map((each) => [each.kind, each])).values()];
        const written = unique.map(({ kind, columns }) =>
          part(instrument, DAY, kind, columns, { sideSource: sideSource as 'feed' }),
        );
        await store.writeParts(written, { replace: true });
        const kinds = parts.map(({ kind }) => kind);
        const series = [{ instrument, instrumentId: 3, kinds }];
        const stream = await outcomeOf(collected(store, { series, from: DAY, to: DAY, batchRecords }));
        expect(stream).toEqual(await outcomeOf(store.readDayEvents(instrument, DAY, 3, kinds)));
        seen.add(typeof stream === 'string' ? stream.split(':')[0]! : 'bytes');
      }),
      { seed: SEED, numRuns: propertyRuns(60) },
    );
    expect([...seen].sort()).toEqual(['adjusted-series price', 'bad-option instrument', 'bad-option kinds', 'bytes']);
  });

  it('are the same over row groups, with a book of orders that lives on from one to the next', async () => {
    const store = emptyStore();
    const rows = 260_000;
    const each = (value: (row: number) => number) => Float64Array.from({ length: rows }, (_, row) => value(row));
    const orders = {
      ...{ time_us: each((row) => NINE_US + 2 * row), order: each((row) => 2 * row) },
      // every order is added, and taken away a thousand messages later
      action: each((row) => (Math.floor(row / 1000) % 2 === 0 ? 1 : 6)),
      flags: each((row) => row % 2),
      order_id: each((row) => 1 + (row % 1000) + 1000 * Math.floor(row / 2000)),
      ...{ price: each((row) => 5400 + (row % 2) * 10 + (row % 7) / 2), quantity: each((row) => 1 + (row % 5)) },
    };
    const trades = {
      ...tradesAt([...each((row) => NINE_US + 2 * row + 1)]),
      order: each((row) => 2 * row + 1),
    };
    await store.writeParts([
      part('WDOU25', DAY, 'orders', orders, { quality: CLEAN }),
      part('WDOU25', DAY, 'trades', trades, { quality: CLEAN }),
    ]);
    const series = [{ instrument: 'WDOU25', instrumentId: 0 }];
    const read = await collected(store, { series, from: DAY, to: DAY });
    expect(read.length).toBe(2 * rows);
    expect(Buffer.compare(bytesOf(read), bytesOf(await store.readDayEvents('WDOU25', DAY, 0)))).toBe(0);
  });

  it('know the tick of an instrument that is defined beside its parts', async () => {
    const store = emptyStore();
    const names = ['open_time_us', 'close_time_us', 'open', 'high', 'low', 'close', 'volume', 'trades'];
    const candles = columnsFrom(names, [[NINE_US, NINE_US + 60e6, 10.01, 10.02, 10, 10.01, 5, -1]]);
    const order = ['time_us', 'order', 'action', 'flags', 'order_id', 'price', 'quantity'];
    await store.writeParts([
      part('PAPER', DAY, 'candles-1m', candles),
      part('PAPER', DAY, 'orders', columnsFrom(order, [[NINE_US, 0, 1, 0, 7, 10.01, 5]])),
    ]);
    definePaper(store);
    const bars = await store.readDayEvents('PAPER', DAY, 0, ['candles-1m']);
    expect([bars.length, bars.kindAt(0), bars.i32[8]]).toEqual([1, Kind.bar, 1001]);
    const book = await store.readDayEvents('PAPER', DAY, 0, ['orders']);
    expect([book.length, book.kindAt(0), book.f64[4], book.f64[5]]).toEqual([1, Kind.bookChange, 10.01, 5]);
  });
});

describe('kinds that cannot be one stream', () => {
  it.each([
    [['lasts'], 'There are no events for the kind lasts of WDOU25'],
    [['trades', 'candles-1m'], 'they tell the same trades twice'],
    [['candles-1m', 'candles-5m'], 'they tell the same trades twice'],
    [['trades', 'levels', 'orders'], 'they tell the same book twice'],
    [['quotes', 'quotes'], 'The kind quotes of WDOU25 is asked for twice'],
  ] as const)('are refused: %s', async (kinds, why) => {
    const { store } = scratch();
    await store.writeDay(part('WDOU25', DAY, 'trades', tradesAt([NINE_US])));
    const series = [{ instrument: 'WDOU25', instrumentId: 0, kinds }];
    const outcome = await outcomeOf(collected(store, { series, from: DAY, to: DAY }));
    expect(outcome).toContain('bad-option kinds');
    expect(outcome).toContain(why);
  });
});
