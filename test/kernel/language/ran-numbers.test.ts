import { expect, it } from 'vitest';
import { RanNumbers } from '../../../src/kernel/language/ran-numbers.ts';

it('is the count of the cell, and another for a cell that does not count', () => {
  const numbers = new RanNumbers();
  const given = [1, 2, 2, 3, 3, 3].map((count) => numbers.of(count));
  expect(new Set(given).size).toBe(6);
  expect([given[0], given[1], given[3]]).toEqual([1, 2, 3]);
});
