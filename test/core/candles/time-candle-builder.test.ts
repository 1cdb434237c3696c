// Trades, bars and the clock in any order that can arrive: when candles close, what is in them, what is counted and left out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { TimeCandleBuilder } from '../../../src/core/candles/time-candle-builder.ts';
import { BAR_TRADES_UNKNOWN } from '../../../src/core/market/event-record.ts';
import { type Deal, dealFlags, naiveCandles } from '../../support/naive-candles.ts';
import { propertyRuns } from '../../support/property-runs.ts';

const MINUTE = 60_000_000;
const OPEN = 1_000 * MINUTE;

function builder(intervalUs = MINUTE): TimeCandleBuilder {
  const made = new TimeCandleBuilder(intervalUs);
  made.startSession(OPEN);
  return made;
}

const at = (seconds: number): number => OPEN + seconds * 1_000_000;

describe('a candle of a span of time', () => {
  it('closes on the clock, strictly after its end, never on a trade', () => {
    const candles = builder();
    expect(candles.addTrade(at(1), 10, 1, 0)).toBe('none');
    expect(candles.addTrade(at(60), 11, 1, 0)).toBe('none');
    expect(candles.addTrade(at(61), 12, 1, 0)).toBe('none');
    expect(candles.advanceTo(at(60))).toBe('none');
    expect(candles.boundaryUs).toBe(at(60));
    expect(candles.advanceTo(at(60) + 1)).toBe('closed');
    expect(candles.candle).toMatchObject({ openTimeUs: at(0), closeTimeUs: at(60), close: 10, volume: 1, trades: 1 });
    expect(candles.endedUs).toBe(at(60));
    expect(candles.advanceTo(at(60) + 1)).toBe('none');
  });

  it('keeps trades of the next interval waiting in their own', () => {
    const candles = builder();
    candles.addTrade(at(59), 10, 1, 0);
    candles.addTrade(at(61), 20, 2, 0);
    // the straggler of the first interval arrives after the first trade of the second
    candles.addTrade(at(59.5), 11, 4, 0);
    candles.advanceTo(at(60.1));
    expect(candles.candle).toMatchObject({ open: 10, close: 11, volume: 5 });
    candles.advanceTo(at(120.1));
    expect(candles.candle).toMatchObject({ open: 20, close: 20, volume: 2 });
  });

  it('takes no trade whose candle has closed, and counts it; none beyond the next interval, and says so', () => {
    const candles = builder();
    candles.addTrade(at(1), 10, 1, 0);
    candles.advanceTo(at(60.1));
    expect(candles.addTrade(at(59), 99, 1, 0)).toBe('none');
    expect(candles.addTrade(at(180), 99, 1, 0)).toBe('ahead');
    expect(candles.addTrade(at(3600), 99, 1, 0)).toBe('ahead');
    expect(candles.addTrade(at(179), 12, 1, 0)).toBe('none');
    // what is ahead is for the caller to judge: the clock's ticks may have been missing
    expect([candles.lateTrades, candles.futureTrades]).toEqual([1, 0]);
    expect(candles.candle.high).toBe(10);
    expect(candles.advanceTo(at(120.1))).toBe('empty');
    expect(candles.advanceTo(at(180.1))).toBe('closed');
    expect(candles.candle).toMatchObject({ high: 12, volume: 1 });
  });

  it('takes what was ahead once the clock was told', () => {
    const candles = builder();
    candles.addTrade(at(1), 10, 1, 0);
    expect(candles.addTrade(at(190), 20, 3, 0)).toBe('ahead');
    expect(Array.from({ length: 4 }, () => candles.advanceTo(at(190)))).toEqual(['closed', 'empty', 'empty', 'none']);
    expect(candles.addTrade(at(190), 20, 3, 0)).toBe('none');
    candles.advanceTo(at(240.1));
    expect(candles.candle).toMatchObject({ openTimeUs: at(180), open: 20, volume: 3, trades: 1 });
  });

  it('is not made of an empty interval, which ends all the same, one per call', () => {
    const candles = builder();
    candles.addTrade(at(1), 10, 1, 0);
    const ends = Array.from({ length: 5 }, () => [candles.advanceTo(at(200)), candles.endedUs]);
    expect(ends).toEqual([
      ['closed', at(60)],
      ['empty', at(120)],
      ['empty', at(180)],
      ['none', at(180)],
      ['none', at(180)],
    ]);
    expect(candles.candle.closeTimeUs).toBe(at(60));
  });

  it('counts its intervals from the opening, before it as well', () => {
    const candles = builder(7 * MINUTE);
    candles.advanceTo(at(-60));
    expect(candles.boundaryUs).toBe(OPEN);
    candles.advanceTo(at(0) + 1);
    candles.addTrade(at(421), 10, 1, 0);
    expect(candles.advanceTo(at(421))).toBe('empty');
    expect(candles.advanceTo(at(840) + 1)).toBe('closed');
    expect(candles.candle).toMatchObject({ openTimeUs: at(420), closeTimeUs: at(840) });
  });

  it('is marked when it is the first of its session, and a session forgets the one before', () => {
    const candles = builder();
    candles.addTrade(at(1), 10, 1, 0);
    candles.advanceTo(at(60.1));
    expect(candles.candle.firstOfSession).toBe(true);
    candles.addTrade(at(61), 11, 1, 0);
    candles.advanceTo(at(120.1));
    expect(candles.candle.firstOfSession).toBe(false);
    candles.addTrade(at(121), 99, 9, 0);
    candles.startSession(OPEN + 24 * 60 * MINUTE);
    candles.addTrade(OPEN + 24 * 60 * MINUTE, 12, 1, 0);
    candles.advanceTo(OPEN + 24 * 60 * MINUTE + MINUTE + 1);
    expect(candles.candle).toMatchObject({ firstOfSession: true, open: 12, high: 12, volume: 1 });
  });

  it('needs a positive span', () => {
    for (const us of [0, -1, 0.5, Number.NaN]) expect(() => new TimeCandleBuilder(us)).toThrow(/positive microseconds/);
  });
});

describe('bars in a larger candle', () => {
  const bar = (candles: TimeCandleBuilder, minute: number, trades: number): void => {
    const base = 100 + minute;
    candles.addBar(at(minute * 60), base, base + 5, base - 5, base + 1, 10, trades);
  };

  it('are merged: first open, highest high, lowest low, last close, sums', () => {
    const candles = builder(3 * MINUTE);
    for (const minute of [0, 1, 2, 3]) {
      candles.addFlow(minute, 1, 2, 3, 4);
      bar(candles, minute, 7);
    }
    candles.advanceTo(at(180.1));
    expect(candles.candle).toMatchObject({ open: 100, high: 107, low: 95, close: 103, volume: 30, trades: 21 });
    expect(candles.candle).toMatchObject({
      hasTrades: true,
      hasFlow: true,
      buyVolume: 3,
      sellVolume: 3,
      rlpVolume: 12,
    });
  });

  it('have no number of trades when one of them does not tell it, and no flow when none of them has any', () => {
    const candles = builder(3 * MINUTE);
    bar(candles, 0, 7);
    bar(candles, 1, BAR_TRADES_UNKNOWN);
    candles.advanceTo(at(180.1));
    expect(candles.candle).toMatchObject({ hasTrades: false, trades: 0, hasFlow: false, volume: 20 });
  });

  it('take flow with them only into their own candle: that of a late bar is dropped', () => {
    const candles = builder();
    bar(candles, 0, 7);
    candles.advanceTo(at(60.1));
    candles.addFlow(9, 9, 9, 9, 9);
    bar(candles, 0, 7);
    bar(candles, 1, 7);
    candles.advanceTo(at(120.1));
    expect(candles.lateTrades).toBe(1);
    expect(candles.candle).toMatchObject({ hasFlow: false, buyVolume: 0 });
  });
});

describe('a bar', () => {
  it('that is left out takes its flow along: the next one has its own or none', () => {
    const candles = builder();
    candles.addBar(at(0), 10, 10, 10, 10, 1, 1);
    candles.addFlow(5, 4, 3, 2, 1);
    candles.leaveOut();
    candles.addBar(at(30), 11, 11, 11, 11, 2, 1);
    candles.advanceTo(at(60.1));
    expect(candles.futureTrades).toBe(1);
    expect(candles.candle).toMatchObject({ close: 11, volume: 3, hasFlow: false, buyVolume: 0 });
  });

  it('beyond the next interval is not taken, and its flow waits until it is given again', () => {
    const candles = builder();
    candles.addBar(at(0), 10, 10, 10, 10, 1, 1);
    candles.addFlow(5, 4, 3, 2, 1);
    expect(candles.addBar(at(120), 20, 20, 20, 20, 9, 5)).toBe('ahead');
    expect(candles.futureTrades).toBe(0);
    candles.advanceTo(at(60.1));
    expect(candles.candle).toMatchObject({ open: 10, volume: 1, hasFlow: false });
    expect(candles.addBar(at(120), 20, 20, 20, 20, 9, 5)).toBe('none');
    candles.advanceTo(at(120.1));
    candles.advanceTo(at(180.1));
    expect(candles.candle).toMatchObject({ open: 20, volume: 9, hasFlow: true, buyVolume: 5, sellVolume: 4 });
  });
});

const deals = fc.array(
  fc.record({
    afterUs: fc.integer({ min: 0, max: 20_000_000 }),
    price: fc.integer({ min: 90, max: 110 }),
    quantity: fc.integer({ min: 1, max: 9 }),
    aggressor: fc.integer({ min: 0, max: 2 }),
    condition: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
  }),
  { maxLength: 80 },
);

describe('any trades in order of time', () => {
  const timed = (steps: readonly (Omit<Deal, 'timeUs'> & { readonly afterUs: number })[]): readonly Deal[] => {
    let timeUs = OPEN;
    return steps.map(({ afterUs, ...deal }) => {
      timeUs += afterUs;
      return { ...deal, timeUs };
    });
  };
  const run = (all: readonly Deal[], clock: (deal: Deal, index: number) => readonly number[]): Candle[] => {
    const candles = builder();
    const closed: Candle[] = [];
    const advance = (us: number): void => {
      for (let end = candles.advanceTo(us); end !== 'none'; end = candles.advanceTo(us)) {
        if (end === 'closed') closed.push({ ...candles.candle });
      }
    };
    candles.advanceTo(OPEN);
    all.forEach((deal, index) => {
      for (const us of clock(deal, index)) advance(us);
      candles.addTrade(deal.timeUs, deal.price, deal.quantity, dealFlags(deal));
    });
    advance((all.at(-1)?.timeUs ?? OPEN) + 2 * MINUTE);
    expect([candles.lateTrades, candles.futureTrades]).toEqual([0, 0]);
    return closed;
  };

  it('give the candles of a naive grouping by interval', () => {
    fc.assert(
      fc.property(deals, (steps) => {
        const all = timed(steps);
        expect(run(all, ({ timeUs }) => [timeUs])).toEqual(naiveCandles(all, OPEN, MINUTE));
      }),
      { seed: 6, numRuns: propertyRuns(300) },
    );
  });

  it('give the same candles however often the clock is told', () => {
    fc.assert(
      fc.property(deals, fc.array(fc.nat({ max: 3 }), { minLength: 80, maxLength: 80 }), (steps, looks) => {
        const all = timed(steps);
        let toldUs = OPEN;
        const sparse = run(all, ({ timeUs }, index) => {
          // the clock may be as late as it can without a trade two intervals ahead of it
          const lastUs = all[index - 1]?.timeUs ?? OPEN;
          const must = timeUs - toldUs >= MINUTE;
          if (looks[index] === 0 && !must) return [];
          toldUs = timeUs;
          return Array.from(
            { length: 1 + looks[index]! },
            (_, k) => lastUs + ((timeUs - lastUs) * (k + 1)) / (1 + looks[index]!),
          );
        });
        expect(sparse).toEqual(naiveCandles(all, OPEN, MINUTE));
      }),
      { seed: 7, numRuns: propertyRuns(300) },
    );
  });
});
