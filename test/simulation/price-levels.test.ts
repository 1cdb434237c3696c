// One side of a book by price level, against a plain map of prices.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PriceLevels } from '../../src/simulation/price-levels.ts';
import { propertyRuns } from '../support/property-runs.ts';

const shown = (levels: PriceLevels) =>
  Array.from({ length: levels.count }, (_, level) => [levels.ticksAt(level), levels.quantityAt(level)]);

describe('price levels', () => {
  it('equal a sorted map after any changes', () => {
    const change = fc.tuple(fc.integer({ min: 1, max: 200 }), fc.nat({ max: 3 }));
    fc.assert(
      fc.property(
        fc.constantFrom('bid' as const, 'ask' as const),
        fc.array(change, { maxLength: 400 }),
        (side, changes) => {
          const levels = new PriceLevels(side);
          const map = new Map<number, number>();
          for (const [ticks, quantity] of changes) {
            levels.set(ticks, quantity);
            if (quantity === 0) map.delete(ticks);
            else map.set(ticks, quantity);
          }
          const sign = side === 'bid' ? -1 : 1;
          expect(shown(levels)).toEqual([...map].sort(([a], [b]) => sign * (a - b)));
        },
      ),
      { seed: 11, numRuns: propertyRuns(200) },
    );
  });

  it('tell what is displayed at a price, nothing between levels, and do not know beyond the last', () => {
    const bids = new PriceLevels('bid');
    bids.set(100, 7);
    bids.set(97, 3);
    expect([101, 100, 98, 97, 96].map((ticks) => bids.displayedAt(ticks))).toEqual([0, 7, 0, 3, undefined]);
    bids.clear();
    expect(bids.displayedAt(100)).toBeUndefined();
  });
});
