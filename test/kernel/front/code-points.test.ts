import { expect, it } from 'vitest';
import { codePointCount, utf16Index } from '../../../src/kernel/front/code-points.ts';

it('converts positions both ways around characters of one and two units', () => {
  const text = 'a𝄞é😀z';
  const indexes = [0, 1, 3, 4, 6, 7];
  expect(indexes.map((index) => codePointCount(text, index))).toEqual([0, 1, 2, 3, 4, 5]);
  expect([0, 1, 2, 3, 4, 5].map((count) => utf16Index(text, count))).toEqual(indexes);
});

it('stops at the end of the text', () => {
  expect(utf16Index('ab', 9)).toBe(2);
  expect(codePointCount('ab', 9)).toBe(2);
});

it('counts a lone half of a pair as one character', () => {
  expect(codePointCount('\ud834x', 2)).toBe(2);
  expect(utf16Index('x\udd1ey', 2)).toBe(2);
});
