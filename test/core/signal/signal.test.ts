// Distances around an entry: the stop and the target they become are on the grid, on their side, at least a tick away.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Root } from '../../../src/core/market/instrument.ts';
import { rootInstrument } from '../../../src/core/market/instrument-table.ts';
import { isOnGrid, priceAt } from '../../../src/core/market/price-grid.ts';
import { makeSignal } from '../../../src/core/signal/signal.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const wdo = rootInstrument('WDO');
const signal = (direction: 1 | -1, stopPoints: number, targetPoints: number, root: Root = 'WDO', entryTicks = 11_000) =>
  makeSignal('s', 0, rootInstrument(root), direction, entryTicks, { stopPoints, targetPoints }, 'why');

describe('a signal', () => {
  it('places stop and target around its entry', () => {
    expect(signal(1, 5, 10)).toEqual({
      strategyId: 's',
      instrumentId: 0,
      side: 'buy',
      entryTicks: 11_000,
      stopTicks: 10_990,
      targetTicks: 11_020,
      reason: 'why',
    });
    expect(signal(-1, 5, 10)).toMatchObject({ side: 'sell', stopTicks: 11_010, targetTicks: 10_980 });
  });

  it('rounds the stop away from the entry and the target towards it', () => {
    expect(signal(1, 5.1, 10.4)).toMatchObject({ stopTicks: 10_989, targetTicks: 11_020 });
    expect(signal(-1, 5.1, 10.4)).toMatchObject({ stopTicks: 11_011, targetTicks: 10_980 });
    expect(signal(1, 61, 99, 'WIN', 26_000)).toMatchObject({ stopTicks: 25_987, targetTicks: 26_019 });
  });

  it('does not take the noise of floats for a part of a tick', () => {
    expect(signal(1, 0.1 * 3 * 5, 0.1 * 3 * 5)).toMatchObject({ stopTicks: 10_997, targetTicks: 11_003 });
  });

  it('is at least one tick from its entry on both sides', () => {
    expect(signal(1, 1e-9, 0.01)).toMatchObject({ stopTicks: 10_999, targetTicks: 11_001 });
  });

  it('is never off the grid nor on the wrong side', () => {
    const distance = fc.double({ min: 1e-6, max: 2_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.constantFrom<Root>('WDO', 'DOL', 'WIN', 'IND'),
        fc.constantFrom<1 | -1>(1, -1),
        fc.integer({ min: 5_000, max: 40_000 }),
        distance,
        distance,
        (root, direction, entryTicks, stopPoints, targetPoints) => {
          const instrument = rootInstrument(root);
          const { stopTicks, targetTicks } = signal(direction, stopPoints, targetPoints, root, entryTicks);
          expect((entryTicks - stopTicks) * direction).toBeGreaterThanOrEqual(1);
          expect((targetTicks - entryTicks) * direction).toBeGreaterThanOrEqual(1);
          for (const ticks of [stopTicks, targetTicks]) {
            expect(Number.isSafeInteger(ticks)).toBe(true);
            expect(isOnGrid(instrument, priceAt(instrument, ticks))).toBe(true);
          }
          // rounding never tightens the stop and never asks for more than was wanted, but for the one tick at least
          const slack = 1e-8 * instrument.tick;
          expect(Math.abs(entryTicks - stopTicks) * instrument.tick).toBeGreaterThanOrEqual(stopPoints - slack);
          const reached = Math.abs(targetTicks - entryTicks);
          if (reached > 1) expect(reached * instrument.tick).toBeLessThanOrEqual(targetPoints + slack);
        },
      ),
      { seed: 9, numRuns: propertyRuns(1000) },
    );
  });

  it('has a stop that follows at whole ticks, rounded away from the price, where one is wanted', () => {
    const trail = (trailPoints?: number) => {
      const distances = { stopPoints: 5, targetPoints: 10, ...(trailPoints === undefined ? {} : { trailPoints }) };
      return makeSignal('s', 0, rootInstrument('WDO'), 1, 11_000, distances, '').trailTicks;
    };
    expect([trail(), trail(3), trail(3.1), trail(0.01)]).toEqual([undefined, 6, 7, 1]);
    expect(() => trail(1e300)).toThrow(RangeError);
  });

  it('needs an entry on a positive tick', () => {
    for (const entry of [0, -1, 1.5, Number.NaN]) {
      expect(() => makeSignal('s', 0, wdo, 1, entry, { stopPoints: 5, targetPoints: 5 }, '')).toThrow(/positive tick/);
    }
  });

  it('refuses distances that lead to no price', () => {
    for (const [direction, stopPoints, targetPoints] of [
      [1, Number.NaN, 5],
      [1, 5, Number.NaN],
      [1, 5, Infinity],
      [1, Infinity, 5],
      [-1, 1e300, 5],
      [1, 5, 1e300],
      [1, -Infinity, Number.NaN],
      // the entry is at 5500: no stop of a buy and no target of a sell lie that far below it
      [1, 5_500, 5],
      [-1, 5, 5_500],
      [-1, 5, 1e300],
    ] as const) {
      expect(() => signal(direction, stopPoints, targetPoints)).toThrow(
        new RangeError(`a stop of ${stopPoints} and a target of ${targetPoints} points lead to no price`),
      );
    }
    expect(signal(1, 5_499.5, 5).stopTicks).toBe(1);
    expect(signal(-1, 5, 5_499.5).targetTicks).toBe(1);
  });

  it('is a sound one or a RangeError, whatever the distances', () => {
    const any = fc.oneof(fc.double(), fc.double({ min: 0, max: 12_000 }), fc.constantFrom(-1, 0, 1e300, Infinity));
    let sound = 0;
    fc.assert(
      fc.property(fc.constantFrom<1 | -1>(1, -1), any, any, (direction, stopPoints, targetPoints) => {
        try {
          const { entryTicks, stopTicks, targetTicks } = signal(direction, stopPoints, targetPoints);
          expect((entryTicks - stopTicks) * direction).toBeGreaterThanOrEqual(1);
          expect((targetTicks - entryTicks) * direction).toBeGreaterThanOrEqual(1);
          expect(Math.min(stopTicks, targetTicks)).toBeGreaterThan(0);
          expect(Number.isSafeInteger(stopTicks) && Number.isSafeInteger(targetTicks)).toBe(true);
          sound += 1;
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { seed: 16, numRuns: propertyRuns(1000) },
    );
    expect(sound).toBeGreaterThan(100);
  });
});
