// Points and weights of Gauss-Legendre against the published table, and against integrals that are known.
import { expect, it } from 'vitest';
import { gaussLegendre } from '../../../src/research/importance/gauss-legendre.ts';

/** Abramowitz and Stegun, table 25.4: on −1 to 1, the point and its weight. */
const PUBLISHED: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  2: [[0.577350269189626, 1.0]],
  3: [
    [0.0, 0.888888888888889],
    [0.774596669241483, 0.555555555555556],
  ],
  5: [
    [0.0, 0.568888888888889],
    [0.538469310105683, 0.478628670499366],
    [0.906179845938664, 0.236926885056189],
  ],
  10: [
    [0.148874338981631, 0.295524224714753],
    [0.433395394129247, 0.269266719309996],
    [0.679409568299024, 0.219086362515982],
    [0.865063366688985, 0.149451349150581],
    [0.973906528517172, 0.066671344308688],
  ],
};

it('gives the published points and weights', () => {
  for (const [points, rows] of Object.entries(PUBLISHED)) {
    const { at, weights } = gaussLegendre(Number(points));
    for (const [x, weight] of rows) {
      for (const sign of [-1, 1]) {
        const place = at.findIndex((each) => Math.abs(each - (1 + sign * x) / 2) < 1e-12);
        expect(place).toBeGreaterThanOrEqual(0);
        expect(weights[place]).toBeCloseTo(weight / 2, 13);
      }
    }
  }
});

it('integrates powers without error as far as it should, with any number of points', () => {
  for (const points of [1, 2, 3, 7, 16, 33, 64]) {
    const { at, weights } = gaussLegendre(points);
    expect([...at]).toEqual([...at].sort((a, b) => a - b));
    expect(Math.min(...weights, at[0]!, 1 - at.at(-1)!)).toBeGreaterThan(0);
    for (let power = 0; power < 2 * points; power++) {
      const sum = at.reduce((total, t, k) => total + weights[k]! * t ** power, 0);
      expect(sum * (power + 1)).toBeCloseTo(1, 12);
    }
  }
});
