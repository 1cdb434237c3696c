// Weights of overlapping labels: the book's worked numbers, by definition on random labels, and how they are scaled.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Frame } from '../../../src/research/frames/frame.ts';
import { concurrency, labelSpans } from '../../../src/research/labels/label-spans.ts';
import { averageUniqueness, returnAttribution, timeDecay } from '../../../src/research/labels/sample-weights.ts';
import { tripleBarrier } from '../../../src/research/labels/triple-barrier.ts';
import { propertyRuns } from '../../support/property-runs.ts';
import { thrown } from '../splits/thrown.ts';
import { bookCandles, bookLabels } from './book-example.ts';
import { frameOf, walk } from './label-frames.ts';

const valuesOf = (column: { readonly values: ArrayLike<number | bigint> }): number[] =>
  Array.from(column.values, Number);

describe('López de Prado 2018, section 4.5.3: three labels on six returns', () => {
  it('stand on the candles of the indicator matrix', () => {
    const { first, last } = labelSpans(bookLabels, bookCandles);
    expect(Array.from(first, (from, at) => [from, last[at]])).toEqual([
      [0, 2],
      [2, 3],
      [4, 5],
    ]);
    expect([...concurrency(labelSpans(bookLabels, bookCandles))]).toEqual([1, 1, 2, 1, 1, 1]);
  });

  it('are unique to 5/6, 3/4 and 1', () => {
    const [one, two, three] = valuesOf(averageUniqueness(bookLabels, bookCandles));
    expect(one).toBeCloseTo(5 / 6, 14);
    expect(two).toBeCloseTo(3 / 4, 14);
    expect(three).toBeCloseTo(1, 14);
  });
});

describe('weights of triple barriers', () => {
  const candles = frameOf(walk(12, 80, 3));
  const labels = tripleBarrier(candles, { candles: 12, side: 'buy', target: { points: 6 }, stop: { points: 4 } });

  it('are, by definition, means of 1/c over the candles of a label', () => {
    const { first, last, row } = labelSpans(labels, candles);
    const on = (candle: number): number[] =>
      [...row.keys()].filter((at) => first[at]! <= candle && candle <= last[at]!);
    const unique = averageUniqueness(labels, candles);
    for (const [at, each] of row.entries()) {
      expect(first[at]).toBe(each + 1);
      expect(candles.times[last[at]!]).toBe(labels.at(each, 'known_time'));
      let sum = 0;
      for (let candle = first[at]!; candle <= last[at]!; candle++) sum += 1 / on(candle).length;
      expect(unique.values[each]).toBeCloseTo(sum / (last[at]! - first[at]! + 1), 10);
    }
    expect(row.length).toBeGreaterThan(300);
  });

  it('have no value where there is no label', () => {
    for (const column of [
      averageUniqueness(labels, candles),
      returnAttribution(labels, candles),
      timeDecay(labels, candles, 0.5),
    ]) {
      expect(column.values.length).toBe(labels.rows);
      expect(column.valid).toEqual(labels.column('return').valid);
    }
  });

  it('count only the labels that are used', () => {
    const few = labels.filter((row) => row % 20 === 0);
    expect(
      valuesOf(averageUniqueness(few, candles))
        .filter((value) => value > 0)
        .every((value) => value > 0.999),
    ).toBe(true);
  });

  it('by return are shares of log returns with a mean of 1', () => {
    const { first, last, row } = labelSpans(labels, candles);
    const counts = concurrency(labelSpans(labels, candles));
    const { open, close, day } = candles.toArrays() as Record<string, number[]>;
    const raw = Array.from(row, (_, at) => {
      let sum = 0;
      for (let candle = first[at]!; candle <= last[at]!; candle++) {
        const before = day![candle] === day![candle - 1] ? close![candle - 1]! : open![candle]!;
        sum += (Math.log(close![candle]!) - Math.log(before)) / counts[candle]!;
      }
      return Math.abs(sum);
    });
    const total = raw.reduce((sum, each) => sum + each, 0);
    const weights = returnAttribution(labels, candles);
    for (const [at, each] of row.entries())
      expect(weights.values[each]).toBeCloseTo((raw[at]! * row.length) / total, 9);
  });
});

describe('time decay', () => {
  // ten labels that overlap nothing: each is as unique as the others
  const candles = frameOf(walk(3, 11, 1, 1)).head(11);
  const labels = Frame.fromColumns(
    {
      decision_time: candles.times.slice(0, -1),
      known_time: candles.times.slice(1),
    },
    { index: 'decision_time', kinds: { known_time: 'time' } },
  );
  const n = labels.rows;
  const decayed = (oldest: number): number[] => valuesOf(timeDecay(labels, candles, oldest));

  it.each([
    // snippet 4.11: weights are const + slope x, with x the uniqueness seen so far: here 1, 2 ... n
    [1, (x: number) => x * 0 + 1],
    [0.75, (x: number) => 0.75 + (0.25 * x) / n],
    [0.5, (x: number) => 0.5 + (0.5 * x) / n],
    [0, (x: number) => x / n],
    [-0.25, (x: number) => Math.max(0, 1 - (n - x) / (0.75 * n))],
    [-0.5, (x: number) => Math.max(0, 1 - (n - x) / (0.5 * n))],
  ])('to %d is a straight line', (oldest, line) => {
    for (const [at, weight] of decayed(oldest).entries()) expect(weight).toBeCloseTo(line(at + 1), 12);
    expect(decayed(oldest).at(-1)).toBe(1);
  });

  it('refuses what is no share', () => {
    for (const oldest of [-1, 1.5, Number.NaN])
      expect(thrown(() => timeDecay(labels, candles, oldest)).field).toBe('oldest');
  });
});

it('never gives a label more than all of what it stands on', () => {
  fc.assert(
    fc.property(fc.nat(1000), fc.integer({ min: 1, max: 40 }), (seed, window) => {
      const candles = frameOf(walk(seed, 30, 2, 2));
      const labels = tripleBarrier(candles, { candles: window, up: { points: 2 }, down: { points: 2 } });
      const unique = averageUniqueness(labels, candles);
      // each candle with labels is shared out whole
      const { first, last, row } = labelSpans(labels, candles);
      let shared = 0;
      for (const [at, each] of row.entries()) {
        const share = unique.values[each] as number;
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
        shared += share * (last[at]! - first[at]! + 1);
      }
      expect(shared).toBeCloseTo(
        concurrency({ first, last, row, candles: candles.rows }).filter((count) => count > 0).length,
        8,
      );
    }),
    { seed: 2, numRuns: propertyRuns(30) },
  );
});

it('names labels that stand on no candle', () => {
  const candles = frameOf(walk(3, 30, 1, 1));
  const labels = tripleBarrier(candles, { candles: 3, up: { points: 2 } });
  expect(thrown(() => averageUniqueness(labels, candles.head(2))).code).toBe('label-rows');
});
