// Share of large trades and realized volatility against slow references over plain arrays, on random tapes and on a real day.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { TapeTrade } from '../../../../src/core/candles/tape-trade.ts';
import { largeTradeShare, realizedVolatility } from '../../../../src/core/features/flow/index.ts';
import { localToUtcUs } from '../../../../src/core/market/civil-time.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { sessionOn } from '../candles.ts';
import { candleOf, factsOf, MINUTE_US, randomTape, runTape, type TapeStep } from './tape-steps.ts';

type Values = (number | undefined)[];

const tapes = [randomTape(1), randomTape(2, { trades: 200, minutes: 40 }), randomTape(8, { trades: 2, sessions: 4 })];

function slowLargeTradeShare(steps: readonly TapeStep[]): Values {
  return steps.map(({ session, trades, candle }) => {
    const size = session.facts?.largeTradeSize;
    if (size === undefined) return undefined;
    const large = trades.filter(({ quantity }) => quantity >= size);
    return large.reduce((sum, { quantity }) => sum + quantity, 0) / candle.volume;
  });
}

const isPrice = ({ condition }: TapeTrade) => condition !== 2 && condition !== 4;

/** The last price before an instant, by going through all trades of the session. */
function priceBefore(trades: readonly TapeTrade[], timeUs: number): number | undefined {
  return trades.findLast((trade) => isPrice(trade) && trade.timeUs < timeUs)?.price;
}

function slowRealizedVolatility(steps: readonly TapeStep[], n: number): Values {
  const squares = steps.map(({ session, candle }, t) => {
    const trades = steps.slice(Math.max(0, t - 60), t + 1).filter((step) => step.session === session);
    const told = trades.flatMap((step) => step.trades);
    let sum = 0;
    for (let second = candle.openTimeUs + 1e6; second <= candle.closeTimeUs; second += 1e6) {
      const [before, price] = [priceBefore(told, second - 1e6), priceBefore(told, second)];
      if (before !== undefined && price !== undefined) sum += Math.log(price / before) ** 2;
    }
    return sum;
  });
  return steps.map(({ session }, t) => {
    if (t + 1 < n || steps[t - n + 1]!.session !== session) return undefined;
    return Math.sqrt(squares.slice(t - n + 1, t + 1).reduce((a, b) => a + b, 0));
  });
}

function expectClose(actual: Values, expected: Values): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, t) => {
    if (value === undefined || actual[t] === undefined) expect([t, actual[t]]).toEqual([t, value]);
    else expect(Math.abs(actual[t] - value), `candle ${t}`).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(value));
  });
}

/** The real day: no sides and no conditions in this source. */
function dolTicks(path: string): TapeStep[] {
  const session = { ...sessionOn(1), day: '2020-04-02', openUs: localToUtcUs(2020, 4, 2, 9), facts: factsOf(1)! };
  const minutes = new Map<number, TapeTrade[]>();
  for (const line of gunzipSync(readFileSync(path)).toString('latin1').split('\r\n').slice(1)) {
    const [, time = '', , , last, volume] = line.split('\t');
    if (!(Number(last) > 0) || !(Number(volume) > 0)) continue;
    const [hour, minute, second] = time.split(':').map(Number) as [number, number, number];
    const timeUs = localToUtcUs(2020, 4, 2, hour, minute) + Math.round(second * 1000) * 1000;
    const start = timeUs - (timeUs % MINUTE_US);
    const trades = minutes.get(start) ?? [];
    minutes.set(start, trades);
    trades.push({
      ...{ timeUs, price: Number(last), quantity: Number(volume) },
      ...{ aggressor: 0, condition: 0, buyAgent: 0, sellAgent: 0 },
    });
  }
  return [...minutes].map(([start, trades], index) => {
    return { session, trades, candle: candleOf(trades, start, start + MINUTE_US, index === 0) };
  });
}

describe('largeTradeShare', () => {
  it.each([0, 1, 2])('equals a slow reference on random tape %s', (index) => {
    const steps = tapes[index]!;
    const expected = slowLargeTradeShare(steps);
    expect(runTape(largeTradeShare().create(), steps)).toEqual(expected);
    expect(new Set(expected).size).toBeGreaterThan(5);
  });

  it('is not ready at a candle from bars, or of which a trade is missing', () => {
    const [steps] = tapes as [TapeStep[]];
    const holed = steps.map((step, t) => (t % 2 === 0 ? { ...step, trades: step.trades.slice(1) } : step));
    const values = runTape(largeTradeShare().create(), holed);
    slowLargeTradeShare(steps).forEach((value, t) => {
      expect(values[t]).toBe(t % 2 === 0 ? undefined : value);
    });
  });
});

describe('realizedVolatility', () => {
  it.each(tapes.flatMap((steps, tape) => [1, 5, 20].map((n) => [n, tape, steps] as const)))(
    'over %s candles equals a slow reference on random tape %s',
    (n, _tape, steps) => {
      const expected = slowRealizedVolatility(steps, n);
      expectClose(runTape(realizedVolatility({ candles: n }).create(), steps), expected);
      expect(expected.filter((value) => value !== undefined).length).toBeGreaterThan(20);
    },
  );

  it('begins anew after a candle from bars, a hole in the tape or a price of 0', () => {
    const [steps] = tapes as [TapeStep[]];
    const spoilt = 30;
    const zero = steps[spoilt]!.trades.map((trade, at) =>
      at === 0 ? { ...trade, condition: 0 as const, price: 0 } : trade,
    );
    for (const trades of [[], steps[spoilt]!.trades.slice(1), zero]) {
      const values = runTape(
        realizedVolatility({ candles: 5 }).create(),
        steps.map((step, t) => (t === spoilt ? { ...step, trades } : step)),
      );
      const ready = values.slice(0, spoilt + 7).map((value) => value !== undefined);
      expect(ready).toEqual(ready.map((_, t) => (t >= 4 && t < spoilt) || t > spoilt + 4));
    }
  });

  it('of a session is what it is of the session alone', () => {
    const [steps] = tapes as [TapeStep[]];
    const last = steps.filter(({ session }) => session === steps.at(-1)!.session);
    const whole = runTape(realizedVolatility({ candles: 5 }).create(), steps).slice(-last.length);
    expect(whole).toEqual(runTape(realizedVolatility({ candles: 5 }).create(), last));
  });

  it('of prices worked by hand', () => {
    const session = sessionOn(1);
    const trade = (seconds: number, price: number, condition: 0 | 2 = 0): TapeTrade => ({
      ...{ timeUs: session.openUs + seconds * 1e6, price, quantity: 1, aggressor: 1, condition },
      ...{ buyAgent: 3, sellAgent: 8 },
    });
    // 100 stands at second 1; 101 and then 102 inside second 2; the cross is no price; 99 in the last second is of second 60
    const trades = [trade(0.5, 100), trade(1.2, 101), trade(1.9, 102), trade(30, 500, 2), trade(59.5, 99)];
    const candle = candleOf(trades, session.openUs, session.openUs + MINUTE_US, true);
    const [value] = runTape(realizedVolatility({ candles: 1 }).create(), [{ session, trades, candle }]);
    expect(value).toBeCloseTo(Math.hypot(Math.log(102 / 100), Math.log(99 / 102)), 14);
  });
});

describeWithRealData('tape features on a real day of DOL', ['b3-dolk20-mt5/DOLK20_ticks_20200402.csv.gz'], (path) => {
  const steps = dolTicks(path!);

  it('equal the slow references', () => {
    expect(steps.length).toBe(537);
    expect(runTape(largeTradeShare().create(), steps)).toEqual(slowLargeTradeShare(steps));
    const some = steps.slice(0, 120);
    for (const candles of [5, 20]) {
      expectClose(runTape(realizedVolatility({ candles }).create(), some), slowRealizedVolatility(some, candles));
    }
  });

  it('are ready at every candle of the day from the warm-up candle on', () => {
    for (const spec of [largeTradeShare(), realizedVolatility({ candles: 5 }), realizedVolatility({ candles: 20 })]) {
      const ready = runTape(spec.create(), steps).map((value) => value !== undefined);
      expect(ready).toEqual(ready.map((_, t) => t + 1 >= spec.meta.warmup));
    }
  });
});
