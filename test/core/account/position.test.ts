// Position against a naive ledger over random fills: quantity, average, and results by fills and by marking, to the last unit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brlToE4, e4ToBrl } from '../../../src/core/account/money.ts';
import { Position } from '../../../src/core/account/position.ts';
import type { Side } from '../../../src/core/market/side.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const TICK_E4 = 50_000;

interface Deal {
  readonly side: Side;
  readonly quantity: number;
  readonly ticks: number;
  readonly costsE4: number;
}

const deals = fc.array(
  fc.record({
    side: fc.constantFrom<Side>('buy', 'sell'),
    quantity: fc.integer({ min: 1, max: 20 }),
    ticks: fc.integer({ min: 10_000, max: 12_000 }),
    costsE4: fc.integer({ min: 0, max: 100_000 }),
  }),
  { maxLength: 60 },
);

function positionAfter(all: readonly Deal[]): Position {
  const position = new Position(TICK_E4);
  for (const { side, quantity, ticks, costsE4 } of all) position.apply(side, quantity, ticks, costsE4);
  return position;
}

/** First in, first out: result of each closed contract, and the contracts that are left with their prices. */
function ledger(all: readonly Deal[]): {
  readonly closedTicks: number;
  readonly open: readonly number[];
  readonly sign: number;
} {
  let open: number[] = [];
  let sign = 0;
  let closedTicks = 0;
  for (const { side, quantity, ticks } of all) {
    const direction = side === 'buy' ? 1 : -1;
    for (let contract = 0; contract < quantity; contract++) {
      if (open.length === 0) sign = direction;
      if (direction === sign) open.push(ticks);
      else closedTicks += sign * (ticks - open.shift()!);
    }
  }
  if (open.length === 0) open = [];
  return { closedTicks, open, sign };
}

describe('a position', () => {
  it('equals the sum of its fills', () => {
    fc.assert(
      fc.property(deals, (all) => {
        const sum = all.reduce((total, { side, quantity }) => total + (side === 'buy' ? quantity : -quantity), 0);
        expect(positionAfter(all).quantity + 0).toBe(sum + 0);
      }),
      { seed: 1, numRuns: propertyRuns(500) },
    );
  });

  it('has one result, whether contract by contract or by marking what is held', () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 10_000, max: 12_000 }), (all, mark) => {
        const position = positionAfter(all);
        const { closedTicks, open, sign } = ledger(all);
        const byFills = closedTicks + open.reduce((total, ticks) => total + sign * (mark - ticks), 0);
        expect(position.grossAtE4(mark) + 0).toBe(byFills * TICK_E4 + 0);
        const costs = all.reduce((total, { costsE4 }) => total + costsE4, 0);
        expect(position.netAtE4(mark)).toBe(byFills * TICK_E4 - costs);
        expect(Number.isSafeInteger(position.netAtE4(mark))).toBe(true);
      }),
      { seed: 2, numRuns: propertyRuns(500) },
    );
  });

  it('has realised exactly its result once it is flat, whatever it passed through', () => {
    fc.assert(
      fc.property(deals, fc.integer({ min: 10_000, max: 12_000 }), (all, ticks) => {
        const open = positionAfter(all).quantity;
        const closing: Deal[] =
          open === 0 ? [] : [{ side: open > 0 ? 'sell' : 'buy', quantity: Math.abs(open), ticks, costsE4: 0 }];
        const flat = positionAfter([...all, ...closing]);
        expect(flat.averageTicks).toBeUndefined();
        expect(flat.realisedE4 + 0).toBe(ledger([...all, ...closing]).closedTicks * TICK_E4 + 0);
        // flat: no price matters
        expect(flat.grossAtE4(1) + 0).toBe(flat.realisedE4 + 0);
      }),
      { seed: 3, numRuns: propertyRuns(500) },
    );
  });

  it('keeps its average when it shrinks and takes the price of the fill when it turns', () => {
    const position = positionAfter([
      { side: 'buy', quantity: 2, ticks: 11_000, costsE4: 0 },
      { side: 'buy', quantity: 1, ticks: 11_003, costsE4: 0 },
    ]);
    expect(position.averageTicks).toBe(11_001);
    position.apply('sell', 2, 11_010, 0);
    expect(position.averageTicks).toBe(11_001);
    expect(position.realisedE4).toBe(2 * 9 * TICK_E4);
    position.apply('sell', 4, 11_011, 0);
    expect([position.quantity, position.averageTicks]).toEqual([-3, 11_011]);
    expect(position.realisedE4).toBe((2 * 9 + 10) * TICK_E4);
    expect(position.contractsTraded).toBe(9);
  });

  it('refuses a fill without quantity, off the grid or with negative costs', () => {
    for (const [quantity, ticks, costsE4] of [
      [0, 11_000, 0],
      [1, 11_000.5, 0],
      [1, Number.NaN, 0],
      [1, 11_000, -1],
      [Number.NaN, 11_000, 0],
    ] as const) {
      expect(() => new Position(TICK_E4).apply('buy', quantity, ticks, costsE4)).toThrow(/fill of/);
    }
  });
});

describe('money', () => {
  it('is whole ten-thousandths of a real', () => {
    expect(brlToE4(0.1) + brlToE4(0.2)).toBe(brlToE4(0.3));
    expect(brlToE4(-1.2345)).toBe(-12_345);
    expect(e4ToBrl(12_345)).toBe(1.2345);
  });

  it('refuses what is no amount', () => {
    for (const brl of [0.12345, Number.NaN, Infinity, 1e15]) expect(() => brlToE4(brl)).toThrow(/not an amount/);
  });
});
