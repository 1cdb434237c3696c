// Trades in; candles that close at a volume or a number of trades, the trade that reaches it included.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CountCandleBuilder } from '../../../src/core/candles/count-candle-builder.ts';
import { dealFlags } from '../../support/naive-candles.ts';
import { propertyRuns } from '../../support/property-runs.ts';

function builder(unit: 'volume' | 'trades', count: number): CountCandleBuilder {
  const made = new CountCandleBuilder(unit, count);
  made.startSession();
  return made;
}

describe('a candle of a number of trades', () => {
  it('closes with the last of them', () => {
    const candles = builder('trades', 3);
    expect([10, 12, 9].map((price, index) => candles.addTrade(100 + index, price, 5, 0))).toEqual([
      'none',
      'none',
      'closed',
    ]);
    expect(candles.candle).toMatchObject({
      openTimeUs: 100,
      closeTimeUs: 102,
      open: 10,
      high: 12,
      low: 9,
      close: 9,
      volume: 15,
      trades: 3,
      firstOfSession: true,
    });
    expect(candles.endedUs).toBe(102);
  });
});

describe('a candle of a volume', () => {
  it('takes the trade that reaches it whole, and the next one starts from nothing', () => {
    const candles = builder('volume', 10);
    candles.addTrade(1, 10, 8, dealFlags({ aggressor: 1, condition: 0 }));
    expect(candles.addTrade(2, 11, 25, dealFlags({ aggressor: 2, condition: 0 }))).toBe('closed');
    expect(candles.candle).toMatchObject({ volume: 33, buyVolume: 8, sellVolume: 25, hasFlow: true });
    expect(candles.addTrade(3, 12, 10, 0)).toBe('closed');
    expect(candles.candle).toMatchObject({ volume: 10, open: 12, hasFlow: false, buyVolume: 0, firstOfSession: false });
  });

  it('never loses a contract nor a trade, and never closes early', () => {
    const trades = fc.array(fc.tuple(fc.integer({ min: 90, max: 110 }), fc.integer({ min: 1, max: 30 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(trades, fc.integer({ min: 1, max: 60 }), (all, count) => {
        const candles = builder('volume', count);
        let volume = 0;
        let open = 0;
        all.forEach(([price, quantity], index) => {
          open += quantity;
          const closed = candles.addTrade(index, price, quantity, 0) === 'closed';
          expect(closed).toBe(open >= count);
          if (!closed) return;
          expect(candles.candle.volume).toBe(open);
          expect(open - quantity).toBeLessThan(count);
          volume += open;
          open = 0;
        });
        expect(volume + open).toBe(all.reduce((sum, [, quantity]) => sum + quantity, 0));
      }),
      { seed: 8, numRuns: propertyRuns(200) },
    );
  });
});

describe('a candle that trades close', () => {
  it('is not closed by time, and what is unfinished at the end of the session is dropped', () => {
    const candles = builder('trades', 2);
    candles.addTrade(1, 10, 1, 0);
    expect([candles.advanceTo(), candles.boundaryUs]).toEqual(['none', undefined]);
    candles.startSession();
    candles.addTrade(2, 20, 1, 0);
    candles.addTrade(3, 21, 1, 0);
    expect(candles.candle).toMatchObject({ open: 20, volume: 2, firstOfSession: true });
  });

  it('cannot be made of bars', () => {
    expect(() => builder('volume', 5).addBar()).toThrow(/needs trades; the source has bars/);
    expect(() => builder('volume', 5).addFlow()).toThrow(/needs trades/);
  });

  it('needs a positive whole count', () => {
    for (const count of [0, -1, 1.5, Number.NaN]) expect(() => builder('trades', count)).toThrow(/positive integer/);
  });
});
