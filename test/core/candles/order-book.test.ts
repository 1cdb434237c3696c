// Level changes against a naive map: the same levels in the same order; spread, crossing and limits of the book.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BookSide, OrderBook } from '../../../src/core/candles/order-book.ts';
import { MAX_BOOK_LEVELS } from '../../../src/core/candles/sorted-levels.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const change = fc.oneof(
  { arbitrary: fc.record({ ticks: fc.integer({ min: 1, max: 120 }), quantity: fc.nat({ max: 9 }) }), weight: 40 },
  { arbitrary: fc.constant('clear' as const), weight: 1 },
);

describe('a side of the book', () => {
  for (const direction of [-1, 1] as const) {
    it(`holds what a map holds, the ${direction === 1 ? 'lowest' : 'highest'} price first`, () => {
      fc.assert(
        fc.property(fc.array(change, { maxLength: 400 }), (changes) => {
          const side = new BookSide(direction);
          const naive = new Map<number, number>();
          for (const one of changes) {
            if (one === 'clear') {
              side.clear();
              naive.clear();
              continue;
            }
            side.set(one.ticks, one.quantity);
            if (one.quantity === 0) naive.delete(one.ticks);
            else naive.set(one.ticks, one.quantity);
            expect(side.quantityOf(one.ticks)).toBe(one.quantity);
          }
          const levels = [...naive].sort(([a], [b]) => (a - b) * direction);
          expect(side.levels).toBe(levels.length);
          expect(levels.map((_, depth) => [side.ticksAt(depth), side.quantityAt(depth)])).toEqual(levels);
          expect([side.ticksAt(levels.length), side.quantityAt(levels.length)]).toEqual([undefined, 0]);
          for (let ticks = 1; ticks <= 120; ticks++) expect(side.quantityOf(ticks)).toBe(naive.get(ticks) ?? 0);
        }),
        { seed: 5, numRuns: propertyRuns(200) },
      );
    });
  }

  it('loses the level farthest from the best, and counts it, when there is no room for another', () => {
    const side = new BookSide(1);
    for (let ticks = 2 * MAX_BOOK_LEVELS; ticks > MAX_BOOK_LEVELS; ticks--) side.set(ticks, 1);
    side.set(2 * MAX_BOOK_LEVELS, 2);
    expect([side.levels, side.lostLevels]).toEqual([MAX_BOOK_LEVELS, 0]);
    side.set(1, 3);
    expect([side.levels, side.lostLevels]).toEqual([MAX_BOOK_LEVELS, 1]);
    expect([side.ticksAt(0), side.quantityAt(0), side.quantityOf(2 * MAX_BOOK_LEVELS)]).toEqual([1, 3, 0]);
    side.set(2 * MAX_BOOK_LEVELS, 4);
    expect([side.levels, side.lostLevels, side.quantityOf(2 * MAX_BOOK_LEVELS)]).toEqual([MAX_BOOK_LEVELS, 2, 0]);
    side.set(1, 0);
    side.set(2 * MAX_BOOK_LEVELS, 4);
    expect([side.levels, side.lostLevels, side.quantityOf(2 * MAX_BOOK_LEVELS)]).toEqual([MAX_BOOK_LEVELS, 2, 4]);
  });
});

describe('the book', () => {
  it('has a spread where both sides have a level, and is crossed from an equal price on', () => {
    const book = new OrderBook();
    expect([book.spreadTicks, book.crossed]).toEqual([undefined, false]);
    book.bids.set(100, 1);
    expect([book.spreadTicks, book.crossed]).toEqual([undefined, false]);
    book.asks.set(103, 1);
    expect([book.spreadTicks, book.crossed]).toEqual([3, false]);
    book.asks.set(100, 1);
    expect([book.spreadTicks, book.crossed]).toEqual([0, true]);
    book.clear();
    expect([book.spreadTicks, book.crossed]).toEqual([undefined, false]);
  });
});
