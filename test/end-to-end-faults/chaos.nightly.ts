// Ten thousand seeds of chance faults: as the hundred of every run, other seeds.

import { expect, it } from 'vitest';
import { runSeeds } from './run-seeds.ts';

it('ten thousand seeds of faults by chance lose, invent and double no trade, no fill and no contract', {
  timeout: 3_000_000,
}, async () => {
  const report = await runSeeds(1_001, 10_000, 8);
  expect(report.seeds).toBe(10_000);
  expect(report.orders).toBe(30_000);
});
