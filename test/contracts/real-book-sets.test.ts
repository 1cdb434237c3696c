// Imports the real books; expects that they are rebuilt from the stored parts, whole, with exactly the inconsistencies known of them.

import { expect, it } from 'vitest';
import { readEvents } from '../../src/adapters/datasets/reader/event-reader.ts';
import type { DatasetStore } from '../../src/adapters/datasets/store.ts';
import { noBookFaults } from '../../src/core/candles/book-faults.ts';
import { type BookSide, OrderBook } from '../../src/core/candles/order-book.ts';
import { OrderByOrderBook } from '../../src/core/candles/order-by-order-book.ts';
import { noSequenceFaults } from '../../src/core/candles/sequence-faults.ts';
import { SequencedLevelBook } from '../../src/core/candles/sequenced-level-book.ts';
import type { EventBatch } from '../../src/core/market/event-batch.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, F64_A, F64_B, Kind } from '../../src/core/market/event-record.ts';
import { ORDER_MORE, ORDER_SNAPSHOT } from '../../src/core/market/order-message.ts';
import { describeRealSet, untoldCount } from './describe-real-set.ts';
import { realSet } from './real-sets-table.ts';
import { rangeOf, sumOf } from './stored-rows.ts';

const ES_DAY = '2023-12-25';
const ES_TICKS_PER_POINT = 4;
/** The opening auction is over. */
const TRADING_US = Date.parse('2023-12-25T23:00:01Z') * 1000;
/** The first live message, after those of the snapshot. */
const LIVE_US = Date.parse('2023-12-25T22:00:00Z') * 1000;

const es = realSet('cme-es-mbo-20231225');
describeRealSet(es, ({ store }) => {
  const orders = () => store.readPart('ESH4', 'orders', ES_DAY);

  it('is a snapshot of 8,725 orders and 2,973 trades of 9,892 contracts between 4800.25 and 4811.75', async () => {
    const { flags, received_us, sequence } = await orders();
    const trades = await store.readPart('ESH4', 'trades', ES_DAY);
    const isResting = (row: number): boolean => (flags![row]! & ORDER_SNAPSHOT) !== 0;
    expect(flags!.filter((_, row) => isResting(row))).toHaveLength(8725);
    expect(isResting(8724)).toBe(true);
    expect(received_us![8725]! >= LIVE_US).toBe(true);
    expect([trades.price!.length, sumOf(trades.quantity!)]).toEqual([2973, 9892]);
    expect(rangeOf([trades.price!])).toEqual([4800.25, 4811.75]);
    expect([...trades.price!].every((price) => (price * ES_TICKS_PER_POINT) % 1 === 0)).toBe(true);
    const backwards = sequence!.filter((number, row) => row > 0 && isResting(row) && number < sequence![row - 1]!);
    expect(backwards).toHaveLength(untoldCount(es, 'rows of the snapshot'));
  });

  it('makes a book that knows every order but those of 7 fills, and never crosses in trading', async () => {
    const { action, flags, order_id, price, quantity, received_us } = await orders();
    const book = new OrderByOrderBook();
    const spreads: Record<number, number> = {};
    for (let row = 0; row < action!.length; row++) {
      const ticks = Math.round(price![row]! * ES_TICKS_PER_POINT);
      book.apply(action![row]!, flags![row]!, order_id![row]!, ticks, quantity![row]!);
      if ((flags![row]! & ORDER_MORE) !== 0 || received_us![row]! < TRADING_US) continue;
      const spread = book.asks.ticksAt(0)! - book.bids.ticksAt(0)!;
      spreads[spread] = (spreads[spread] ?? 0) + 1;
    }
    book.check();
    expect(book.faults).toEqual({
      ...noBookFaults(),
      unknownFills: untoldCount(es, 'fills of an order'),
      crossedEvents: untoldCount(es, 'events after which'),
    });
    expect(spreads).toEqual({ 1: 41_403, 2: 4123, 3: 35 });
    expect(spreads[1]! / 45_561).toBeCloseTo(0.91, 2);
    expect([book.events, book.orders]).toEqual([47_022, 11_217]);
  });

  it('makes the same book of levels in the engine', async () => {
    const book = new EngineBook(ES_TICKS_PER_POINT);
    await book.read(store, 'ESH4', ES_DAY, ES_DAY, ['orders', 'trades']);
    const { action, flags, order_id, price, quantity } = await orders();
    const byOrder = new OrderByOrderBook();
    for (let row = 0; row < action!.length; row++) {
      const ticks = Math.round(price![row]! * ES_TICKS_PER_POINT);
      byOrder.apply(action![row]!, flags![row]!, order_id![row]!, ticks, quantity![row]!);
    }
    expect(book.trades).toBe(2973);
    for (const [levels, queues] of [
      [book.levels.bids, byOrder.bids],
      [book.levels.asks, byOrder.asks],
    ] as const) {
      expect(levels.levels).toBe(queues.levels);
      for (let depth = 0; depth < queues.levels; depth++) {
        expect([levels.ticksAt(depth), levels.quantityAt(depth)]).toEqual([
          queues.ticksAt(depth),
          queues.quantityAt(depth),
        ]);
      }
    }
  });
});

const FUTURES_DAY = '2024-08-08';
const futures = realSet('binance-l2-20240808, futures');
describeRealSet(futures, ({ store }) => {
  it('is 6,551 differences of 443,521 levels and a snapshot, received over 345 s, 1.27 s before they were sent', async () => {
    const { flags, received_us } = await store.readPart('BTCUSDT', 'levels', FUTURES_DAY);
    const snapshot = flags!.filter((each) => (each & BOOK_CLEAR) !== 0);
    const messages = flags!.filter((each) => (each & BOOK_MORE) === 0);
    expect([snapshot.length, messages.length - 1]).toEqual([1, 6551]);
    expect(flags!.length - levelsOfSnapshot(flags!)).toBe(443_521);
    expect(Math.round((received_us!.at(-1)! - received_us![0]!) / 1e6)).toBe(345);
    await expectSlowClock(store);
  });

  it('makes a whole book without a gap, and the same best prices in the engine', async () => {
    const book = new SequencedLevelBook();
    await feed(book, store, FUTURES_DAY, 10);
    expect([book.isWhole, book.messages, book.snapshots, book.faults]).toEqual([true, 6546, 1, noSequenceFaults()]);
    const engine = new EngineBook(10);
    await engine.read(store, 'BTCUSDT', FUTURES_DAY, FUTURES_DAY, undefined);
    expect([engine.trades, engine.quotes, engine.changes]).toEqual([21_313, 66_089, 445_521]);
    expect(bestOf(engine.levels)).toEqual(bestOf(book.book));
    expect(bestOf(engine.levels)).toEqual(engine.best);
    expect(await newerThanSnapshot(store, FUTURES_DAY)).toHaveLength(untoldCount(futures, 'level changes newer'));
  });
});

const SPOT_DAYS = ['2024-08-08', '2024-08-09'] as const;
const spot = realSet('binance-l2-20240808, spot');
describeRealSet(spot, ({ store }) => {
  it('goes on in the second file, which has no snapshot, and trades between 61,583 and 61,861 in the first', async () => {
    const [first, second] = await Promise.all(SPOT_DAYS.map((day) => store.readPart('BTCUSDT', 'levels', day)));
    const snapshots = [first!, second!].map(({ flags }) => flags!.filter((each) => (each & BOOK_CLEAR) !== 0).length);
    expect(snapshots).toEqual([1, 0]);
    expect(second!.previous_sequence![0]).toBe(first!.sequence!.at(-1));
    const { price } = await store.readPart('BTCUSDT', 'trades', SPOT_DAYS[0]);
    expect(rangeOf([price!])).toEqual([61_583.22, 61_860.8]);
    const { received_us } = second!;
    expect(Math.floor((received_us!.at(-1)! - received_us![0]!) / 1e6)).toBe(304);
  });

  it('makes one whole book over both files without a gap', async () => {
    const book = new SequencedLevelBook();
    for (const day of SPOT_DAYS) await feed(book, store, day, 100);
    expect([book.isWhole, book.messages, book.snapshots, book.faults]).toEqual([true, 6493, 1, noSequenceFaults()]);
  });

  it('differs in the engine in nothing but what the difference newer than the snapshot had said before it', async () => {
    const book = new SequencedLevelBook();
    for (const day of SPOT_DAYS) await feed(book, store, day, 100);
    const engine = new EngineBook(100);
    await engine.read(store, 'BTCUSDT', SPOT_DAYS[0], SPOT_DAYS[1], undefined);
    const newer = await newerThanSnapshot(store, SPOT_DAYS[0]);
    expect(newer).toHaveLength(untoldCount(spot, 'level changes newer'));
    const lost = new Set(newer.map((price) => Math.round(price * 100)));
    for (const [side, whole] of [
      [engine.levels.bids, book.book.bids],
      [engine.levels.asks, book.book.asks],
    ] as const) {
      const ticks = [...ticksOf(side), ...ticksOf(whole)];
      const differing = ticks.filter((each) => side.quantityOf(each) !== whole.quantityOf(each));
      expect(differing.filter((each) => !lost.has(each))).toEqual([]);
    }
  });

  it('makes no book from the second file alone', async () => {
    const book = new SequencedLevelBook();
    await feed(book, store, SPOT_DAYS[1], 100);
    expect([book.isWhole, book.messages]).toEqual([false, 0]);
  });
});

/** The median that the rule gives, of each kind. */
async function expectSlowClock(store: DatasetStore): Promise<void> {
  for (const part of store.parts('BTCUSDT')) {
    const finding = store.manifest(part).quality!.findings.find(({ rule }) => rule === 'received-before-exchange');
    expect((finding!.values!.medianOffsetUs as number) / 1e6).toBeCloseTo(-1.27, 2);
    const { received_us } = await store.readPart('BTCUSDT', part.kind, part.day);
    expect(received_us!.every((timeUs, row) => row === 0 || timeUs >= received_us![row - 1]!)).toBe(true);
  }
}

/** Prices of the changes that came before the snapshot and have a number above its own. */
async function newerThanSnapshot(store: DatasetStore, day: string): Promise<readonly number[]> {
  const { flags, sequence, price } = await store.readPart('BTCUSDT', 'levels', day);
  const start = flags!.findIndex((each) => (each & BOOK_CLEAR) !== 0);
  return [...price!.subarray(0, start)].filter((_, row) => sequence![row]! > sequence![start]!);
}

function ticksOf(side: BookSide): readonly number[] {
  return Array.from({ length: side.levels }, (_, depth) => side.ticksAt(depth)!);
}

function levelsOfSnapshot(flags: Float64Array): number {
  const start = flags.findIndex((each) => (each & BOOK_CLEAR) !== 0);
  return flags.findIndex((each, row) => row >= start && (each & BOOK_MORE) === 0) - start + 1;
}

async function feed(book: SequencedLevelBook, store: DatasetStore, day: string, ticksPerUnit: number): Promise<void> {
  const { flags, price, quantity, sequence, previous_sequence } = await store.readPart('BTCUSDT', 'levels', day);
  for (let row = 0; row < flags!.length; row++) {
    const ticks = Math.round(price![row]! * ticksPerUnit);
    book.apply(flags![row]!, ticks, quantity![row]!, sequence![row]!, previous_sequence![row]);
  }
}

function bestOf({ bids, asks }: OrderBook): readonly (number | undefined)[] {
  return [bids.ticksAt(0), bids.quantityAt(0), asks.ticksAt(0), asks.quantityAt(0)];
}

/** Events in the order in which the engine gets them; the book that it makes of them, and the last best prices told beside it. */
class EngineBook {
  readonly levels = new OrderBook();
  trades = 0;
  quotes = 0;
  changes = 0;
  /** Bid, its size, ask and its size. */
  best: readonly number[] = [];
  private readonly ticksPerUnit: number;

  constructor(ticksPerUnit: number) {
    this.ticksPerUnit = ticksPerUnit;
  }

  async read(store: DatasetStore, instrument: string, from: string, to: string, kinds: Kinds): Promise<void> {
    const series = [{ instrument, instrumentId: 0, kinds }];
    for await (const batch of readEvents(store, { series, from, to })) {
      for (let index = 0; index < batch.length; index++) this.take(batch, index);
    }
  }

  private take(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    const f = batch.f64At(index);
    const [a, b] = [batch.f64[f + F64_A]!, batch.f64[f + F64_B]!];
    if (kind === Kind.trade) this.trades += 1;
    else if (kind === Kind.quote) this.quote(batch.f64.subarray(f + F64_A, f + F64_A + 4));
    else if (kind === Kind.bookChange) this.change(batch.flagsAt(index), this.ticksOf(a), b);
  }

  private change(flags: number, ticks: number, quantity: number): void {
    const { bids, asks } = this.levels;
    this.changes += 1;
    if ((flags & BOOK_CLEAR) !== 0) this.levels.clear();
    ((flags & BOOK_ASK) === 0 ? bids : asks).set(ticks, quantity);
  }

  private quote([bid, ask, bidSize, askSize]: Float64Array): void {
    this.quotes += 1;
    this.best = [this.ticksOf(bid!), bidSize!, this.ticksOf(ask!), askSize!];
  }

  private ticksOf(price: number): number {
    return Math.round(price * this.ticksPerUnit);
  }
}

type Kinds = NonNullable<Parameters<typeof readEvents>[1]['series'][number]['kinds']> | undefined;
