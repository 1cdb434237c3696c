// A hundred seeds of chance faults through simulator, vendor process, host and link: nothing lost, nothing invented, nothing doubled.

import { expect, it } from 'vitest';
import { runSeeds } from './run-seeds.ts';

it('a hundred seeds of faults by chance lose, invent and double no trade, no fill and no contract', {
  timeout: 120_000,
}, async () => {
  const report = await runSeeds(1, 100, 4);
  expect(report.seeds).toBe(100);
  // chance did strike: a run without faults proves nothing
  expect(report.gaps).toBeGreaterThan(100);
  expect(report.orders).toBe(300);
});
