// Nothing in; writes the candles of the edge cases to inputs/, where the generators of vectors read them.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EDGE_CASES, edgeCandles } from './edge-candles.ts';

for (const name of EDGE_CASES) writeFileSync(join(import.meta.dirname, 'inputs', `${name}.csv`), edgeCandles(name));
