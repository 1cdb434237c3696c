import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustedPrice, nearestOnGrid, tradedPrice } from '../../../../src/core/market/continuous/adjusted-price.ts';
import { adjustmentOf, type PriceChange } from '../../../../src/core/market/continuous/adjustment.ts';
import { type PriceTrack, rollPrices } from '../../../../src/core/market/continuous/roll-prices.ts';
import { rootInstrument } from '../../../../src/core/market/instrument-table.ts';
import { propertyRuns } from '../../../support/property-runs.ts';

const MINUTE = 60e6;
const ROLL_US = 1000 * MINUTE;

/** Candles of one minute; `minutes` count from the roll. */
function track(minutes: readonly number[], firstPrice: number): PriceTrack {
  const column = (value: (minute: number, index: number) => number) => Float64Array.from(minutes, value);
  return {
    openTimeUs: column((minute) => ROLL_US + minute * MINUTE),
    closeTimeUs: column((minute) => ROLL_US + (minute + 1) * MINUTE),
    open: column((_, index) => firstPrice + index),
    close: column((_, index) => firstPrice + index + 0.5),
  };
}

describe('prices at a roll', () => {
  it('are the closes of the last candles that ended together', () => {
    const old = track([-5, -4, -2, -1, 1], 5400);
    const fresh = track([-6, -4, -3, 0, 1], 5440);
    const timeUs = ROLL_US - 3 * MINUTE;
    expect(rollPrices(old, fresh, ROLL_US)).toEqual({ kind: 'sameTime', timeUs, oldPrice: 5401.5, newPrice: 5441.5 });
  });

  it('do not come from the roll day when there are any before', () => {
    const both = track([-1, 0, 1], 5400);
    expect(rollPrices(both, both, ROLL_US)).toMatchObject({ kind: 'sameTime', timeUs: ROLL_US, oldPrice: 5400.5 });
  });

  it('are of two times, and marked so, when no candles ended together', () => {
    expect(rollPrices(track([-3, -2], 5400), track([-1, 2, 3], 5440), ROLL_US)).toEqual({
      kind: 'acrossNight',
      oldTimeUs: ROLL_US - MINUTE,
      oldPrice: 5401.5,
      newTimeUs: ROLL_US + 2 * MINUTE,
      newPrice: 5441,
    });
  });

  it('are unknown, with the reason, when a contract has no candles', () => {
    const some = track([-1, 0], 5400);
    const none = track([], 0);
    expect(rollPrices(none, some, ROLL_US)).toEqual({ kind: 'unknown', reason: 'noOldPrices' });
    expect(rollPrices(some, none, ROLL_US)).toEqual({ kind: 'unknown', reason: 'noNewPrices' });
    expect(rollPrices(track([0, 1], 5400), some, ROLL_US)).toEqual({ kind: 'unknown', reason: 'noOldPrices' });
  });
});

const span = (contract: string) => ({ contract, fromDay: '2025-08-04', toDay: '2025-08-05' });
const sameTime = (oldPrice: number, newPrice: number) =>
  ({ kind: 'sameTime', timeUs: ROLL_US, oldPrice, newPrice }) as const;

describe('an adjustment', () => {
  const spans = ['WDOU25', 'WDOV25', 'WDOX25'].map(span);
  const prices = [sameTime(5420, 5459), sameTime(5322, 5363.5)];

  it('by ratio multiplies what lies before a roll by new / old, over all rolls after it', () => {
    const { contracts } = adjustmentOf('ratio', spans, prices);
    const ratio = 5363.5 / 5322;
    expect(contracts.map(({ contract, change, measuredFrom }) => [contract, change, measuredFrom])).toEqual([
      ['WDOU25', { kind: 'ratio', factor: ratio * (5459 / 5420) }, prices[0]],
      ['WDOV25', { kind: 'ratio', factor: ratio }, prices[1]],
      ['WDOX25', { kind: 'ratio', factor: 1 }, undefined],
    ]);
  });

  it('by difference shifts it by new - old', () => {
    const { contracts } = adjustmentOf('difference', spans, prices);
    expect(contracts.map(({ change }) => change)).toEqual([
      { kind: 'difference', offset: 80.5 },
      { kind: 'difference', offset: 41.5 },
      { kind: 'difference', offset: 0 },
    ]);
  });

  it('leaves no gap at a roll: the old price becomes the new one', () => {
    for (const method of ['ratio', 'difference'] as const) {
      const { contracts } = adjustmentOf(method, spans, prices);
      expect(adjustedPrice(contracts[1]!.change, 5322)).toBeCloseTo(5363.5, 9);
      const after = adjustedPrice(contracts[1]!.change, 5459);
      expect(adjustedPrice(contracts[0]!.change, 5420)).toBeCloseTo(after, 9);
    }
  });

  it('is nothing for one contract, and needs the prices of every roll', () => {
    expect(adjustmentOf('ratio', [span('WDOU25')], []).contracts[0]!.change).toEqual({ kind: 'ratio', factor: 1 });
    expect(adjustmentOf('ratio', [], []).contracts).toEqual([]);
    expect(() => adjustmentOf('ratio', spans, [])).toThrow('prices of every roll');
    expect(() => adjustmentOf('ratio', spans.slice(1), [sameTime(0, 5)])).toThrow('means nothing');
  });

  it('is undone exactly, for every price on the grid and any number of rolls', () => {
    const ticks = (root: 'WDO' | 'WIN') =>
      fc.integer({ min: 1, max: 60_000 }).map((n) => n * rootInstrument(root).tick);
    const cases = fc.constantFrom('WDO' as const, 'WIN' as const).chain((root) =>
      fc.record({
        root: fc.constant(root),
        method: fc.constantFrom('ratio' as const, 'difference' as const),
        rolls: fc.array(fc.tuple(ticks(root), ticks(root)), { maxLength: 130 }),
        prices: fc.array(ticks(root), { minLength: 1, maxLength: 20 }),
      }),
    );
    fc.assert(
      fc.property(cases, ({ root, method, rolls, prices: traded }) => {
        // real rolls move prices by little; wild ones would leave the range of floats after a hundred
        const near = rolls.map(([a, b]) => sameTime(a + 10_000, a + 10_000 + (b % (rootInstrument(root).tick * 40))));
        const many = near.map((_, i) => span(`C${i}`));
        const { contracts } = adjustmentOf(method, [...many, span('last')], near);
        for (const { change } of contracts) {
          for (const price of traded) {
            expect(tradedPrice(change, rootInstrument(root), adjustedPrice(change, price))).toBe(price);
          }
        }
      }),
      { seed: 20250829, numRuns: propertyRuns(100) },
    );
  });

  it('by difference may leave prices below zero, which come back too', () => {
    const change: PriceChange = { kind: 'difference', offset: -6000 };
    expect(adjustedPrice(change, 5400)).toBe(-600);
    expect(tradedPrice(change, rootInstrument('WDO'), -600)).toBe(5400);
    expect(Object.is(nearestOnGrid(rootInstrument('WDO'), -0.1), 0)).toBe(true);
  });
});
