// Isotonic regression against the max-min formula, a published example and what must hold of every fit.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonicMap } from '../../../src/research/calibration/isotonic-map.ts';

const ones = (n: number) => new Float64Array(n).fill(1);

/** The fit at each distinct x: the greatest over starts of the least over ends of the weighted mean between (Robertson et al. 1988). */
function byMaxMin(x: readonly number[], y: readonly number[], w: readonly number[]): Map<number, number> {
  const xs = [...new Set(x)].sort((a, b) => a - b);
  const mean = (from: number, to: number) => {
    let [sum, total] = [0, 0];
    for (const [i, each] of x.entries()) {
      if (each < xs[from]! || each > xs[to]!) continue;
      sum += w[i]! * y[i]!;
      total += w[i]!;
    }
    return sum / total;
  };
  return new Map(
    xs.map((value, at) => {
      let best = Number.NEGATIVE_INFINITY;
      for (let from = 0; from <= at; from++) {
        let least = Number.POSITIVE_INFINITY;
        for (let to = at; to < xs.length; to++) least = Math.min(least, mean(from, to));
        best = Math.max(best, least);
      }
      return [value, best];
    }),
  );
}

function at({ x, y }: { readonly x: Float64Array; readonly y: Float64Array }, value: number): number {
  const right = x.findIndex((each) => each >= value);
  if (x[right] === value) return y[right]!;
  return y[right - 1]! + ((value - x[right - 1]!) / (x[right]! - x[right - 1]!)) * (y[right]! - y[right - 1]!);
}

describe('isotonicMap', () => {
  it('gives the example of isoreg in R, scaled to 0..1', () => {
    const y = Float64Array.of(1, 0, 4, 3, 3, 5, 4, 2, 0).map((value) => value / 5);
    const map = isotonicMap(
      Float64Array.from({ length: 9 }, (_, i) => i),
      y,
      ones(9),
    );
    expect([...map.x]).toEqual([0, 1, 2, 8]);
    for (const [i, value] of [0.1, 0.1, 0.6, 0.6].entries()) expect(map.y[i]).toBeCloseTo(value, 12);
  });

  it('equals the max-min formula at every point, ties and weights included', () => {
    const row = fc.record({
      x: fc.integer({ min: 0, max: 6 }),
      y: fc.integer({ min: 0, max: 1 }),
      w: fc.integer({ min: 1, max: 5 }),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 14 }), (rows) => {
        const [x, y, w] = [rows.map((r) => r.x), rows.map((r) => r.y), rows.map((r) => r.w)];
        const map = isotonicMap(Float64Array.from(x), Float64Array.from(y), Float64Array.from(w));
        for (const [value, wanted] of byMaxMin(x, y, w)) expect(at(map, value)).toBeCloseTo(wanted, 12);
        for (let i = 1; i < map.x.length; i++) {
          expect(map.x[i]).toBeGreaterThan(map.x[i - 1]!);
          expect(map.y[i]).toBeGreaterThanOrEqual(map.y[i - 1]!);
        }
      }),
      { seed: 8, numRuns: 300 },
    );
  });

  it('does not depend on the order of the rows, to the bit, where weights are whole', () => {
    const random = fc.sample(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 1 })), {
      seed: 3,
      numRuns: 200,
    });
    const mapOf = (rows: readonly (readonly [number, number])[]) =>
      isotonicMap(
        Float64Array.from(rows, ([x]) => x),
        Float64Array.from(rows, ([, y]) => y),
        ones(rows.length),
      );
    expect(mapOf([...random].reverse())).toEqual(mapOf(random));
  });
});
