// Windows whose moves in points are all equal: flat, whatever rounding makes of them, and whatever the returns differ by.

import { describe, expect, it } from 'vitest';
import { returnSharpe, trendStrength } from '../../../../src/core/features/returns/index.ts';
import { describeWithRealData } from '../../../support/real-data.ts';
import { run } from '../averages/columns.ts';
import { REAL_FILE, randomCandles, realCandles, type Step } from '../candles.ts';

/** Closes with these moves in ticks one after another, from `start`; each session's first candle opens `gap` ticks further. */
function moving(start: number, tick: number, moves: readonly number[], gap = 0, perSession = 90): Step[] {
  let ticks = Math.round(start / tick);
  return randomCandles(moves.length, 1, perSession).map((step, t) => {
    if (step.candle.firstOfSession) ticks += gap;
    const open = ticks * tick;
    ticks += moves[t]!;
    const close = ticks * tick;
    return {
      ...step,
      candle: { ...step.candle, open, close, high: Math.max(open, close), low: Math.min(open, close) },
    };
  });
}

const steady = (move: number, count = 60): number[] => Array.from({ length: count }, () => move);

describe('a market that moves by the same each candle', () => {
  it.each([
    ['half a point of a dollar future', 5400, 0.5, 1],
    ['minus three ticks', 5400, 0.5, -3],
    ['ticks of a rate, which binary numbers do not have', 13.185, 0.005, 1],
    ['cents of a share', 37.11, 0.01, -1],
    ['nothing', 5400, 0.5, 0],
  ])('is flat: %s', (_name, start, tick, move) => {
    for (const gap of [0, 17]) {
      const steps = moving(start, tick, steady(move), gap, 7);
      for (const spec of [returnSharpe({ candles: 5 }), returnSharpe(), trendStrength()]) {
        expect(run(spec, steps).every((value) => value === undefined)).toBe(true);
      }
    }
  });

  it('is flat for as long as all moves of the window are equal, and not a candle longer', () => {
    const moves = [...[1, -1, 2, -2, 1, 3], ...steady(1, 9), 2, ...steady(1, 9)];
    const ready = run(returnSharpe({ candles: 5 }), moving(5400, 0.5, moves)).map((value) => value !== undefined);
    const expected = moves.map((_, t) => t >= 5 && new Set(moves.slice(t - 4, t + 1)).size > 1);
    expect(ready).toEqual(expected);
    expect(expected.filter((is) => !is).length).toBe(5 + 5 + 5);
  });

  it('counts anew after a price of 0', () => {
    const steps = moving(5400, 0.5, steady(1, 40));
    const holed = steps.map((step, t) =>
      t === 20 ? { ...step, candle: { ...step.candle, open: 0, close: 0 } } : step,
    );
    expect(run(returnSharpe({ candles: 5 }), holed).every((value) => value === undefined)).toBe(true);
  });
});

describeWithRealData('on real WDO minutes', [REAL_FILE], (path) => {
  it('no ratio of mean to deviation of five returns is above what whole ticks can make', () => {
    const values = run(returnSharpe({ candles: 5 }), realCandles(path, 'WDOZ25', 12_000));
    expect(Math.max(...values.map((value) => Math.abs(value ?? 0)))).toBeLessThan(50);
  });
});
