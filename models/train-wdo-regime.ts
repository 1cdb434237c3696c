// Makes models/wdo-regime again as it is committed: sixty days of the synthetic market under one seed, the same bytes each time.

import { join } from 'node:path';
import { main } from '../src/cli/main.ts';

const ARGUMENTS = [
  'train',
  '--synthetic-days',
  '60',
  '--seed',
  '2027',
  '--edge',
  '2',
  '--out',
  join(import.meta.dirname, 'wdo-regime'),
];

process.exitCode = await main([...ARGUMENTS, ...process.argv.slice(2)]);
