// Exports of terminals and of the exchange in; rows per second into the dataset store out.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { countLines } from './count-lines.ts';
import { type Figure, figure } from './figure.ts';
import { FreshHomes } from './fresh-homes.ts';
import { importNeg } from './import-neg.ts';
import { mt5Text } from './mt5-text.ts';

const DAYS = 10;
const QUICK_DAYS = 1;
const GOAL_ROWS = 400_000;

export async function importRows(options: BenchOptions): Promise<readonly Figure[]> {
  return [await importTicks(options), ...(await importNeg(options, GOAL_ROWS))];
}

async function importTicks(options: BenchOptions): Promise<Figure> {
  const base = await baseDay(options);
  const { text, rows } = mt5Text(base, options.quick ? QUICK_DAYS : DAYS);
  const file = join(options.home, 'ticks.csv');
  writeFileSync(file, text);
  const linesS = await leastOf(options.runs, () => secondsOf(() => countLines(file)));
  const homes = new FreshHomes(options.home, 'ticks');
  const importS = await leastOf(options.runs, async () => {
    const home = homes.next();
    return secondsOf(() => importFiles({ home, format: 'mt5-ticks', files: [file], instrument: base.source }));
  });
  return figure('import.mt5-ticks', rows / importS, 'rows/s', {
    goal: { kind: 'least', value: GOAL_ROWS },
    peer: { name: 'reading the file and counting its lines', value: rows / linesS },
    note: `${base.name}, ${rows} rows, ${Math.round(text.length / 1e6)} MB`,
  });
}
