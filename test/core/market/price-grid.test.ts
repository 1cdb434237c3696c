import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvariantError } from '../../../src/core/assert.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { isOnGrid, priceAt, stopPriceOnGrid, targetPriceOnGrid, tickAt } from '../../../src/core/market/price-grid.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const wdo = rootInstrument('WDO');
const win = rootInstrument('WIN');

describe('price grid', () => {
  it('turns ticks into prices and back without change', () => {
    const instruments = fc.constantFrom(wdo, win, rootInstrument('DOL'), rootInstrument('IND'));
    const ticks = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(instruments, ticks, (instrument, tick) => {
        const price = priceAt(instrument, tick);
        expect(price % instrument.tick === 0).toBe(true);
        expect(isOnGrid(instrument, price)).toBe(true);
        expect(tickAt(instrument, price)).toBe(tick + 0);
      }),
      { seed: 1, numRuns: propertyRuns(1000) },
    );
  });

  it('accepts the noise of floats and nothing more', () => {
    expect(tickAt(wdo, 5432.5 + 1e-9)).toBe(10_865);
    expect(isOnGrid(wdo, 5432.5 + 1e-9)).toBe(true);
    expect(isOnGrid(wdo, 5432.51)).toBe(false);
    expect(isOnGrid(win, 131_252)).toBe(false);
    expect(isOnGrid(wdo, Number.NaN)).toBe(false);
    expect(isOnGrid(wdo, Number.POSITIVE_INFINITY)).toBe(false);
  });

  it('stops on a price off the grid, naming it', () => {
    expect(() => tickAt(wdo, 5903.65)).toThrow(InvariantError);
    expect(() => tickAt(wdo, 5903.65)).toThrow('price 5903.65 is not a multiple of the tick 0.5 of WDO');
    expect(() => tickAt(win, Number.NaN)).toThrow(InvariantError);
  });

  it('never gives a negative zero', () => {
    expect(Object.is(tickAt(wdo, -0), 0)).toBe(true);
    expect(Object.is(tickAt(wdo, -1e-9), 0)).toBe(true);
  });

  it('rounds stops away from the entry and targets towards it', () => {
    expect(stopPriceOnGrid(wdo, 'buy', 5400.3)).toBe(5400);
    expect(stopPriceOnGrid(wdo, 'sell', 5400.3)).toBe(5400.5);
    expect(targetPriceOnGrid(wdo, 'buy', 5410.3)).toBe(5410);
    expect(targetPriceOnGrid(wdo, 'sell', 5390.3)).toBe(5390.5);
    expect(stopPriceOnGrid(win, 'buy', 131_252)).toBe(131_250);
    expect(targetPriceOnGrid(win, 'sell', 131_252)).toBe(131_255);
  });

  it('leaves a price on the grid where it is, float noise or not', () => {
    for (const noise of [0, 1e-10, -1e-10]) {
      expect(stopPriceOnGrid(wdo, 'buy', 5400.5 + noise)).toBe(5400.5);
      expect(stopPriceOnGrid(wdo, 'sell', 5400.5 + noise)).toBe(5400.5);
      expect(targetPriceOnGrid(wdo, 'buy', 5400.5 + noise)).toBe(5400.5);
      expect(targetPriceOnGrid(wdo, 'sell', 5400.5 + noise)).toBe(5400.5);
    }
  });

  it('moves any price by less than a tick, onto the grid, never the wrong way', () => {
    const price = fc.double({ min: 1000, max: 200_000, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(wdo, win), price, (instrument, wanted) => {
        const below = stopPriceOnGrid(instrument, 'buy', wanted);
        const above = stopPriceOnGrid(instrument, 'sell', wanted);
        const noise = 2e-6 * instrument.tick;
        expect(isOnGrid(instrument, below) && isOnGrid(instrument, above)).toBe(true);
        expect(below).toBeLessThanOrEqual(wanted + noise);
        expect(above).toBeGreaterThanOrEqual(wanted - noise);
        expect(wanted - below).toBeLessThan(instrument.tick);
        expect(above - wanted).toBeLessThan(instrument.tick);
      }),
      { seed: 2, numRuns: propertyRuns(1000) },
    );
  });
});
