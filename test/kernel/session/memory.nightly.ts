import { expect, it } from 'vitest';
import { growthOfEditCycles } from './edit-cycles.ts';

it('a thousand cycles of edit and run over 50 MB show no old value, and leave at most 100 kB each', {
  timeout: 900_000,
}, async () => {
  const growth = await growthOfEditCycles(1000);
  console.log(`${(growth / 1000).toFixed(1)} kB a cycle`);
  expect(growth).toBeLessThan(100_000);
});
