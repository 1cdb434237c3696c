// One contract over every kind of candle: nothing is lost or counted twice, prices hold together, a session starts anew.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../src/core/candles/candle.ts';
import type { CandleBuilder } from '../../src/core/candles/candle-builder.ts';
import { parseCandleInterval } from '../../src/core/candles/candle-interval.ts';
import { makeCandleBuilder } from '../../src/core/candles/make-candle-builder.ts';
import { isPriceOfMarket } from '../../src/core/market/event-record.ts';
import { type Deal, dealFlags } from '../support/naive-candles.ts';
import { propertyRuns } from '../support/property-runs.ts';

const OPEN_US = 1_754_395_200_000_000;
const DAY_US = 86_400_000_000;

const steps = fc.array(
  fc.record({
    timeUs: fc.integer({ min: 0, max: 40_000_000 }),
    price: fc.integer({ min: 10_900, max: 11_100 }),
    quantity: fc.integer({ min: 1, max: 40 }),
    aggressor: fc.integer({ min: 0, max: 2 }),
    condition: fc.constantFrom(0, 0, 0, 1, 2, 3, 4),
  }),
  { maxLength: 120 },
);

/** Plays a session: the clock is told before each trade, as the engine does, and two intervals after the last. */
function candlesOf(builder: CandleBuilder, all: readonly Deal[], openUs: number): readonly Candle[] {
  const closed: Candle[] = [];
  const advance = (us: number): void => {
    for (let end = builder.advanceTo(us); end !== 'none'; end = builder.advanceTo(us)) {
      if (end === 'closed') closed.push({ ...builder.candle });
    }
  };
  builder.startSession(openUs);
  let timeUs = openUs;
  for (const deal of all) {
    timeUs += deal.timeUs;
    advance(timeUs);
    if (builder.addTrade(timeUs, deal.price, deal.quantity, dealFlags(deal)) === 'closed')
      closed.push({ ...builder.candle });
  }
  if (builder.boundaryUs !== undefined) advance(builder.boundaryUs + DAY_US / 12);
  return closed;
}

/** Trades of the intervals that have a price of the market; `timeUs` is since the trade before. */
function inCandles(all: readonly Deal[], intervalUs: number): readonly Deal[] {
  let timeUs = 0;
  const intervals = all.map((deal) => {
    timeUs += deal.timeUs;
    return Math.floor(timeUs / intervalUs);
  });
  const priced = new Set(intervals.filter((_, index) => isPriceOfMarket(all[index]!.condition)));
  return all.filter((_, index) => priced.has(intervals[index]!));
}

const sum = (
  candles: readonly Candle[],
  field: 'volume' | 'trades' | 'buyVolume' | 'sellVolume' | 'rlpVolume',
): number => candles.reduce((total, candle) => total + candle[field], 0);

describe.each(['1s', '1m', '7m', '50v', '1v', '10t', '1t'])('candles of %s', (text) => {
  const interval = parseCandleInterval(text)!;
  const make = (): CandleBuilder => makeCandleBuilder(interval);

  it('hold together and follow each other in time', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const candles = candlesOf(make(), all, OPEN_US);
        candles.forEach((candle, index) => {
          const { open, high, low, close, openTimeUs, closeTimeUs } = candle;
          expect(low <= Math.min(open, close) && high >= Math.max(open, close)).toBe(true);
          expect(openTimeUs <= closeTimeUs && openTimeUs >= (candles[index - 1]?.closeTimeUs ?? 0)).toBe(true);
          expect(Object.values(candle).every((value) => typeof value === 'boolean' || Number.isFinite(value))).toBe(
            true,
          );
          expect(candle.buyVolume + candle.sellVolume + candle.rlpVolume).toBeLessThanOrEqual(candle.volume);
          expect(candle.firstOfSession).toBe(index === 0);
        });
      }),
      { seed: 61, numRuns: propertyRuns(60) },
    );
  });

  it('contain every trade once, up to the last that closed, but for intervals without a price', () => {
    fc.assert(
      fc.property(steps, (all) => {
        const candles = candlesOf(make(), all, OPEN_US);
        const inside = interval.kind === 'time' ? inCandles(all, interval.us) : all.slice(0, sum(candles, 'trades'));
        const volume = inside.reduce((total, { quantity }) => total + quantity, 0);
        expect(sum(candles, 'volume')).toBe(volume);
        expect(sum(candles, 'trades')).toBe(inside.length);
        const sided = (aggressor: number): number =>
          inside.reduce(
            (total, deal) => total + (deal.condition === 0 && deal.aggressor === aggressor ? deal.quantity : 0),
            0,
          );
        expect([sum(candles, 'buyVolume'), sum(candles, 'sellVolume')]).toEqual([sided(1), sided(2)]);
      }),
      { seed: 62, numRuns: propertyRuns(60) },
    );
  });

  it('of a session are the same after another session as by themselves', () => {
    fc.assert(
      fc.property(steps, steps, (before, all) => {
        const used = make();
        candlesOf(used, before, OPEN_US - DAY_US);
        expect(candlesOf(used, all, OPEN_US)).toEqual(candlesOf(make(), all, OPEN_US));
      }),
      { seed: 63, numRuns: propertyRuns(40) },
    );
  });
});
