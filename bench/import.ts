// A tick export in; rows per second into the dataset store, and events per second back out of it.

import { createReadStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import { baseDay } from './base-day.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { mt5Text } from './mt5-text.ts';

const DAYS = 10;
const QUICK_DAYS = 1;
const GOAL_ROWS = 400_000;
const LINE_FEED = 10;

export async function importRows(options: BenchOptions): Promise<readonly Figure[]> {
  const base = await baseDay(options);
  const { text, rows, firstDay } = mt5Text(base, options.quick ? QUICK_DAYS : DAYS);
  const file = join(options.home, 'ticks.csv');
  writeFileSync(file, text);
  const linesS = await leastOf(options.runs, () => secondsOf(() => countLines(file)));
  let home = '';
  let run = 0;
  const importS = await leastOf(options.runs, () => {
    // a home of its own: a store that has the days would not write them again
    home = join(options.home, `run-${run++}`);
    return secondsOf(() => importFiles({ home, format: 'mt5-ticks', files: [file], instrument: base.contract }));
  });
  const store = openStore(home);
  let events = 0;
  const readS = await leastOf(options.runs, () =>
    secondsOf(async () => {
      events = (await store.readDayEvents(base.contract, firstDay, 0)).length;
    }),
  );
  assert(events > 0, `nothing was read back of ${firstDay}`);
  const note = `${base.name}, ${rows} rows, ${Math.round(text.length / 1e6)} MB`;
  return [
    figure('import.mt5-ticks', rows / importS, 'rows/s', {
      goal: { kind: 'least', value: GOAL_ROWS },
      peer: { name: 'reading the file and counting its lines', value: rows / linesS },
      note,
    }),
    figure('import.read-back', events / readS, 'events/s', { note: `one day of ${events} events from Parquet` }),
  ];
}

async function countLines(file: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(file)) {
    const bytes = chunk as Uint8Array;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, at + 1)) lines += 1;
  }
  return lines;
}
