// What counts as plausible of trades, and how a live tape and its history are compared.
import { describe, expect, it } from 'vitest';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import type { SeenTrade } from '../../../src/runner/doctor/feed-watch.ts';
import { agreementOf, plausibilityOf } from '../../../src/runner/doctor/trade-plausibility.ts';

const now = Date.UTC(2026, 8, 4, 12);
const settings = { grid: instrumentOf('WDOU25'), nowLocalMs: now, aheadMs: 5_000 };
const trade = (number: number, more: Partial<SeenTrade> = {}): SeenTrade => ({
  ...{ localMs: now - 1_000 + number, price: 5120.5, quantity: 1, volume: 51_205, number, type: 2 },
  ...more,
});

describe('trades', () => {
  it('as the market makes them are plausible', () => {
    const seen = plausibilityOf([trade(1), trade(2, { price: 5121 }), trade(3, { type: 13 })], settings);
    expect(seen).toMatchObject({ trades: 3, placeholders: 0, leftovers: 0, faults: [] });
    expect(seen.figures).toEqual({ lowest: 5120.5, highest: 5121, numbersBack: 0, timesBack: 0 });
  });

  it("that are the vendor's placeholders or of another day are counted and not judged", () => {
    const odd = [
      trade(1, { price: 0 }),
      trade(2, { localMs: undefined }),
      trade(3, { localMs: now - 86_400_000, price: 3 }),
    ];
    expect(plausibilityOf([...odd, trade(4)], settings)).toMatchObject({
      trades: 1,
      placeholders: 2,
      leftovers: 1,
      faults: [],
    });
  });

  it.each<[string, Partial<SeenTrade>]>([
    ['a price lies off the grid', { price: 5120.3 }],
    ['a quantity is none', { quantity: 0 }],
    ['a quantity is none', { quantity: 3_000_000_000 }],
    ['a time lies in the future', { localMs: now + 60_000 }],
    ['a trade type is not known', { type: 200 }],
    ['prices reach from', { price: 51_205 }],
  ])('are reported: %s %o', (fault, more) => {
    const { faults } = plausibilityOf([trade(1), trade(2, more)], settings);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(fault);
  });

  it('that go back in number or time are counted', () => {
    const { figures, faults } = plausibilityOf([trade(5), trade(3), trade(4)], settings);
    expect([figures.numbersBack, figures.timesBack, faults.length]).toEqual([1, 1, 0]);
  });
});

describe('a live tape and its history', () => {
  it('agree by number, price and quantity, as far as the history reaches', () => {
    const history = [trade(1), trade(2), trade(4)];
    expect(agreementOf([trade(1), trade(2), trade(3), trade(9)], history)).toEqual({
      ...{ common: 2, differing: 0, missing: 1, example: undefined },
    });
  });

  it('differ with the first example named', () => {
    const { differing, example } = agreementOf([trade(1)], [trade(1, { price: 5200 })]);
    expect(differing).toBe(1);
    expect(example).toBe('trade 1: live 1 at 5120.5, history 1 at 5200');
  });
});
