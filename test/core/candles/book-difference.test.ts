// Two books and a range of prices against a comparison price by price: the same number of levels that differ.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differingLevels, rangeOf } from '../../../src/core/candles/book-difference.ts';
import { OrderBook } from '../../../src/core/candles/order-book.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const PRICES = 8;
const quantities = fc.array(fc.nat(2), { minLength: PRICES, maxLength: PRICES });

function bookOf(bids: readonly number[], asks: readonly number[]): OrderBook {
  const book = new OrderBook();
  for (const [ticks, quantity] of bids.entries()) book.bids.set(ticks, quantity);
  for (const [ticks, quantity] of asks.entries()) book.asks.set(ticks, quantity);
  return book;
}

it('counts the levels in the range that only one book has or that have another quantity', () => {
  const end = fc.integer({ min: -1, max: PRICES });
  fc.assert(
    fc.property(
      quantities,
      quantities,
      quantities,
      quantities,
      end,
      end,
      (bidsA, asksA, bidsB, asksB, lowestBid, highestAsk) => {
        const bids = bidsA.filter((quantity, ticks) => ticks >= lowestBid && quantity !== bidsB[ticks]).length;
        const asks = asksA.filter((quantity, ticks) => ticks <= highestAsk && quantity !== asksB[ticks]).length;
        const [a, b] = [bookOf(bidsA, asksA), bookOf(bidsB, asksB)];
        expect(differingLevels(a, b, { lowestBid, highestAsk })).toBe(bids + asks);
        expect(differingLevels(b, a, { lowestBid, highestAsk })).toBe(bids + asks);
      },
    ),
    { seed: 83, numRuns: propertyRuns(300) },
  );
});

it('takes a side without levels to say that there are none at any price', () => {
  const empty = new OrderBook();
  const full = bookOf([1, 1], [0, 0, 1]);
  expect(rangeOf(full)).toEqual({ lowestBid: 0, highestAsk: 2 });
  expect(differingLevels(full, empty, rangeOf(empty))).toBe(3);
  expect(differingLevels(empty, new OrderBook(), rangeOf(empty))).toBe(0);
});
