// Nothing in; measures every comparison and writes docs/indicator-oracles.md. Needs the real data.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { vectorsOf } from './compare.ts';
import { hasRealSets, onEdgeCases, onRealSets } from './measure.ts';
import { edgeSets } from './oracle-sets.ts';
import { comparisons } from './oracle-table.ts';
import { pageOf } from './page.ts';

if (!hasRealSets) throw new Error('the page shows deviations on real data, which are not on this machine');
const measured = comparisons.map((comparison) => {
  return { comparison, real: onRealSets(comparison), edge: onEdgeCases(comparison) };
});
const faults = measured.flatMap(({ real, edge }) => [...real, ...edge]).flatMap((outcome) => outcome.faults);
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
else {
  const sources = (['ta-lib', 'ttr'] as const).map((oracle) => vectorsOf(oracle, edgeSets[0]!).source);
  writeFileSync(join(import.meta.dirname, '../../docs/indicator-oracles.md'), pageOf(measured, sources));
}
