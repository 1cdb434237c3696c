// B3's historical trade files in, with many instruments and with few; rows per second into the store, and through the parser alone, out.

import { join } from 'node:path';
import { importB3Neg } from '../src/adapters/datasets/formats/b3-neg.ts';
import { DayRows, midnightUsOf } from '../src/adapters/datasets/importing/day-rows.ts';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import type { ImportSession } from '../src/adapters/datasets/importing/import-session.ts';
import { BadLines } from '../src/adapters/datasets/text/bad-lines.ts';
import { assert } from '../src/core/assert.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { countLines } from './count-lines.ts';
import { durablePartsS } from './durable-files.ts';
import { type Figure, figure } from './figure.ts';
import { FreshHomes } from './fresh-homes.ts';
import { FUTURES, NEG_NAME, optionsOf, writeNegFile } from './neg-text.ts';
import { realData } from './real-data.ts';

const REAL_DAYS = ['20151126', '20160104', '20160105', '20160620', '20160621', '20160622', '20160623'];
const ROWS_EACH = 200_000;
const QUICK_ROWS_EACH = 400;
const OPTIONS = 900;
const OPTION_ROWS = 40;
const QUICK_OPTIONS = 20;

export async function importNeg(options: BenchOptions, goalRows: number): Promise<readonly Figure[]> {
  const goal = { kind: 'least', value: goalRows } as const;
  const futures = join(options.home, NEG_NAME);
  const rows = writeNegFile(futures, FUTURES, options.quick ? QUICK_ROWS_EACH : ROWS_EACH);
  const few = await measured(options, 'futures', [futures]);
  const linesS = await leastOf(options.runs, () => secondsOf(() => countLines(futures)));
  const parseS = await leastOf(options.runs, () => secondsOf(() => parseAlone(futures)));
  const peer = { name: 'reading the file and counting its lines', value: rows / linesS };
  const note = `${rows} rows of ${FUTURES.length} futures in B3's layout`;
  return [
    await manyInstruments(options, goal),
    figure('import.neg-futures', rows / few.seconds, 'rows/s', { goal, peer, note }),
    figure('import.neg-parse', rows / parseS, 'rows/s', { peer, note: 'to rows in memory: no rules, no store' }),
  ];
}

/** Each instrument of each day is a part, and a part is two files: the files cost more than the rows. */
async function manyInstruments(options: BenchOptions, goal: { kind: 'least'; value: number }): Promise<Figure> {
  const { name, files } = optionFiles(options);
  const { rows, parts, seconds } = await measured(options, 'options', files);
  const filesS = await leastOf(options.runs, () => durablePartsS(join(options.home, 'files'), parts));
  return figure('import.neg', rows / seconds, 'rows/s', {
    goal,
    peer: { name: 'writing, syncing and moving as many small files', value: rows / filesS },
    note: `${name}, ${rows} rows in ${parts} parts, ${Math.round((seconds / parts) * 1e6)} µs a part`,
  });
}

interface Measured {
  readonly seconds: number;
  readonly rows: number;
  readonly parts: number;
}

async function measured(options: BenchOptions, name: string, files: readonly string[]): Promise<Measured> {
  const homes = new FreshHomes(options.home, name);
  let rows = 0;
  let parts = 0;
  const seconds = await leastOf(options.runs, async () => {
    const home = homes.next();
    return secondsOf(async () => {
      const result = await importFiles({ home, format: 'b3-neg', files });
      rows = result.rowsRead;
      parts = result.parts.length;
    });
  });
  homes.remove();
  return { seconds, rows, parts };
}

function optionFiles({ quick, home }: BenchOptions): { readonly name: string; readonly files: readonly string[] } {
  const real = REAL_DAYS.map((day) => realData(`b3-neg-options/NEG_OPCOES_${day}.TXT.gz`));
  if (!quick && real.every((file) => file !== undefined)) return { name: 'seven real days of options', files: real };
  const file = join(home, `MANY_${NEG_NAME}`);
  writeNegFile(file, optionsOf(quick ? QUICK_OPTIONS : OPTIONS), OPTION_ROWS);
  return { name: 'a synthetic day of options', files: [file] };
}

/** The importer hands its rows to a session that keeps none of them. */
async function parseAlone(file: string): Promise<void> {
  const filled = new Set(['trade_id', 'buy_agent', 'sell_agent']);
  const day = (symbol: string, dayNumber: number) => new DayRows(symbol, dayNumber, midnightUsOf(dayNumber), filled);
  const session = { rowsRead: 0, rowsSkipped: 0, notices: [], day };
  const start = () => session as unknown as ImportSession;
  await importB3Neg({ file, symbol: undefined, bad: new BadLines(file, false), start, onProgress: undefined });
  assert(session.rowsRead > 0 && session.rowsSkipped === 0, 'no row was read');
}
