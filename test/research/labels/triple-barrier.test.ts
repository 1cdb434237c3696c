// Triple barriers by hand, against the plainest loops on random walks and on all real minutes of WDO, and what they may never look at.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../../src/research/frames/frame.ts';
import type { BarrierDistance } from '../../../src/research/labels/barrier-distance.ts';
import { tripleBarrier } from '../../../src/research/labels/triple-barrier.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { describeWithRealData } from '../../support/real-data.ts';
import { thrown } from '../splits/thrown.ts';
import { candlesOf, frameOf, MINUTE_US, type PlainCandle, REAL_MINUTES, realMinutes, walk } from './label-frames.ts';
import { type NaiveBarriers, naiveLabel } from './naive-labels.ts';

/** 10 points at most, and no costs. */
const plain = { candles: 3, target: { points: 2 }, stop: { points: 1 }, costs: {}, flattenBeforeClose: '0m' } as const;
const rowOf = (labels: Frame, row: number) =>
  Object.fromEntries(
    ['touch', 'entry_price', 'exit_price', 'side', 'return'].map((name) => [name, labels.at(row, name)]),
  );

describe('by hand', () => {
  it('enters at the open of the next candle and meets the target', () => {
    const candles = candlesOf([
      [100, 100, 100, 100],
      [100.5, 101, 100, 101],
      [101, 103, 100.5, 101],
      [101, 101, 101, 101],
    ]);
    const labels = tripleBarrier(candles, { ...plain, side: 'buy' });
    expect(rowOf(labels, 0)).toEqual({
      ...{ touch: 'target', entry_price: 100.5, exit_price: 102.5, side: 1 },
      return: 2 / 100.5,
    });
    expect(labels.at(0, 'entry_time')).toBe(candles.at(1, 'open_time'));
    expect(labels.at(0, 'known_time')).toBe(candles.at(2, 'close_time'));
    expect(labels.at(0, 'touch_time')).toBe(candles.at(2, 'close_time'));
    expect(labels).toMatchObject({ rows: 4, index: 'decision_time' });
    expect(labels.times).toEqual(candles.times);
    expect(labels.at(3, 'return')).toBeUndefined();
    expect(labels.at(3, 'known_time')).toBeUndefined();
  });

  it('takes the stop where both are inside one candle, of both sides', () => {
    const candles = candlesOf([
      [100, 100, 100, 100],
      [100, 103, 97, 102],
    ]);
    expect(rowOf(tripleBarrier(candles, { ...plain, side: 'buy' }), 0)).toMatchObject({
      touch: 'stop',
      exit_price: 99,
    });
    expect(rowOf(tripleBarrier(candles, { ...plain, side: 'sell' }), 0)).toMatchObject({
      touch: 'stop',
      exit_price: 101,
    });
    const neither = { candles: 3, up: { points: 2 }, down: { points: 2 }, flattenBeforeClose: '0m' } as const;
    expect(rowOf(tripleBarrier(candles, neither), 0)).toEqual({
      ...{ touch: 'both', entry_price: 100, exit_price: 102, side: 0 },
      return: 102 / 100 - 1,
    });
  });

  it('meets a stop at the open of a candle that opened beyond it, and a target at its own price', () => {
    const down = candlesOf([
      [100, 100, 100, 100],
      [100, 100.5, 99.5, 100],
      [97, 104, 97, 100],
    ]);
    const bought = tripleBarrier(down, { ...plain, side: 'buy' });
    expect(rowOf(bought, 0)).toMatchObject({ touch: 'stop', exit_price: 97 });
    expect(bought.at(0, 'touch_time')).toBe(down.at(2, 'open_time'));
    expect(bought.at(0, 'known_time')).toBe(down.at(2, 'close_time'));
    // sold, the target comes first: the candle opened beyond it, and went against the position only later
    expect(rowOf(tripleBarrier(down, { ...plain, side: 'sell' }), 0)).toMatchObject({
      touch: 'target',
      exit_price: 98,
    });
    const moved = tripleBarrier(down, { candles: 3, up: { points: 2 }, down: { points: 2 }, flattenBeforeClose: '0m' });
    expect(rowOf(moved, 0)).toMatchObject({ touch: 'down', exit_price: 97, side: -1 });
  });

  it('ends after its candles, with the session, or with the contract', () => {
    const flat = [100, 100.5, 99.5, 100] as const;
    const labels = tripleBarrier(candlesOf([flat, flat, flat, flat, flat, null, flat, flat]), {
      ...plain,
      side: 'buy',
    });
    expect(labels.toArrays().touch).toEqual([
      ...['time', 'time', 'flatten', 'flatten'],
      undefined,
      'flatten',
      undefined,
    ]);
    const dropped = tripleBarrier(candlesOf([flat, flat, flat, flat, flat, null, flat, flat]), {
      ...{ ...plain, side: 'buy', atFlatten: 'drop' },
    });
    expect(dropped.toArrays().touch).toEqual(['time', 'time', ...Array.from({ length: 5 }, () => undefined)]);
  });

  it('is flat fifteen minutes before the close where nothing is said', () => {
    const flat = [100, 100.5, 99.5, 100] as const;
    // 18:10 to 18:19; the close is at 18:30
    const candles = candlesOf(
      Array.from({ length: 10 }, () => flat),
      550,
    );
    const { flattenBeforeClose: _, ...asked } = plain;
    expect(tripleBarrier(candles, { ...asked, side: 'buy', candles: 2 }).toArrays().touch).toEqual([
      ...['time', 'time', 'time', 'flatten'],
      ...Array.from({ length: 6 }, () => undefined),
    ]);
  });

  it('takes the side of each row, and no row without one', () => {
    const rising = candlesOf([100, 101, 102, 103, 104].map((price) => [price, price + 1, price, price + 1] as const));
    const labels = tripleBarrier(rising, { ...plain, side: [1, -1, 0, 1, 1] });
    expect(labels.toArrays().touch).toEqual(['target', 'stop', undefined, 'flatten', undefined]);
    expect(labels.toArrays().side).toEqual([1, -1, undefined, 1, undefined]);
    const named = tripleBarrier(rising.withColumn('wanted', [2, -0.5, undefined, 3, 0]), { ...plain, side: 'wanted' });
    expect(named.toArrays().side).toEqual([1, -1, undefined, 1, undefined]);
  });

  it('takes what a round trip costs off the return', () => {
    const candles = candlesOf([
      [5400, 5400, 5400, 5400],
      [5400, 5402, 5400, 5402],
    ]);
    const returned = (costs: object | undefined): number =>
      tripleBarrier(candles, { ...plain, side: 'buy', costs }).at(0, 'return') as number;
    expect(returned({})).toBeCloseTo(2 / 5400, 12);
    expect(returned({ points: 0.5 })).toBeCloseTo(1.5 / 5400, 12);
    // a point of WDO is R$ 10
    expect(returned({ brl: 3, points: 0.5 })).toBeCloseTo(1.2 / 5400, 12);
    // assumed: R$ 1 of fees each side, and one tick
    expect(returned(undefined)).toBeCloseTo((2 - 0.2 - 0.5) / 5400, 12);
  });

  it('rounds stops away from the entry and targets towards it, and never below a tick', () => {
    const candles = candlesOf([
      [100, 100, 100, 100],
      [100, 110, 90, 100],
    ]).withColumn('atr_14', [0.7, undefined]);
    const exits = (target: BarrierDistance, stop: BarrierDistance): unknown[] => [
      tripleBarrier(candles, { ...plain, side: 'buy', target, stop: { points: 50 } }).at(0, 'exit_price'),
      tripleBarrier(candles, { ...plain, side: 'buy', target: { points: 50 }, stop }).at(0, 'exit_price'),
    ];
    expect(exits({ points: 1.4 }, { points: 1.4 })).toEqual([101, 98.5]);
    expect(exits({ ticks: 3 }, { ticks: 3 })).toEqual([101.5, 98.5]);
    expect(exits({ points: 0.1 }, { points: 0.1 })).toEqual([100.5, 99.5]);
    expect(exits({ times: 3, of: 'atr_14' }, { times: 3, of: 'atr_14' })).toEqual([102, 97.5]);
    const share = { times: 2, of: Float64Array.of(0.006, 0), unit: 'fraction' } as const;
    expect(exits(share, share)).toEqual([101, 98.5]);
  });

  it('has no label where the volatility is not known', () => {
    const candles = frameOf(walk(1, 20, 2, 1));
    const atr = Array.from({ length: candles.rows }, (_, row) => (row < 5 ? undefined : 1));
    const stop = { times: 2, of: candles.withColumn('atr', atr).column('atr') };
    const { touch } = tripleBarrier(candles, { ...plain, side: 'buy', stop }).toArrays();
    expect(touch!.slice(0, 5).every((each) => each === undefined)).toBe(true);
    expect(touch!.slice(5, -1).every((each) => each !== undefined)).toBe(true);
  });

  it('knows instruments that the table does not have by their tick and costs', () => {
    const candles = frameOf(walk(2, 30, 2, 1).map((candle) => ({ ...candle, contract: 'PETR4' })));
    const asked = { ...plain, side: 'buy', costs: { points: 0.01 } } as const;
    expect(tripleBarrier(candles, { ...asked, tick: 0.5 }).at(0, 'touch')).toBeDefined();
    expect(thrown(() => tripleBarrier(candles, asked))).toMatchObject({ code: 'bad-option', field: 'tick' });
    const { costs: _, ...without } = asked;
    expect(thrown(() => tripleBarrier(candles, { ...without, tick: 0.5 }))).toMatchObject({ field: 'costs' });
  });

  it('keeps prices of decimal grids exact', () => {
    // 30.05 + 3 cents is 30.08, and in floats 30.080000000000002
    const candles = candlesOf([
      [30.05, 30.05, 30.05, 30.05],
      [30.05, 30.08, 30.05, 30.06],
    ]);
    const labels = tripleBarrier(candles, { ...plain, side: 'buy', target: { ticks: 3 }, stop: undefined, tick: 0.01 });
    expect(rowOf(labels, 0)).toMatchObject({ touch: 'target', exit_price: 30.08 });
  });
});

/** Every row of the frame against the plainest loops. */
function compare(candles: readonly PlainCandle[], frame: Frame, asked: NaiveBarriers): number {
  const distance = (points: number | undefined): BarrierDistance | undefined =>
    points === undefined ? undefined : { points };
  const window = { candles: asked.candles, flattenBeforeClose: `${asked.flattenMinutes}m` };
  const labels =
    asked.side === 0
      ? tripleBarrier(frame, { ...window, up: distance(asked.target), down: distance(asked.stop) })
      : tripleBarrier(frame, {
          ...window,
          side: asked.side === 1 ? 'buy' : 'sell',
          target: distance(asked.target),
          stop: distance(asked.stop),
          costs: { points: asked.costPoints },
          targetFills: asked.isThrough === true ? 'through' : 'touched',
        });
  let touched = 0;
  for (const [row] of candles.entries()) {
    const expected = naiveLabel(candles, row, asked);
    if (expected === undefined ? labels.at(row, 'touch') === undefined : isSame(labels, row, expected)) {
      touched += expected !== undefined && !['time', 'flatten'].includes(expected.touch) ? 1 : 0;
      continue;
    }
    expect({ row, ...rowOf(labels, row), known: labels.at(row, 'known_time') }).toEqual({ row, ...expected });
  }
  return touched;
}

function isSame(labels: Frame, row: number, expected: NonNullable<ReturnType<typeof naiveLabel>>): boolean {
  return (
    labels.at(row, 'known_time') === expected.knownUs &&
    labels.at(row, 'entry_price') === expected.entry &&
    labels.at(row, 'exit_price') === expected.exit &&
    labels.at(row, 'touch') === expected.touch &&
    (labels.at(row, 'side') === expected.side || (expected.side === 0 && labels.at(row, 'side') === 0)) &&
    labels.at(row, 'return') === expected.returns
  );
}

const askedOf = fc.record({
  side: fc.constantFrom(1 as const, -1 as const, 0 as const),
  target: fc.option(
    fc.integer({ min: 1, max: 60 }).map((ticks) => ticks / 2),
    { nil: undefined },
  ),
  stop: fc.option(
    fc.integer({ min: 1, max: 60 }).map((ticks) => ticks / 2),
    { nil: undefined },
  ),
  candles: fc.integer({ min: 1, max: 300 }),
  costPoints: fc.constantFrom(0, 0.7),
  flattenMinutes: fc.constantFrom(0, 60, 300),
  isThrough: fc.boolean(),
});

describe('against the plainest loops', () => {
  it('is equal on random walks, to the last bit', () => {
    let touched = 0;
    fc.assert(
      fc.property(
        fc.nat(1_000_000),
        fc.integer({ min: 2, max: 200 }),
        fc.integer({ min: 1, max: 6 }),
        askedOf,
        (seed, minutes, ticks, asked) => {
          const candles = walk(seed, minutes, ticks);
          touched += compare(candles, frameOf(candles), asked.side === 0 ? { ...asked, isThrough: false } : asked);
        },
      ),
      { seed: 11, numRuns: propertyRuns(80) },
    );
    expect(touched).toBeGreaterThan(10_000);
  });
});

describeWithRealData('all real minutes of WDO', [REAL_MINUTES], (path) => {
  const candles = realMinutes(path);
  const frame = frameOf(candles);
  const base = { candles: 60, costPoints: 0.7, flattenMinutes: 15 };

  it.each<NaiveBarriers>([
    { ...base, side: 1, target: 10, stop: 5 },
    { ...base, side: -1, target: 10, stop: 5, isThrough: true },
    { ...base, side: 0, target: 4, stop: 4, candles: 30 },
    // windows of a whole day are slow for loops: fewer minutes below, all of them at night
    ...(process.env.QT_NIGHTLY === '1' ? [{ ...base, side: 1 as const, target: 60, stop: 60, candles: 600 }] : []),
  ])('are equal: side $side, $target and $stop points', (asked) => {
    expect(candles.length).toBe(69_822);
    expect(compare(candles, frame, asked)).toBeGreaterThan(1000);
  });

  it('are equal in windows of a whole day', () => {
    const first = candles.slice(0, 12_000);
    const asked = { ...base, side: -1, target: 30, stop: 30, candles: 600, flattenMinutes: 0 } as const;
    expect(compare(first, frameOf(first), asked)).toBeGreaterThan(1000);
  });
});

describe('what a label may look at', () => {
  const candles = walk(5, 90, 3);
  const asked = { ...plain, candles: 25, target: { points: 6 }, stop: { points: 4 } } as const;
  const labels = tripleBarrier(frameOf(candles), { ...asked, side: 'buy' });

  it('is known after the decision, and entered in between', () => {
    for (let row = 0; row < labels.rows; row++) {
      const known = labels.at(row, 'known_time') as number | undefined;
      if (known === undefined) continue;
      expect(known).toBeGreaterThanOrEqual(labels.times[row]! + MINUTE_US);
      expect(labels.at(row, 'entry_time')).toBeGreaterThanOrEqual(labels.times[row]!);
      expect(labels.at(row, 'touch_time')).toBeLessThanOrEqual(known);
    }
  });

  it('changes nothing that was known when what comes later is another, and reads nothing before the entry', () => {
    const other = walk(6, 90, 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: candles.length - 1 }), fc.constantFrom('buy', 'sell'), (cut, side) => {
        const mixed = candles.map((candle, row) =>
          row < cut ? candle : { ...candle, ...shifted(other[row % other.length]!, 40) },
        );
        const before = tripleBarrier(frameOf(candles), { ...asked, side });
        const after = tripleBarrier(frameOf(mixed), { ...asked, side });
        const cutUs = candles[cut]!.openTimeUs;
        for (let row = 0; row < candles.length; row++) {
          const known = before.at(row, 'known_time') as number | undefined;
          if (known !== undefined && known <= cutUs) expect(rowOf(after, row)).toEqual(rowOf(before, row));
          // rows at or after the cut look at the new candles alone
        }
        const earlier = candles.map((candle, row) => (row >= cut ? candle : { ...candle, ...shifted(candle, 40) }));
        const rest = tripleBarrier(frameOf(earlier), { ...asked, side });
        for (let row = cut - 1; row < candles.length; row++) expect(rowOf(rest, row)).toEqual(rowOf(before, row));
      }),
      { seed: 3, numRuns: propertyRuns(25) },
    );
  });
});

function shifted(candle: PlainCandle, points: number): Pick<PlainCandle, 'open' | 'high' | 'low' | 'close'> {
  const { open, high, low, close } = candle;
  return { open: open + points, high: high + points, low: low + points, close: close + points };
}

describe('what cannot be labelled', () => {
  const candles = frameOf(walk(1, 20, 2, 2));
  const field = (options: object, frame = candles): string | undefined =>
    thrown(() => tripleBarrier(frame, { ...plain, side: 'buy', ...options } as never)).field;

  it('names the option', () => {
    expect(field({ candles: 0 })).toBe('candles');
    expect(field({ candles: 1.5 })).toBe('candles');
    expect(field({ target: { points: 0 } })).toBe('target');
    expect(field({ stop: { ticks: Number.NaN } })).toBe('stop');
    expect(field({ stop: { times: -1, of: 'close' } })).toBe('stop.times');
    expect(field({ stop: { times: 1, of: 'atr' } })).toBe('atr');
    expect(field({ stop: { times: 1, of: new Float64Array(3) } })).toBe('stop.of');
    expect(field({ stop: { times: 1, of: 'close', unit: 'ticks' } })).toBe('stop.unit');
    expect(field({ stop: { points: 1, ticks: 1 } })).toBe('points');
    expect(field({ side: [1, 2] })).toBe('side');
    expect(field({ side: 'long' })).toBe('long');
    expect(field({ side: Array.from({ length: candles.rows }, () => Number.NaN) })).toBe('side');
    expect(field({ costs: { points: -1 } })).toBe('costs');
    expect(field({ flattenBeforeClose: '15' })).toBe('flattenBeforeClose');
    expect(field({ atFlatten: 'hold' })).toBe('atFlatten');
    expect(field({ targetFills: 'maybe' })).toBe('targetFills');
    expect(field({ horizon: 3 })).toBe('horizon');
    expect(field({ tick: 0 })).toBe('tick');
    // a number is no object, and none of its fields would ever be looked at
    expect(field({ costs: 2 })).toBe('costs');
    expect(field({ stop: 5 })).toBe('stop');
    expect(field({ stop: null })).toBe('stop');
    expect(field({ side: candles.column('day') })).toBe('side');
    expect(field({ side: null })).toBe('side');
    expect(thrown(() => tripleBarrier(candles, undefined as never)).field).toBe('options');
    // costs belong to a trade
    expect(field({ side: undefined, target: undefined })).toBe('target');
  });

  it('names the rows', () => {
    expect(field({}, candles.head(0))).toBe('rows');
    expect(field({}, candles.withColumn('high', candles.column('low')))).toBe('candles');
    expect(field({}, candles.drop('open'))).toBe('open');
    const holes = Array.from({ length: candles.rows }, (_, row) => (row === 3 ? undefined : 5000));
    expect(field({}, candles.withColumn('open', holes))).toBe('open');
    expect(
      field(
        {},
        candles.withColumn(
          'day',
          Array.from({ length: candles.rows }, (_, row) => `${row % 2}`),
        ),
      ),
    ).toBe('day');
    const mixed = Array.from({ length: candles.rows }, (_, row) => (row < 25 ? 'WDOU25' : 'WINV25'));
    expect(field({}, candles.withColumn('contract', mixed))).toBe('contract');
  });
});
