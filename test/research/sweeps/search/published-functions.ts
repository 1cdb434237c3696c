// Points of two test functions of the literature in; their values out, with the minima that are published for them.

import type { Space } from '../../../../src/research/sweeps/search/space.ts';
import type { Point } from '../../../../src/runner/point-choices.ts';

export interface PublishedFunction {
  readonly space: Space;
  readonly least: number;
  at(point: Point): number;
}

function range(name: string, min: number, max: number): Space[number] {
  return { kind: 'number', name, min, max, step: null, scale: 'linear' };
}

/** F. H. Branin 1972, in the form of Dixon and Szego 1978: three minima of 0.397887. */
export const branin: PublishedFunction = {
  space: [range('x', -5, 10), range('y', 0, 15)],
  least: 0.397887,
  at({ x, y }) {
    const [a, b] = [x as number, y as number];
    const bent = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6;
    return bent * bent + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10;
  },
};

const ALPHA = [1, 1.2, 3, 3.2];
const A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
];
const P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
];

/** Hartmann's function of six variables, Dixon and Szego 1978: least -3.32237. */
export const hartmann6: PublishedFunction = {
  space: [0, 1, 2, 3, 4, 5].map((d) => range(`x${d}`, 0, 1)),
  least: -3.32237,
  at(point) {
    let sum = 0;
    for (let i = 0; i < 4; i++) {
      let inner = 0;
      for (let j = 0; j < 6; j++) inner += A[i]![j]! * ((point[`x${j}`] as number) - P[i]![j]! / 10_000) ** 2;
      sum -= ALPHA[i]! * Math.exp(-inner);
    }
    return sum;
  },
};
