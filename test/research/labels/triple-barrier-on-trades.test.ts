// Triple barriers on trades: by hand, against a plain walk through all real trades of a day, and beside the candles of those trades.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { tripleBarrier } from '../../../src/research/labels/triple-barrier.ts';
import { tripleBarrierOnTrades } from '../../../src/research/labels/triple-barrier-on-trades.ts';
import { Random } from '../../../src/simulation/random.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { DOLK20_TICKS } from '../../support/real-tapes.ts';
import { thrown } from '../splits/thrown.ts';
import { frameOf, MINUTE_US, type PlainCandle } from './label-frames.ts';

interface Print {
  readonly timeUs: number;
  readonly price: number;
  readonly condition?: number;
}

const DAY = '2020-04-02';
const OPEN_US = localToUtcUs(2020, 4, 2, 9);

function tradesOf(prints: readonly Print[], contract = 'DOLK20'): Frame {
  return Frame.fromColumns(
    {
      time: Float64Array.from(prints, ({ timeUs }) => timeUs),
      price: Float64Array.from(prints, ({ price }) => price),
      condition: Int32Array.from(prints, ({ condition = 0 }) => condition),
      day: prints.map(() => DAY),
      instrument: prints.map(() => contract),
    },
    { index: 'time' },
  );
}

function decisionsOf(times: readonly number[], contract = 'DOLK20'): Frame {
  return Frame.fromColumns(
    { decided: Float64Array.from(times), day: times.map(() => DAY), contract: times.map(() => contract) },
    { index: 'decided' },
  );
}

const at = (ms: number): number => OPEN_US + ms * 1000;
const asked = { side: 'buy', within: '1m', target: { points: 2 }, stop: { points: 1 }, costs: {} } as const;

describe('by hand', () => {
  const trades = tradesOf([
    { timeUs: at(0), price: 5000 },
    { timeUs: at(40), price: 5009 },
    { timeUs: at(50), price: 5001 },
    { timeUs: at(60), price: 5003.5, condition: 2 },
    { timeUs: at(70), price: 5002.5 },
    { timeUs: at(80), price: 5003 },
    { timeUs: at(90), price: 4999 },
  ]);

  it('enters with the first regular trade after the latency, and leaves with the one that meets a barrier', () => {
    const bought = tripleBarrierOnTrades(decisionsOf([at(0)]), trades, asked);
    expect(bought.toRows()[0]).toMatchObject({
      ...{ entry_price: 5001, entry_time: at(50), touch: 'target', exit_price: 5003, side: 1 },
      ...{ touch_time: at(80), known_time: at(80), return: 2 / 5001 },
    });
    const sold = tripleBarrierOnTrades(decisionsOf([at(0)]), trades, { ...asked, side: 'sell', stop: { points: 1.5 } });
    expect(sold.at(0, 'exit_price')).toBe(5002.5);
  });

  it('leaves a stop at the price of the trade that met it, which may be worse', () => {
    const row = tripleBarrierOnTrades(decisionsOf([at(20)]), trades, asked).toRows()[0]!;
    expect(row).toMatchObject({ entry_price: 5002.5, touch: 'stop', exit_price: 4999, return: -3.5 / 5002.5 });
  });

  it('ends with the last trade before the end, which is when it is known', () => {
    const wide = { ...asked, target: { points: 50 }, stop: { points: 50 } } as const;
    const row = tripleBarrierOnTrades(decisionsOf([at(0)]), trades, { ...wide, within: '1s' }).toRows()[0]!;
    expect(row).toMatchObject({ touch: 'time', exit_price: 4999, known_time: at(1000), touch_time: at(1000) });
    // too late for any trade
    expect(tripleBarrierOnTrades(decisionsOf([at(60)]), trades, wide).at(0, 'touch')).toBeUndefined();
  });

  it('is flat before the close, and says so', () => {
    const late = localToUtcUs(2020, 4, 2, 17, 44);
    const prints = tradesOf([0, 30, 59, 61, 90].map((s) => ({ timeUs: late + s * 1e6, price: 5000 + s / 2 })));
    const wide = { ...asked, target: undefined, stop: undefined, within: '5m' } as const;
    const row = tripleBarrierOnTrades(decisionsOf([late - 1e6]), prints, wide).toRows()[0]!;
    // the dollar closed at 18:00 that day
    expect(row).toMatchObject({ touch: 'flatten', exit_price: 5029.5, known_time: late + 60e6 });
    const dropped = tripleBarrierOnTrades(decisionsOf([late - 1e6]), prints, { ...wide, atFlatten: 'drop' });
    expect(dropped.at(0, 'touch')).toBeUndefined();
  });

  it('looks at trades of its own contract and day only', () => {
    const labels = tripleBarrierOnTrades(decisionsOf([at(0)], 'DOLM20'), trades, asked);
    expect(labels.at(0, 'touch')).toBeUndefined();
  });

  it('passes over rows that take trades back', () => {
    const corrected = trades.withColumn('correction', Int32Array.of(0, 0, 0, 0, 0, 1, 0));
    expect(tripleBarrierOnTrades(decisionsOf([at(0)]), corrected, asked).at(0, 'exit_price')).toBe(4999);
  });

  it('names what cannot be', () => {
    const field = (options: object, frame = trades): string | undefined =>
      thrown(() => tripleBarrierOnTrades(decisionsOf([at(0)]), frame, { ...asked, ...options } as never)).field;
    expect(field({ within: '30' })).toBe('within');
    expect(field({ within: '500v' })).toBe('within');
    expect(field({ latencyUs: 0 })).toBe('latencyUs');
    expect(field({ candles: 4 })).toBe('candles');
    expect(field({}, trades.withColumn('price', [undefined, 1, 1, 1, 1, 1, 1]))).toBe('price');
  });
});

function printsOf(path: string): readonly Print[] {
  const prints: Print[] = [];
  for (const line of gunzipSync(readFileSync(path)).toString('latin1').split(/\r?\n/).slice(1)) {
    const [date = '', time = '', , , last = ''] = line.split('\t');
    if (date === '' || last === '' || Number(last) === 0) continue;
    const [hour, minute, second] = time.split(':').map(Number) as [number, number, number];
    const us = ((hour * 60 + minute) * 60 * 1e3 + Math.round(second * 1e3)) * 1e3;
    prints.push({ timeUs: localToUtcUs(2020, 4, 2, 0) + us, price: Number(last) });
  }
  return prints;
}

/** Minutes of the trades, by the plainest way. */
function candlesOf(prints: readonly Print[]): readonly PlainCandle[] {
  const candles: { -readonly [K in keyof PlainCandle]: PlainCandle[K] }[] = [];
  for (const { timeUs, price } of prints) {
    const openTimeUs = Math.floor(timeUs / MINUTE_US) * MINUTE_US;
    const last = candles.at(-1);
    if (last?.openTimeUs !== openTimeUs) {
      candles.push({ openTimeUs, day: DAY, contract: 'DOLK20', open: price, high: price, low: price, close: price });
      continue;
    }
    last.high = Math.max(last.high, price);
    last.low = Math.min(last.low, price);
    last.close = price;
  }
  return candles;
}

describeWithRealData('a real day of DOLK20', [DOLK20_TICKS], (path) => {
  const prints = printsOf(path);
  const trades = tradesOf(prints);

  it.each([1, -1] as const)('is what a walk through the trades finds, of side %i', (side) => {
    const random = new Random(1, 'decisions');
    const times = Array.from({ length: 600 }, () => at(4 * 60_000 + random.integer(8 * 3_600_000))).sort(
      (a, b) => a - b,
    );
    const labels = tripleBarrierOnTrades(decisionsOf(times), trades, {
      ...{ side: side === 1 ? 'buy' : 'sell', within: '20m', target: { points: 6 }, stop: { points: 4 } },
      ...{ costs: { points: 1 }, latencyUs: 80_000 },
    });
    const wrong: number[] = [];
    const touched = new Set<unknown>();
    for (const [row, decidedUs] of times.entries()) {
      const window = prints.filter(({ timeUs }) => timeUs >= decidedUs + 80_000 && timeUs < decidedUs + 1_200e6);
      const entry = window[0]!;
      const gained = (price: number): number => side * (price - entry.price);
      const met = window.slice(1).find(({ price }) => gained(price) >= 6 || gained(price) <= -4);
      const exit =
        met === undefined ? window.at(-1)!.price : gained(met.price) >= 6 ? entry.price + side * 6 : met.price;
      const expected = [entry.timeUs, met?.timeUs ?? decidedUs + 1_200e6, exit, (gained(exit) - 1) / entry.price];
      const found = ['entry_time', 'known_time', 'exit_price', 'return'].map((name) => labels.at(row, name));
      if (found.some((value, field) => value !== expected[field])) wrong.push(row);
      touched.add(labels.at(row, 'touch'));
    }
    expect(wrong).toEqual([]);
    expect(touched).toEqual(new Set(['target', 'stop', 'time']));
  });

  it('agrees with its candles wherever those know what came first', () => {
    const candles = candlesOf(prints);
    const frame = frameOf(candles);
    const barriers = { side: 'buy', target: { points: 8 }, stop: { points: 6 }, costs: { points: 0.5 } } as const;
    const byCandles = tripleBarrier(frame, { ...barriers, candles: 12 });
    // a moment before the minute ends, so that a trade of the very first microsecond of the next one is an entry
    const decided = frame.withColumn(
      'decided',
      frame.times.map((us) => us - 1),
      'time',
    );
    const moments = new Frame(decided, { index: 'decided' });
    const byTrades = tripleBarrierOnTrades(moments, trades, { ...barriers, within: '12m', latencyUs: 1 });
    let [same, worse] = [0, 0];
    for (const [row, { openTimeUs }] of candles.entries()) {
      const isWhole = candles[row + 12]?.openTimeUs === openTimeUs + 12 * MINUTE_US;
      if (!isWhole || byCandles.at(row, 'touch') === undefined) continue;
      expect(byTrades.at(row, 'entry_price')).toBe(byCandles.at(row, 'entry_price'));
      if (byTrades.at(row, 'touch') !== byCandles.at(row, 'touch')) {
        // both inside one minute: candles say stop, the trades met the target first
        expect([byCandles.at(row, 'touch'), byTrades.at(row, 'touch')]).toEqual(['stop', 'target']);
        worse += 1;
        continue;
      }
      same += 1;
      // inside the minute by which the candles knew it, at its end where both are flat then
      const late = (byCandles.at(row, 'known_time') as number) - (byTrades.at(row, 'known_time') as number);
      expect(late).toBeGreaterThanOrEqual(0);
      expect(late).toBeLessThanOrEqual(MINUTE_US);
      expect(byTrades.at(row, 'return')).toBeLessThanOrEqual(byCandles.at(row, 'return') as number);
    }
    expect(same).toBeGreaterThan(400);
    expect(worse).toBeLessThan(same / 10);
  });
});
