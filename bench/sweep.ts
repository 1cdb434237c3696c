// A month of one-minute bars in; how long a sweep takes with one worker, and how much faster two are, beside what this machine can do, out.

import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import type { SweepOptions } from '../src/research/sweeps/sweep.ts';
import { packageRoot } from '../src/runner/package-root.ts';
import type { BenchOptions } from './bench.ts';
import { type Figure, figure } from './figure.ts';
import { realData } from './real-data.ts';
import { storeSyntheticBars } from './stored-bars.ts';
import { type SweepTaken, sweepTaken } from './sweep-process.ts';

const REAL_FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const MAPPING = join(packageRoot, 'datasets', 'examples', 'wdo-contract-m1.json');
const GOAL = 1.8;

interface Size {
  readonly name: string;
  readonly over: Readonly<Record<string, string>>;
}

/** 25 periods times 20 stops. */
const WHOLE: Size = { name: 'sweep', over: { period: '5..77:3', stopPoints: '2..11.5:0.5' } };
/** 6 periods times 10 stops: the same in about a minute. */
const SHORT: Size = { name: 'sweep-short', over: { period: '5..80:15', stopPoints: '2..11:1' } };
const QUICK_OVER = { period: '10,20', stopPoints: '3,5' };

export function sweepBench(options: BenchOptions): Promise<readonly Figure[]> {
  return measured(options, WHOLE);
}

export function sweepShort(options: BenchOptions): Promise<readonly Figure[]> {
  return measured(options, SHORT);
}

/** Once each, whatever the number of runs, and each in a process of its own: a sweep is long enough to be measured once. */
async function measured({ home, quick }: BenchOptions, { name, over }: Size): Promise<readonly Figure[]> {
  const span = await storedMonth(home, quick);
  const strategy = join(packageRoot, 'bench', 'swept-month.ts');
  const wish: SweepOptions = { strategy, method: 'grid', ...span, over: quick ? QUICK_OVER : over };
  const run = (folder: string, workers: number): Promise<SweepTaken> => {
    const own = join(home, folder);
    cpSync(join(home, 'datasets'), join(own, 'datasets'), { recursive: true });
    // programs of their own take seconds to begin
    return (quick ? sweepTaken : inProcess)({ ...wish, home: own, workers });
  };
  const alone = await run('one-worker', 1);
  const together = await run('two-workers', 2);
  const beside = quick ? [alone, alone] : await Promise.all([run('beside-1', 1), run('beside-2', 1)]);
  for (const other of [together, ...beside]) {
    assert(resultsOf(other) === resultsOf(alone), 'the same sweep has other results with other workers');
  }
  const { points, seconds, processorSeconds } = alone;
  const note = `${points} backtests of ${span.from} to ${span.to}, threads, data and compiling included; equal to the byte`;
  const limit = (2 * seconds) / Math.max(...beside.map((each) => each.seconds));
  const workBeside = beside.reduce((sum, each) => sum + each.processorSeconds, 0) / (2 * processorSeconds);
  return [
    figure(`${name}.point`, seconds / points, 's', { note: `${note}; one worker` }),
    figure(`${name}.two-workers`, seconds / together.seconds, 'times', {
      goal: { kind: 'least', value: GOAL },
      peer: { name: 'two processes beside each other', value: limit },
      note,
    }),
    figure(`${name}.machine-limit`, limit, 'times', {
      note: 'two processes, each with a home and one worker for the same sweep, against one: what two cores of this machine can do at all',
    }),
    figure(`${name}.second-worker-work`, together.processorSeconds / processorSeconds, 'times', {
      peer: { name: 'each of two processes beside each other', value: workBeside },
      note: `processor time of two workers over that of one (${processorSeconds.toFixed(1)} s): what a second thread makes ready once more, and what cores take from each other`,
    }),
  ];
}

async function inProcess(options: SweepOptions): Promise<SweepTaken> {
  const script = join(import.meta.dirname, 'sweep-process.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    script,
    JSON.stringify(options),
  ]);
  return JSON.parse(stdout) as SweepTaken;
}

function resultsOf({ folder }: SweepTaken): string {
  return readFileSync(join(folder, 'results.jsonl'), 'utf8');
}

async function storedMonth(home: string, quick: boolean): Promise<Pick<SweepOptions, 'from' | 'to'>> {
  const file = quick ? undefined : realData(REAL_FILE);
  if (file !== undefined) {
    await importFiles({ home, format: 'csv', files: [file], mapping: MAPPING });
    return { from: '2025-09-01', to: '2025-09-30' };
  }
  const span = { root: 'WDO', seed: 1, from: '2027-03-01', days: quick ? 2 : 23 } as const;
  const days = await storeSyntheticBars(openStore(home), span);
  return { from: days[0]!, to: days.at(-1)! };
}
