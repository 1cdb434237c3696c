// A stream that begins within a day opens with the book and the quote that were there, and ends with a whole message.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReadRequest } from '../../../../src/adapters/datasets/reader/event-reader.ts';
import type { PartColumns } from '../../../../src/adapters/datasets/row-buffer.ts';
import { type DatasetStore, openStore } from '../../../../src/adapters/datasets/store.ts';
import { utcUsOf } from '../../../../src/core/market/civil-time.ts';
import type { EventBatch } from '../../../../src/core/market/event-batch.ts';
import {
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  F64_A,
  F64_D,
  Kind,
  RECORD_F64,
} from '../../../../src/core/market/event-record.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { scratch } from '../scratch.ts';
import { bytesOf, collected, columnsFrom, levels, NINE, part, quotesOf, tradesAt } from './made-parts.ts';

const SEED = 20250828;
const DAY = '2025-08-27';
const NEXT_DAY = '2025-08-28';
const NINE_US = utcUsOf(DAY, NINE);
const at = (ms: number): number => NINE_US + 1000 * ms;
const SERIES = [{ instrument: 'WDOU25', instrumentId: 4 }];
const REQUEST = { series: SERIES, from: DAY, to: NEXT_DAY };

function emptyStore(): DatasetStore {
  return openStore(scratch().home, { acceptRefused: true });
}

function payloadOf({ f64 }: EventBatch, index: number): readonly number[] {
  return Array.from(f64.subarray(index * RECORD_F64 + F64_A, index * RECORD_F64 + F64_D + 1));
}

/** Kind, flags, received and exchange time in ms after nine, and what it says. */
function rowsOf(batch: EventBatch): readonly (readonly unknown[])[] {
  return Array.from({ length: batch.length }, (_, index) => [
    batch.kindAt(index),
    batch.flagsAt(index),
    (batch.receivedTimeUsAt(index) - NINE_US) / 1000,
    (batch.exchangeTimeUsAt(index) - NINE_US) / 1000,
    ...payloadOf(batch, index).slice(0, 3),
  ]);
}

async function rowsFrom(store: DatasetStore, span: Partial<ReadRequest>) {
  return rowsOf(await collected(store, { ...REQUEST, ...span }));
}

const MORE = BOOK_MORE;
const FIRST_BOOK = [
  [at(0), 0, BOOK_CLEAR | MORE, 5400, 10, 2],
  [at(0), 1, MORE, 5399.5, 20, -1],
  [at(0), 2, BOOK_ASK, 5400.5, 30, 3],
] as const;

describe('a stream that begins within a day', () => {
  it('opens with the last quote and the book, and leaves the trades before it out', async () => {
    const store = emptyStore();
    const book = levels(...FIRST_BOOK, [at(20), 5, 0, 5400, 7, 1], [at(40), 8, BOOK_ASK, 5400.5, 0, 0]);
    const quotes = quotesOf([at(0), 3, 7, 5400, 5400.5, 10, 30], [at(20), 6, 7, 5400, 5400.5, 7, 30]);
    await store.writeParts([
      part('WDOU25', DAY, 'levels', book),
      part('WDOU25', DAY, 'quotes', quotes),
      part(
        'WDOU25',
        DAY,
        'trades',
        tradesAt(
          [at(10), at(30), at(50)].map((each) => each),
          20,
        ),
      ),
    ]);
    expect(await rowsFrom(store, { fromUs: at(25) })).toEqual([
      [Kind.quote, 7, 25, 20, 5400, 5400.5, 7],
      [Kind.bookChange, BOOK_CLEAR | MORE, 25, 20, 5400, 7, 1],
      [Kind.bookChange, MORE, 25, 20, 5399.5, 20, -1],
      [Kind.bookChange, BOOK_ASK, 25, 20, 5400.5, 30, 3],
      [Kind.bookChange, BOOK_ASK, 40, 40, 5400.5, 0, 0],
      [Kind.trade, 1, 30, 30, 5400, 1, 0],
      [Kind.trade, 1, 50, 50, 5400, 1, 0],
    ]);
    // at its very beginning there is nothing to tell
    expect(await rowsFrom(store, { fromUs: at(0) })).toEqual(await rowsFrom(store, {}));
    expect(await rowsFrom(store, { fromUs: at(0) - 1 })).toEqual(await rowsFrom(store, {}));
    const trades = [{ ...SERIES[0]!, kinds: ['trades'] as const }];
    expect((await rowsFrom(store, { series: trades, fromUs: at(25) })).map(([kind]) => kind)).toEqual([1, 1]);
  });

  it('tells a book that was cleared, and one after which nothing happened', async () => {
    const store = emptyStore();
    await store.writeDay(part('WDOU25', DAY, 'levels', levels(...FIRST_BOOK, [at(20), 3, BOOK_CLEAR, 0, 0, 0])));
    expect(await rowsFrom(store, { fromUs: at(20) + 1 })).toEqual([[Kind.bookChange, BOOK_CLEAR, 20.001, 20, 0, 0, 0]]);
    expect(await rowsFrom(store, { fromUs: at(5), toUs: at(6) })).toHaveLength(3);
    expect(await rowsFrom(store, { fromUs: at(6), toUs: at(6) })).toEqual([]);
  });

  it('has the book of orders, whose messages are left out', async () => {
    const store = emptyStore();
    const names = ['time_us', 'order', 'action', 'flags', 'order_id', 'price', 'quantity'];
    const orders = columnsFrom(names, [
      [at(0), 0, 1, 0, 11, 5400, 4],
      [at(1), 1, 1, 0, 12, 5400, 6],
      [at(2), 2, 1, 1, 13, 5401, 5],
      [at(9), 3, 6, 0, 11, 5400, 4],
    ]);
    await store.writeDay(part('WDOU25', DAY, 'orders', orders));
    expect(await rowsFrom(store, { fromUs: at(5) })).toEqual([
      [Kind.bookChange, BOOK_CLEAR | MORE, 5, 2, 5400, 10, 2],
      [Kind.bookChange, BOOK_ASK, 5, 2, 5401, 5, 1],
      [Kind.bookChange, 0, 9, 9, 5400, 6, 1],
    ]);
  });

  it('goes on with a message that had begun, as one message', async () => {
    const store = emptyStore();
    const book = levels([at(0), 0, MORE, 5400, 10, 1], [at(10), 1, MORE, 5399, 5, 1], [at(11), 2, 0, 5398, 6, 1]);
    await store.writeDay(part('WDOU25', DAY, 'levels', book));
    expect(await rowsFrom(store, { fromUs: at(5) })).toEqual([
      [Kind.bookChange, BOOK_CLEAR | MORE, 5, 0, 5400, 10, 1],
      [Kind.bookChange, MORE, 10, 10, 5399, 5, 1],
      [Kind.bookChange, 0, 11, 11, 5398, 6, 1],
    ]);
  });

  it('tells a change of the book that its source dates back, but no such trade', async () => {
    const store = emptyStore();
    const book = levels([at(0), 0, 0, 5400, 10, 1], [at(10), 2, 0, 5399, 5, 1], [at(4), 4, 0, 5400, 6, 1]);
    await store.writeDay(part('WDOU25', DAY, 'levels', book));
    await store.writeDay(part('WDOU25', DAY, 'trades', { ...tradesAt([at(9), at(3)]), order: Float64Array.of(3, 5) }));
    expect((await rowsFrom(store, { fromUs: at(5) })).map(([kind, , ms]) => [kind, ms])).toEqual([
      [Kind.bookChange, 5],
      [Kind.bookChange, 10],
      [Kind.trade, 9],
      [Kind.bookChange, 4],
    ]);
  });

  it('knows the book of days before it, and nothing of another contract', async () => {
    const store = emptyStore();
    const next = utcUsOf(NEXT_DAY, NINE);
    const later = levels([next, 0, 0, 5390, 1, 1]);
    await store.writeDay(part('WDOU25', DAY, 'levels', levels(...FIRST_BOOK)));
    await store.writeDay(part('WDOU25', NEXT_DAY, 'levels', later));
    expect(await rowsFrom(store, { fromUs: next + 1 })).toHaveLength(4);
    const { day, rolled } = { day: '2025-08-29', rolled: utcUsOf('2025-08-29', NINE) };
    await store.writeDay(part('WDOV25', day, 'levels', levels([rolled, 0, 0, 5390, 1, 1])));
    await store.writeDay(part('WDOU25', NEXT_DAY, 'trades', tradesAt([next])));
    await store.writeDay(part('WDOU25', DAY, 'trades', tradesAt([at(0)])));
    await store.writeDay(part('WDOV25', day, 'trades', tradesAt([rolled])));
    const roll = { series: [{ instrument: 'WDO', instrumentId: 0, kinds: ['levels'] as const }], to: day };
    for (const fromUs of [rolled - 1, rolled, rolled + 1]) {
      expect(await rowsFrom(store, { ...roll, fromUs })).toHaveLength(1);
    }
  });
});

describe('a stream that ends within a day', () => {
  it('ends with the whole of a message that had begun', async () => {
    const store = emptyStore();
    const book = levels(
      [at(0), 0, MORE, 5400, 10, 1],
      [at(10), 1, MORE, 5399, 5, 1],
      [at(11), 2, 0, 5398, 6, 1],
      [at(12), 3, MORE, 5397, 6, 1],
      [at(12), 4, 0, 5396, 6, 1],
    );
    await store.writeDay(part('WDOU25', DAY, 'levels', book));
    expect((await rowsFrom(store, { toUs: at(10) })).map(([, , ms]) => ms)).toEqual([0, 10, 11]);
    expect(await rowsFrom(store, { toUs: at(0) })).toEqual([]);
  });
});

interface Told {
  readonly book: ReadonlyMap<string, readonly number[]>;
  readonly quote: readonly number[] | undefined;
}

/** What the records from `from` to before `to` say of the book and quote of an instrument. */
function stateAfter(batch: EventBatch, instrumentId: number, from: number, to: number): Told {
  const book = new Map<string, readonly number[]>();
  let quote: readonly number[] | undefined;
  for (let index = from; index < to; index++) {
    if (batch.instrumentAt(index) !== instrumentId) continue;
    const [price, quantity, orders] = payloadOf(batch, index);
    if (batch.kindAt(index) === Kind.quote) quote = payloadOf(batch, index);
    if (batch.kindAt(index) !== Kind.bookChange) continue;
    const flags = batch.flagsAt(index);
    if ((flags & BOOK_CLEAR) !== 0) book.clear();
    const key = `${flags & BOOK_ASK} ${price}`;
    if (quantity === 0) book.delete(key);
    else book.set(key, [quantity!, orders!]);
  }
  return { book, quote };
}

const messages = fc.array(
  fc.record({
    ms: fc.integer({ min: 0, max: 60 }),
    clears: fc.integer({ min: 0, max: 9 }).map((each) => each === 0),
    changes: fc.array(
      fc.record({
        side: fc.constantFrom(0, BOOK_ASK),
        tick: fc.integer({ min: 0, max: 5 }),
        quantity: fc.integer({ min: 0, max: 3 }),
        orders: fc.constantFrom(-1, 1, 2),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
  { minLength: 1, maxLength: 20 },
);

function levelRows(told: typeof messages extends fc.Arbitrary<infer T> ? T : never, startUs: number): PartColumns {
  const sorted = [...told].sort((a, b) => a.ms - b.ms);
  const rows = sorted.flatMap(({ ms, clears, changes }) =>
    changes.map(({ side, tick, quantity, orders }, index) => {
      const more = index < changes.length - 1 ? MORE : 0;
      const flags = side | more | (index === 0 && clears ? BOOK_CLEAR : 0);
      return [startUs + 1000 * ms, flags, 5400 + tick / 2, quantity, orders];
    }),
  );
  return levels(...rows.map(([timeUs, ...rest], order) => [timeUs!, order, ...rest]));
}

const BOTH = [...SERIES, { instrument: 'OTHER', instrumentId: 9 }];
const NEXT_US = utcUsOf(NEXT_DAY, NINE);

describe('the book and the quote of a stream that begins anywhere', () => {
  it('are at every moment those of the whole stream', async () => {
    const quoteTimes = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 5 });
    const start = fc.record({ nextDay: fc.boolean(), ms: fc.integer({ min: 0, max: 61 }) });
    const cases = fc.tuple(messages, messages, messages, quoteTimes, start, fc.integer({ min: 1, max: 20 }));
    await fc.assert(
      fc.asyncProperty(cases, async ([first, second, other, times, { nextDay, ms }, batchRecords]) => {
        const store = emptyStore();
        const quotes = times.sort((a, b) => a - b).map((each, k) => [at(each), 100 + k, 3, 5399, 5400 + k, 0, 0]);
        await store.writeParts([
          part('WDOU25', DAY, 'levels', levelRows(first, NINE_US)),
          part('WDOU25', NEXT_DAY, 'levels', levelRows(second, NEXT_US)),
          part('OTHER', DAY, 'levels', levelRows(other, NINE_US)),
          part('OTHER', DAY, 'quotes', quotesOf(...quotes)),
        ]);
        const request = { ...REQUEST, series: BOTH, batchRecords };
        const fromUs = (nextDay ? NEXT_US : NINE_US) + 1000 * ms;
        const whole = await collected(store, request);
        const late = await collected(store, { ...request, fromUs });
        let before = 0;
        while (before < whole.length && whole.receivedTimeUsAt(before) < fromUs) before += 1;
        const opening = late.length - (whole.length - before);
        expect(bytesOf(late, opening)).toEqual(bytesOf(whole, before));
        for (const { instrumentId } of BOTH) {
          expect(stateAfter(late, instrumentId, 0, opening)).toEqual(stateAfter(whole, instrumentId, 0, before));
        }
      }),
      { seed: SEED, numRuns: propertyRuns(30) },
    );
  });
});
