import { expect, it } from 'vitest';
import { rerunGrowth } from './rerun-growth.ts';

it('leaves nothing open and little memory behind when a cell with controls runs 100 times', async () => {
  const { growth, openComms } = await rerunGrowth(100);
  expect(openComms).toBe(3);
  expect(growth).toBeLessThan(100_000);
}, 120_000);
