// A month of one-minute bars in; how long a sweep of 500 backtests takes with one worker, and how much faster two are, out.

import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import { type SweepOptions, sweep } from '../src/research/sweeps/sweep.ts';
import { packageRoot } from '../src/runner/package-root.ts';
import type { BenchOptions } from './bench.ts';
import { secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { realData } from './real-data.ts';
import { storeSyntheticBars } from './stored-bars.ts';

const REAL_FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const MAPPING = join(packageRoot, 'datasets', 'examples', 'wdo-contract-m1.json');
const GOAL = 1.8;
/** 25 periods times 20 stops. */
const OVER = { period: '5..77:3', stopPoints: '2..11.5:0.5' };
const QUICK_OVER = { period: '10,20', stopPoints: '3,5' };

/** Once each, whatever the number of runs: a sweep is long enough to be measured once. */
export async function sweepBench({ home, quick }: BenchOptions): Promise<readonly Figure[]> {
  const span = await storedMonth(home, quick);
  const wish: SweepOptions = {
    ...{ strategy: join(packageRoot, 'bench', 'swept-month.ts'), method: 'grid', ...span },
    over: quick ? QUICK_OVER : OVER,
  };
  const folders: string[] = [];
  const seconds: number[] = [];
  let points = 0;
  for (const workers of [1, 2]) {
    const own = join(home, `workers-${workers}`);
    cpSync(join(home, 'datasets'), join(own, 'datasets'), { recursive: true });
    seconds.push(
      await secondsOf(async () => {
        const { folder, results } = await sweep({ ...wish, home: own, workers });
        folders.push(folder);
        points = results.length;
      }),
    );
  }
  const [one, two] = folders.map((folder) => readFileSync(join(folder, 'results.jsonl'), 'utf8'));
  assert(one === two, 'a sweep with two workers has other results than with one');
  const [alone, together] = seconds as [number, number];
  const note = `${points} backtests of ${span.from} to ${span.to}, threads, data and compiling included; equal to the byte`;
  return [
    figure('sweep.point', alone / points, 's', { note: `${note}; one worker` }),
    figure('sweep.two-workers', alone / together, 'times', {
      goal: { kind: 'least', value: GOAL },
      peer: { name: 'one worker', value: 1 },
      note,
    }),
  ];
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
