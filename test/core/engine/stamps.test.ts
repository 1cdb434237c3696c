// Trades with stamps that are wrong, old or all at once, and prints that are no price: what of it reaches candles and prices.
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../../src/core/candles/candle.ts';
import { Phase } from '../../../src/core/market/event-record.ts';
import { EngineBench, recordedCandles } from '../../support/engine-bench.ts';
import { at } from '../../support/tape.ts';
import { holds, setupOf } from '../../support/test-strategy.ts';

const HOUR_S = 3600;

interface Recorded {
  readonly bench: EngineBench;
  readonly candles: readonly Candle[];
  readonly counted: () => readonly number[];
}

function recorded(candle = '1m'): Recorded {
  const { regime, candles } = recordedCandles();
  const bench = new EngineBench([setupOf(holds, { regime, candle })]).start();
  const { builder } = bench.engine.context.instruments[0]!.feeds[0]!;
  return { bench, candles, counted: () => [builder.lateTrades, builder.futureTrades] };
}

/** A trade every 7 s at a price that wanders, from one second after the open on. */
function* tradesUntil(endS: number): Generator<readonly [number, number]> {
  for (let second = 1; second < endS; second += 7) yield [second, 5500 + ((second * 13) % 40) / 2];
}

/** The session as it comes in live: trades as they happen, a tick each second. */
function live(endS: number, candle = '1m'): Recorded {
  const result = recorded(candle);
  let nextTickS = 0;
  for (const [second, price] of tradesUntil(endS)) {
    for (; nextTickS <= second; nextTickS++) result.bench.to(nextTickS).tick();
    result.bench.to(second).trade(price);
  }
  for (; nextTickS <= endS + 61; nextTickS++) result.bench.to(nextTickS).tick();
  return result;
}

describe('a trade stamped an hour ahead', () => {
  for (const candle of ['1m', '5m', '2h', '20t', '30v']) {
    for (const [when, beforeS] of [
      ['first of all', 0],
      ['after a quote', 0.5],
      ['in the midst', 130],
    ] as const) {
      it(`changes nothing but its counter, ${when}, candles of ${candle}`, () => {
        const sound = live(600, candle);
        const result = recorded(candle);
        let nextTickS = 0;
        let isGiven = false;
        for (const [second, price] of tradesUntil(600)) {
          if (second > beforeS && !isGiven) {
            isGiven = true;
            if (when === 'after a quote') result.bench.to(0).quote(5499.5, 5500);
            result.bench.to(second).trade(9000, { stampedS: second + HOUR_S, quantity: 5 });
          }
          for (; nextTickS <= second; nextTickS++) result.bench.to(nextTickS).tick();
          result.bench.to(second).trade(price);
        }
        for (; nextTickS <= 661; nextTickS++) result.bench.to(nextTickS).tick();
        expect(result.candles).toEqual(sound.candles);
        expect(sound.candles.length).toBeGreaterThan(candle === '2h' ? -1 : 1);
        expect(result.counted()).toEqual([0, 1]);
        const seen = (bench: EngineBench) =>
          bench.decisions.map(({ timeUs, inputs, outcome }) => [timeUs, inputs, outcome]);
        expect(seen(result.bench)).toEqual(seen(sound.bench));
        expect(result.bench.engine.context.instruments[0]!.lastPrice).toBe(
          sound.bench.engine.context.instruments[0]!.lastPrice,
        );
      });
    }
  }

  it('is told of at the close, as trades that came too late are', () => {
    const { bench } = live(200);
    bench.trade(5500, { stampedS: HOUR_S * 2 });
    bench.trade(5500, { stampedS: 30 }).trade(5500, { stampedS: 31 });
    expect(bench.codes).toEqual([]);
    bench.process((batch) => batch.pushPhase(0, at(262), Phase.closed));
    expect(bench.alerts).toEqual([
      expect.objectContaining({
        severity: 'warning',
        code: 'lateTrades',
        text: '2 trades of WDOU25 came after their candle had closed',
      }),
      expect.objectContaining({
        severity: 'warning',
        code: 'futureTrades',
        text: '1 trades of WDOU25 were stamped ahead of the clock and left out',
      }),
    ]);
  });

  it('is nothing to tell of when there was none', () => {
    const { bench } = live(200);
    bench.process((batch) => batch.pushPhase(0, at(262), Phase.closed));
    expect(bench.alerts).toEqual([]);
  });
});

describe('a first record that is ten minutes old', () => {
  for (const first of ['trade', 'quote'] as const) {
    it(`(a ${first}) does not lose the trades of the opening`, () => {
      const sound = live(300);
      const { bench, candles, counted } = recorded();
      if (first === 'trade') bench.to(0).trade(5600, { stampedS: -600 });
      else bench.to(0).quote(5600, 5600.5, -600);
      let nextTickS = 0;
      for (const [second, price] of tradesUntil(300)) {
        for (; nextTickS <= second; nextTickS++) bench.to(nextTickS).tick();
        bench.to(second).trade(price);
      }
      for (; nextTickS <= 361; nextTickS++) bench.to(nextTickS).tick();
      const inSession = candles.filter(({ openTimeUs }) => openTimeUs >= at(0));
      const plain = (all: readonly Candle[]) => all.map((candle) => ({ ...candle, firstOfSession: false }));
      expect(plain(inSession)).toEqual(plain(sound.candles));
      expect(counted()).toEqual([0, 0]);
    });
  }
});

describe('a backfill burst', () => {
  /** Everything at once, in ten seconds, without a tick; then the clock goes on. */
  const burst = (endS: number, candle: string, graceUs = 0): readonly Candle[] => {
    const { regime, candles } = recordedCandles();
    const bench = new EngineBench([setupOf(holds, { regime, candle })], { candleGraceUs: graceUs }).start();
    for (const [second, price] of tradesUntil(endS))
      bench.to(endS + (second / endS) * 10).trade(price, { stampedS: second });
    for (let second = endS + 10; second <= endS + 400; second++) bench.to(second).tick();
    const { builder } = bench.engine.context.instruments[0]!.feeds[0]!;
    expect([builder.lateTrades, builder.futureTrades]).toEqual([0, 0]);
    return candles;
  };

  it.each(['1s', '1m', '5m', '20t', '50v'])('of a day gives the candles that it gave live: %s', (candle) => {
    const { regime, candles } = recordedCandles();
    const bench = new EngineBench([setupOf(holds, { regime, candle })]).start();
    let nextTickS = 0;
    for (const [second, price] of tradesUntil(9 * HOUR_S)) {
      for (; nextTickS <= second; nextTickS++) bench.to(nextTickS).tick();
      bench.to(second).trade(price);
    }
    for (; nextTickS <= 9 * HOUR_S + 400; nextTickS++) bench.to(nextTickS).tick();
    expect(candles.length).toBeGreaterThan(80);
    expect(burst(9 * HOUR_S, candle)).toEqual(candles);
  });

  it('gives them with a grace as well', () => {
    expect(burst(9 * HOUR_S, '1m', 250_000)).toEqual(burst(9 * HOUR_S, '1m'));
  });
});

describe('a trade that stays ahead of the clock', () => {
  it('is left out and counted: a grace longer than its candles holds the clock back', () => {
    const bench = new EngineBench([setupOf(holds, { candle: '1s' })], { candleGraceUs: 3_000_000 }).start();
    bench.to(1).trade(5500).to(5).trade(5500);
    const { builder } = bench.engine.context.instruments[0]!.feeds[0]!;
    expect([builder.lateTrades, builder.futureTrades]).toEqual([0, 1]);
  });
});

describe('the last price', () => {
  it('is that of regular, auction and RLP trades; a cross or another print is none', () => {
    for (const [condition, counts] of [
      ['regular', true],
      ['auction', true],
      ['rlp', true],
      ['cross', false],
      ['other', false],
    ] as const) {
      const { bench } = recorded();
      const state = bench.engine.context.instruments[0]!;
      bench.to(1).trade(5400, { condition });
      expect(`${condition} ${state.hasPrice}`).toBe(`${condition} ${counts}`);
      bench.to(2).trade(5500).to(3).trade(5400, { condition });
      expect(`${condition} ${state.lastPrice}`).toBe(`${condition} ${counts ? 5400 : 5500}`);
      // the market is heard of all the same
      expect(state.lastMarketUs).toBe(at(3));
    }
  });
});
