import { describe, expect, it } from 'vitest';
import { FeedKind } from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { OrderByOrderBook } from '../../../../src/core/candles/order-by-order-book.ts';
import { BOOK_CLEAR, Kind } from '../../../../src/core/market/event-record.ts';
import { ORDER_MORE, ORDER_SNAPSHOT, OrderAction } from '../../../../src/core/market/order-message.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { readCmeOrders } from '../../../support/cme-orders.ts';
import { propertyRuns } from '../../../support/property-runs.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { BookOfEvents } from './book-of-events.ts';
import { type Decoding, newDecoding } from './decoding.ts';
import { NaiveVendorBook } from './naive-offers.ts';
import { Payload } from './raw-records.ts';

const FULL = 3;
const RECEIVED_US = 1_754_395_200_000_000;

/** Decodes what waits and plays it into the book of its levels and that of its offers. */
function play(decoding: Decoding, book: BookOfEvents, orders?: OrderByOrderBook): void {
  const { live, offers, run } = decoding;
  live.clear();
  offers.length = 0;
  run();
  book.take(live);
  for (const [, , , action, flags, id, price, quantity] of offers)
    orders?.apply(action, flags, id, price * 2, quantity);
}

describe('the book of offers', () => {
  it('agrees with the lists of the vendor after every change, in levels and in offers', () => {
    for (let seed = 1; seed <= propertyRuns(12); seed++) {
      const random = new Random(seed, 'offers');
      const vendor = new NaiveVendorBook();
      for (let k = 0; k < 60; k++) vendor.step(random);
      const decoding = newDecoding({ book: 'offers' });
      const book = new BookOfEvents();
      const orders = new OrderByOrderBook();
      for (let step = 0; step < 400; step++) {
        if (step % 150 === 0) vendor.tell(decoding.raw.at(RECEIVED_US + step), 1, 7);
        else decoding.raw.at(RECEIVED_US + step).offer(1, vendor.step(random, seed % 2));
        play(decoding, book, orders);
        expect(book.isWhole).toBe(true);
        for (const side of [0, 1]) expect(book.levels(side)).toEqual(vendor.levels(side));
        // an order with nothing left is none in a book by orders
        if (seed % 2 === 1) expect(orders.orders).toBe(vendor.lists[0].length + vendor.lists[1].length);
      }
      const { unknownModifies, unknownRemoves, duplicateAdds, badQuantities } = orders.faults;
      if (seed % 2 === 1) expect([unknownModifies, unknownRemoves, duplicateAdds, badQuantities]).toEqual([0, 0, 0, 0]);
      expect(decoding.decoder.counters.booksLost).toBe(0);
      expect(decoding.decoder.counters.beforeBook).toBe(0);
    }
  });

  it('adds the quantity of an edit to what is there', () => {
    const decoding = newDecoding({ book: 'offers' });
    const book = new BookOfEvents();
    decoding.raw.at(RECEIVED_US).page(1, 0, FULL, [{ price: 5449.5, quantity: 10, id: 4 }]);
    decoding.raw.offer(1, { action: 1, side: 0, position: 0, quantity: -3 });
    play(decoding, book);
    expect(book.levels(0)).toEqual([[5449.5, 7, 1]]);
    expect(decoding.offers.map((row) => [row[3], row[4], row[5], row[6], row[7]])).toEqual([
      [OrderAction.clear, ORDER_MORE, 0, 0, 0],
      [OrderAction.add, ORDER_SNAPSHOT, 4, 5449.5, 10],
      [OrderAction.modify, 0, 4, 5449.5, 7],
    ]);
  });

  it('gives a place and no level to the theoretical offer of an auction', () => {
    const decoding = newDecoding({ book: 'offers' });
    const book = new BookOfEvents();
    const entries = [
      { price: 5449.5, quantity: 10, id: 4 },
      { price: Number.NEGATIVE_INFINITY, quantity: 99, id: 5 },
    ];
    decoding.raw.at(RECEIVED_US).page(1, 0, FULL, entries).offer(1, { action: 1, side: 0, position: 1, quantity: 5 });
    play(decoding, book);
    expect(book.levels(0)).toEqual([[5449.5, 15, 1]]);
    expect(decoding.decoder.counters.theoreticalLevels).toBe(1);
    decoding.raw.offer(1, { action: 1, side: 0, position: 0, price: 5450, quantity: 0 });
    play(decoding, book);
    expect(book.levels(0)).toEqual([
      [5449.5, 15, 1],
      [5450, 99, 1],
    ]);
  });

  it('of one side leaves nothing of the other side of the book before', () => {
    const decoding = newDecoding({ book: 'offers' });
    const book = new BookOfEvents();
    const entry = (price: number) => [{ price, quantity: 1, id: 1 }];
    decoding.raw.at(RECEIVED_US).page(1, 0, FULL, entry(5449)).page(1, 1, FULL, entry(5450));
    play(decoding, book);
    expect([book.levels(0).length, book.levels(1).length, book.clears]).toEqual([1, 1, 1]);
    decoding.raw.offer(1, { action: 0, side: 0, position: 0, price: 5449.5, quantity: 2 });
    decoding.raw.page(1, 1, FULL, entry(5451));
    play(decoding, book);
    expect([book.levels(0), book.levels(1), book.clears]).toEqual([[], [[5451, 1, 1]], 2]);
  });

  it.each([
    ['a position before the first', { action: 1, side: 0, position: 2, quantity: 1 }],
    ['an addition beyond the list', { action: 0, side: 1, position: 1, price: 5451, quantity: 1 }],
    ['a negative position', { action: 2, side: 0, position: -1 }],
    ['a deletion beyond the list', { action: 3, side: 0, position: 2 }],
    ['more contracts taken than are there', { action: 1, side: 0, position: 0, quantity: -11 }],
    ['an unknown action', { action: 7, side: 0, position: 0 }],
    ['an unknown side', { action: 0, side: 2, position: 0, price: 5450, quantity: 1 }],
  ])('is lost by %s: told, cleared, and silent until the next whole one', (_name, change) => {
    const decoding = newDecoding({ book: 'offers' });
    const book = new BookOfEvents();
    const entries = [5449, 5449.5].map((price, at) => ({ price, quantity: 10, id: at + 1 }));
    decoding.raw.at(RECEIVED_US).page(1, 0, FULL, entries).offer(1, change);
    decoding.raw.offer(1, { action: 0, side: 0, position: 0, price: 5448, quantity: 1 });
    play(decoding, book);
    expect(decoding.facts.at(-1)).toMatchObject({ kind: 'bookLost', instrumentId: 7, asset: { ticker: 'WDOU25' } });
    expect(book.levels(0)).toEqual([]);
    expect(decoding.live.flagsAt(decoding.live.length - 1)).toBe(BOOK_CLEAR);
    expect(decoding.decoder.counters).toMatchObject({ booksLost: 1, beforeBook: 1 });
    decoding.raw.page(1, 0, FULL, entries);
    play(decoding, book);
    expect(book.levels(0)).toHaveLength(2);
  });

  it('is lost by a change between pages, by a truncated page, by an overflow and by damage', () => {
    const entries = [{ price: 5449, quantity: 10, id: 1 }];
    const damages: readonly ((decoding: Decoding) => void)[] = [
      ({ raw }) => raw.page(1, 0, 2, entries).offer(1, { action: 2, side: 0, position: 0 }),
      ({ raw }) => raw.page(1, 0, FULL, entries, 8),
      ({ raw }) => raw.page(1, 0, FULL, entries).short(FeedKind.overflow, 0, new Payload().i64(12, 5000, 9000)),
      ({ raw }) => raw.page(1, 0, FULL, entries).short(77, 0, new Payload()),
    ];
    for (const damage of damages) {
      const decoding = newDecoding({ book: 'offers' });
      damage(decoding);
      decoding.run();
      expect(decoding.facts.filter(({ kind }) => kind === 'bookLost')).toHaveLength(1);
      expect(decoding.decoder.counters.booksLost).toBe(1);
    }
  });

  it('is not read where the instrument follows levels', () => {
    const decoding = newDecoding({ book: 'depth' });
    decoding.raw.page(1, 0, FULL, [{ price: 5449, quantity: 10, id: 1 }]);
    decoding.run();
    expect([decoding.live.length, decoding.decoder.counters.otherBook]).toEqual([0, 1]);
  });
});

describeWithRealData('the book of ESH4', ['cme-es-mbo-20231225/ESH4_mbo_20231225.csv.gz'], (path) => {
  it('told by positions as the vendor tells it, has the levels of the source', () => {
    const source = readCmeOrders(path!);
    const vendor = new NaiveVendorBook();
    const sideOf = new Map<number, number>();
    const decoding = newDecoding({ book: 'offers' });
    const book = new BookOfEvents();
    let told = false;
    for (let row = 0; row < 20_000; row++) {
      const id = source.ids[row]!;
      const [action, flags, quantity] = [source.actions[row]!, source.flags[row]!, source.quantities[row]!];
      // ticks of a quarter on a grid of halves
      const price = source.ticks[row]! / 2;
      if (!told && (flags & ORDER_SNAPSHOT) === 0) {
        told = true;
        vendor.tell(decoding.raw, 1, 500);
      }
      const side = sideOf.get(id) ?? flags & 1;
      const at = vendor.lists[side]!.findIndex((offer) => offer.id === id);
      const send = (offer: Parameters<typeof decoding.raw.offer>[1]): void => {
        if (told) decoding.raw.offer(1, offer);
      };
      if (action === OrderAction.add) {
        sideOf.set(id, side);
        send(vendor.add(side, price, quantity, id));
      } else if (at < 0) continue;
      else if (action === OrderAction.cancel) send(vendor.remove(side, at));
      else if (action === OrderAction.modify) {
        if (vendor.lists[side]![at]!.price === price) send(vendor.edit(side, at, quantity));
        else {
          send(vendor.remove(side, at));
          send(vendor.add(side, price, quantity, id));
        }
      }
    }
    play(decoding, book);
    for (const side of [0, 1]) expect(book.levels(side)).toEqual(vendor.levels(side));
    expect(book.levels(0).length + book.levels(1).length).toBeGreaterThan(500);
    expect(decoding.live.kindAt(0)).toBe(Kind.bookChange);
    expect(decoding.decoder.counters).toMatchObject({ booksLost: 0, damaged: 0, offGrid: 0 });
  });
});
