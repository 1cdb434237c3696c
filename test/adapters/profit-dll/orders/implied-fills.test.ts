import { describe, expect, it } from 'vitest';
import { impliedFills, tradedSum } from '../../../../src/adapters/profit-dll/orders/implied-fills.ts';
import { Random } from '../../../../src/simulation/random.ts';

const GRID = { symbol: 'WDOU25', tick: 0.5, ticksPerUnit: 2 };

describe('fills implied by traded quantity and average price', () => {
  it('have the quantity and the money of the executions, whatever these were and however the average is rounded', () => {
    const random = new Random(7, 'fills');
    for (let round = 0; round < 2000; round++) {
      let [quantity, ticks, before] = [0, 0, { quantity: 0, tickContracts: 0 }];
      let [told, money] = [0, 0];
      for (let step = 0; step < 5; step++) {
        const executions = 1 + random.integer(4);
        for (let k = 0; k < executions; k++) {
          const size = 1 + random.integer(5);
          quantity += size;
          ticks += size * (10_900 + random.integer(6));
        }
        // four decimals, as a vendor may round it
        const average = Math.round((ticks / quantity / 2) * 10_000) / 10_000;
        const after = tradedSum(GRID, quantity, average)!;
        const fills = impliedFills(before, after)!;
        expect(fills.length).toBeGreaterThan(0);
        for (const fill of fills) {
          told += fill.quantity;
          money += fill.quantity * fill.ticks;
          expect(Number.isInteger(fill.ticks) && fill.quantity > 0).toBe(true);
        }
        expect([told, money]).toEqual([quantity, ticks]);
        before = after;
      }
    }
  });

  it('of one price is one fill at that price', () => {
    const after = tradedSum(GRID, 3, 5450.5)!;
    expect(impliedFills({ quantity: 0, tickContracts: 0 }, after)).toEqual([{ quantity: 3, ticks: 10_901 }]);
  });

  it('are none where the average is no price, or the sum makes none', () => {
    for (const average of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(tradedSum(GRID, 1, average)).toBeUndefined();
    }
    expect(
      impliedFills({ quantity: 2, tickContracts: 30_000 }, { quantity: 3, tickContracts: 20_000 }),
    ).toBeUndefined();
  });
});
