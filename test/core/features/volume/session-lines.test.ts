// The lines of a session worked by hand on a few candles.

import { describe, expect, it } from 'vitest';
import { emptyCandle } from '../../../../src/core/candles/candle.ts';
import type { FeatureSpec } from '../../../../src/core/features/feature.ts';
import { adLine, mfi, nvi, obv, pvi, pvt } from '../../../../src/core/features/volume/index.ts';
import { sessionOn } from '../candles.ts';

/** [close, volume] of each candle; range ± 2 around the close unless `low` and `high` are given. */
type Row = readonly [close: number, volume: number, low?: number, high?: number];

function values(spec: FeatureSpec, rows: readonly Row[], starts: readonly number[] = [0]): (number | undefined)[] {
  const feature = spec.create();
  return rows.map(([close, volume, low = close - 2, high = close + 2], t) => {
    const firstOfSession = starts.includes(t);
    feature.update({ ...emptyCandle(), open: close, high, low, close, volume, firstOfSession }, sessionOn(1));
    return feature.ready ? feature.value : undefined;
  });
}

const ROWS: readonly Row[] = [
  [100, 50],
  [110, 20],
  [99, 40],
  [99, 30],
  [198, 60],
];

describe('lines of a session', () => {
  it('obv begins with the first volume and adds it with the sign of the move', () => {
    expect(values(obv(), ROWS)).toEqual([50, 70, 30, 30, 90]);
  });

  it('pvt begins at 0 and adds volume times return', () => {
    const [first, second, third, fourth, fifth] = values(pvt(), ROWS);
    expect(first).toBe(0);
    expect(second).toBeCloseTo(20 * 0.1, 12);
    expect(third).toBeCloseTo(2 - 40 * 0.1, 12);
    expect(fourth).toBe(third);
    expect(fifth).toBeCloseTo(-2 + 60, 12);
  });

  it('nvi takes the return of the candles whose volume fell', () => {
    const [first, second, third, fourth, fifth] = values(nvi(), ROWS);
    expect([first, third === second]).toEqual([1000, true]);
    expect(second).toBeCloseTo(1100, 9);
    expect(fourth).toBeCloseTo(1100, 9);
    expect(fifth).toBe(fourth);
  });

  it('pvi takes the return of the candles whose volume rose', () => {
    const [first, second, third, fourth, fifth] = values(pvi(), ROWS);
    expect([first, second]).toEqual([1000, 1000]);
    expect(third).toBeCloseTo(900, 9);
    expect(fourth).toBe(third);
    expect(fifth).toBeCloseTo(1800, 9);
  });

  it('neither index takes the return of a candle with the volume of the one before', () => {
    const same: readonly Row[] = [
      [100, 10],
      [150, 10],
    ];
    expect(values(nvi(), same)).toEqual([1000, 1000]);
    expect(values(pvi(), same)).toEqual([1000, 1000]);
  });

  it('adLine adds the volume with the place of the close, and nothing for a candle without range', () => {
    const rows: readonly Row[] = [
      [104, 10, 100, 104],
      [100, 10, 100, 104],
      [103, 10, 100, 104],
      [100, 10, 100, 100],
    ];
    expect(values(adLine(), rows)).toEqual([10, 0, 5, 5]);
  });

  it('begin anew with each session and have no value before one began', () => {
    const both = [...ROWS, ...ROWS];
    for (const line of [obv(), adLine(), pvt(), nvi(), pvi()]) {
      const alone = values(line, ROWS);
      expect(values(line, both, [5])).toEqual([...ROWS.map(() => undefined), ...alone]);
      expect(values(line, both, [0, 5])).toEqual([...alone, ...alone]);
    }
  });

  it('of returns end at a close of 0 until the next session', () => {
    const rows: readonly Row[] = [[100, 10], [0, 20], [100, 10], ...ROWS];
    for (const line of [pvt(), nvi(), pvi()]) {
      const [first, ...rest] = values(line, rows, [0, 3]);
      expect(first).toBeDefined();
      expect(rest).toEqual([undefined, undefined, ...values(line, ROWS)]);
    }
  });
});

describe('money flow index', () => {
  it('is the share of money that came with a rising typical price', () => {
    const rows: readonly Row[] = [
      [10, 5, 10, 10],
      [20, 3, 20, 20],
      [10, 4, 10, 10],
      [10, 9, 10, 10],
    ];
    const [, , third, fourth] = values(mfi({ period: 2 }), rows);
    expect(third).toBeCloseTo(60, 12);
    expect(fourth).toBe(0);
  });

  it('is not ready where no money moved', () => {
    const still: readonly Row[] = [10, 10, 10, 10].map((close) => [close, 5]);
    expect(values(mfi({ period: 2 }), still)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
