// How blocks of features are cut into tasks: whole lines where that is fair, parts of lines where it is not.
import { expect, it } from 'vitest';
import { blocksOfTask } from '../../../../src/research/training/trees/blocks-of-task.ts';

it('gives one thread everything', () => {
  expect(blocksOfTask(17, 1)).toBe(17);
});

it('keeps lines whole where the threads end together', () => {
  // 8 + 1 beside 8
  expect(blocksOfTask(17, 2)).toBe(8);
  expect(blocksOfTask(32, 4)).toBe(8);
});

it('cuts lines where a thread would have nothing to do', () => {
  expect(blocksOfTask(8, 2)).toBe(4);
  expect(blocksOfTask(17, 4)).toBe(4);
  expect(blocksOfTask(2, 8)).toBe(1);
});
