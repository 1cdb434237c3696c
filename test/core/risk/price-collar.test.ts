// What an entry price must be near to, and which market is none.
import { describe, expect, it } from 'vitest';
import { collarFault, type MarketPrices } from '../../../src/core/risk/price-collar.ts';

const market: MarketPrices = { lastTicks: 1000, bidTicks: 999, askTicks: 1001 };
const fault = (ticks: number, changes: Partial<MarketPrices> = {}, collarTicks = 5) =>
  collarFault('buy', ticks, { ...market, ...changes }, collarTicks);

describe('the collar of an entry', () => {
  it('lets pass what lies within its ticks of the last trade, on both sides', () => {
    expect([fault(995), fault(1000), fault(1005)]).toEqual([undefined, undefined, undefined]);
    expect(fault(1006)).toBe('the buy lies 6 ticks from the last trade, 5 are allowed');
    expect(fault(994)).toMatch(/6 ticks from the last trade/);
  });

  it('lets pass a spread within its ticks, and a book of one side or none', () => {
    expect([fault(1000, { askTicks: 1004 }), fault(1000, { bidTicks: undefined })]).toEqual([undefined, undefined]);
    expect(fault(1000, { askTicks: 1005 })).toBe('bid and ask are 6 ticks apart, 5 are allowed');
  });

  it('refuses a book that is none and prices that cannot be', () => {
    expect(fault(1000, { bidTicks: 1001 })).toBe('the book is no book: bid at tick 1001, ask at tick 1001');
    expect(fault(1000, { bidTicks: 1002 })).toMatch(/^the book is no book/);
    for (const ticks of [0, -1, 0.5, Number.NaN, Infinity]) {
      expect(fault(ticks)).toMatch(/^the entry price is no price/);
      expect(fault(1000, { lastTicks: ticks })).toBe('there is no last price');
      expect(fault(1000, { bidTicks: ticks })).toMatch(/^the book is no book/);
    }
    expect(fault(1000, { lastTicks: undefined })).toBe('there is no last price');
    for (const collarTicks of [0, -1, Number.NaN])
      expect(fault(1000, {}, collarTicks)).toMatch(/^the collar is no number/);
  });
});
