import { expect, it } from 'vitest';
import { growthOfEditCycles } from './edit-cycles.ts';

it('a hundred cycles of edit and run over 50 MB show no old value, and leave at most 100 kB each', {
  timeout: 120_000,
}, async () => {
  const growth = await growthOfEditCycles(100);
  console.log(`${(growth / 1000).toFixed(1)} kB a cycle`);
  expect(growth).toBeLessThan(100_000);
});
