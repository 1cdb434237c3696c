// How much two columns go together, against values worked out by hand.
import { expect, it } from 'vitest';
import { correlation } from '../../../src/research/statistics/correlation.ts';

it('is that of Pearson, over the rows that have both', () => {
  expect(correlation([1, 2, 3], [2, 4, 6])).toBe(1);
  expect(correlation([1, 2, 3], [3, 2, 1])).toBe(-1);
  // deviations -1.5 -0.5 0.5 1.5 and -1 1 -1 1: 2 / sqrt(5 * 4)
  expect(correlation([1, 2, 3, 4], [0, 2, 0, 2])).toBeCloseTo(2 / Math.sqrt(20), 12);
  expect(correlation([1, 2, undefined, 3, 9], [2, 4, 100, 6, undefined])).toBe(1);
});

it('is that of Spearman on request: places in order, equal values share theirs', () => {
  expect(correlation([1, 2, 3, 1000], [1, 2, 3, 4], { ranks: true })).toBe(1);
  // places 0.5 0.5 2 3 against 0 1 2 3: deviations give 4.5 / sqrt(4.5 * 5)
  expect(correlation([5, 5, 6, 7], [1, 2, 3, 4], { ranks: true })).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
});

it('is unknown where there is too little to tell', () => {
  expect(correlation([1, 2], [1, 2])).toBeUndefined();
  expect(correlation([1, 1, 1], [1, 2, 3])).toBeUndefined();
  expect(correlation([1, 2, 3, undefined], [undefined, 1, 2, 3])).toBeUndefined();
  expect(() => correlation([1], [1, 2])).toThrow('2 values');
});
