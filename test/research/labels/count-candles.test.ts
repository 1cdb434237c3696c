// Candles that a volume closes, several of them in one moment: nobody enters between the prints of one large order.
import { describe, expect, it } from 'vitest';
import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { forwardReturn } from '../../../src/research/labels/forward-return.ts';
import { trendScanning } from '../../../src/research/labels/trend-scanning.ts';
import { tripleBarrier } from '../../../src/research/labels/triple-barrier.ts';
import { purgedKFold } from '../../../src/research/splits/purged-k-fold.ts';
import { Random } from '../../../src/simulation/random.ts';

const OPEN_US = localToUtcUs(2025, 9, 8, 10);

/** `[opened, closed, price]` in milliseconds. */
function candlesOf(rows: readonly (readonly [number, number, number])[], day = '2025-09-08'): Frame {
  const price = Float64Array.from(rows, ([, , each]) => each);
  return Frame.fromColumns(
    {
      close_time: Float64Array.from(rows, ([, closed]) => OPEN_US + closed * 1000),
      open_time: Float64Array.from(rows, ([opened]) => OPEN_US + opened * 1000),
      ...{ open: price, high: price, low: price, close: price },
      ...{ day: rows.map(() => day), contract: rows.map(() => 'WDOV25') },
    },
    { index: 'close_time', marks: 'end', kinds: { open_time: 'time' } },
  );
}

describe('a burst of candles', () => {
  // a sweep at 37 ms closes three candles and begins a fourth
  const candles = candlesOf([
    [10, 37, 5000],
    [37, 37, 5001],
    [37, 37, 5002],
    [37, 90, 5003],
    [95, 120, 5004],
    [130, 150, 5005],
  ]);

  it('is entered after it, by all labels', () => {
    const returns = forwardReturn(candles, { candles: 1 });
    expect(returns.toArrays().entry_price).toEqual([5004, 5004, 5004, 5004, 5005, undefined]);
    const barriers = tripleBarrier(candles, { candles: 2, side: 'buy', target: { points: 1 }, costs: {} });
    expect(barriers.toArrays().exit_price).toEqual([5005, 5005, 5005, 5005, 5005, undefined]);
    expect(
      trendScanning(candles, { min: 3, max: 3 })
        .toArrays()
        .entry_price!.every((price) => price === undefined),
    ).toBe(true);
  });

  it('takes the next candle where time closes them, though it begins in that moment', () => {
    const seconds = candlesOf([
      [0, 1000, 5000],
      [1000, 2000, 5001],
      [2000, 3000, 5002],
    ]);
    expect(forwardReturn(seconds, { candles: 1 }).toArrays().entry_price).toEqual([5001, 5002, undefined]);
  });
});

it('is known after it is decided, whatever the stamps are, so that splits take it', () => {
  const random = new Random(3, 'bursts');
  const frames = ['2025-09-08', '2025-09-09', '2025-09-10', '2025-09-11'].map((day, at) => {
    let now = at * 86_400_000;
    const rows = Array.from({ length: 300 }, () => {
      const opened = now + (random.chance(0.4) ? 0 : 1 + random.integer(700));
      now = opened + (random.chance(0.4) ? 0 : random.integer(900));
      return [opened, now, 5000 + random.integer(20)] as const;
    });
    return candlesOf(rows, day);
  });
  const labels = tripleBarrier(Frame.concat(frames), { candles: 8, up: { points: 6 }, down: { points: 6 } });
  for (let row = 0; row < labels.rows; row++) {
    const entered = labels.at(row, 'entry_time') as number | undefined;
    if (entered === undefined) continue;
    const decided = labels.times[row]!;
    expect(entered > decided || (entered === decided && decided % 1e6 === 0)).toBe(true);
    expect(labels.at(row, 'known_time')).toBeGreaterThan(decided);
  }
  expect(purgedKFold(labels, { folds: 4 })).toHaveLength(4);
});
