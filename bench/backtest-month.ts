// A month of one-minute bars in; the seconds that a backtest with the real model takes over it out.

import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import { packageRoot } from '../src/runner/package-root.ts';
import { simulatedRun } from '../src/runner/simulated-run.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { realData } from './real-data.ts';
import { storeSyntheticBars } from './stored-bars.ts';

const REAL_FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const MAPPING = join(packageRoot, 'datasets', 'examples', 'wdo-contract-m1.json');
const REAL = { from: '2025-09-01', to: '2025-09-30', name: 'WDO of September 2025' } as const;
const SYNTHETIC = { root: 'WDO', seed: 1, from: '2027-03-01', days: 23 } as const;
const QUICK_DAYS = 2;
const GOAL_S = 1;
const CAPITAL_BRL = 50_000;

interface Month {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export async function backtestMonth(options: BenchOptions): Promise<readonly Figure[]> {
  const { home, quick, runs } = options;
  const store = openStore(home);
  const month = await storedMonth(options, store);
  const plan = await benchPlan('WDO');
  let decisions = 0;
  const run = async (): Promise<void> => {
    const { from, to } = month;
    const common = { home, store, plan, strategyFile: null, release: null, seed: 1, capitalBrl: CAPITAL_BRL } as const;
    const { collector } = await simulatedRun({ ...common, mode: 'backtest', from, to, record: false });
    decisions = collector.decisions;
  };
  const firstS = await secondsOf(run);
  const bestS = await leastOf(runs, () => secondsOf(run));
  await plan.model?.predictor.close();
  assert(quick || decisions > 0, 'the month had no decision');
  const note = `${month.name}, ${decisions} decisions, from Parquet to the digest`;
  const goal = { kind: 'most', value: GOAL_S } as const;
  return [
    figure('backtest-month.first', firstS, 's', { goal, note: 'the first run of the process, nothing compiled yet' }),
    figure('backtest-month.again', bestS, 's', { goal, note }),
  ];
}

async function storedMonth({ home, quick }: BenchOptions, store: DatasetStore): Promise<Month> {
  const file = quick ? undefined : realData(REAL_FILE);
  if (file !== undefined) {
    await importFiles({ home, format: 'csv', files: [file], mapping: MAPPING });
    return REAL;
  }
  const days = await storeSyntheticBars(store, { ...SYNTHETIC, days: quick ? QUICK_DAYS : SYNTHETIC.days });
  return { name: `${days.length} synthetic days`, from: days[0]!, to: days.at(-1)! };
}
