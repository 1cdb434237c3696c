// Takes a file of candles; goes the whole way of docs/tutorial.md in a home of its own and prints the model card.
//
//   node scripts/pinned.cjs scripts/tutorial.ts FILE HOME [INSTRUMENT]

import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserError } from '../src/adapters/user-error.ts';
import { tutorial } from './tutorial-steps.ts';

const [file, folder, instrument] = process.argv.slice(2);
if (file === undefined || folder === undefined) {
  console.error('node scripts/pinned.cjs scripts/tutorial.ts FILE HOME [INSTRUMENT]');
  process.exit(2);
}
const home = resolve(folder);
mkdirSync(home, { recursive: true });
const begun = performance.now();
try {
  const onStep = (step: string, seconds: number): void => console.error(`${seconds.toFixed(1).padStart(7)} s  ${step}`);
  const { card, folder: model } = await tutorial({ file: resolve(file), home, instrument, onStep });
  console.error(`${((performance.now() - begun) / 1000).toFixed(1).padStart(7)} s  together; ${model}`);
  console.log(card.markdown);
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`${error.message}. ${error.fix}`);
  process.exitCode = 1;
}
