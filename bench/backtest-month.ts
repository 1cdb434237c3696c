// A month of one-minute bars in; the seconds that backtests take over it, with sixty features and the real model, out.

import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import type { Strategy } from '../src/core/signal/strategy.ts';
import { codeFromSource } from '../src/runner/engine-code.ts';
import type { FeedDay } from '../src/runner/market-feeds.ts';
import { packageRoot } from '../src/runner/package-root.ts';
import { PreparedMarket } from '../src/runner/prepared-market.ts';
import { planRun, type RunPlan } from '../src/runner/run-plan.ts';
import { type SimulatedRun, type SimulatedRunOptions, simulatedRun } from '../src/runner/simulated-run.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { naiveBacktest, naiveDays } from './naive-backtest.ts';
import { realData } from './real-data.ts';
import { sixtyWithModel, sixtyWithoutModel } from './sixty-features.ts';
import { storeSyntheticBars } from './stored-bars.ts';

const REAL_FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const MAPPING = join(packageRoot, 'datasets', 'examples', 'wdo-contract-m1.json');
const REAL = { from: '2025-09-01', to: '2025-09-30', name: 'WDO of September 2025' } as const;
const SYNTHETIC = { root: 'WDO', seed: 1, from: '2027-03-01', days: 23 } as const;
const QUICK_DAYS = 2;
const GOAL_S = 1;
const GOAL_KEPT_S = 0.3;
const CAPITAL_BRL = 50_000;

interface Month {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export async function backtestMonth(options: BenchOptions): Promise<readonly Figure[]> {
  const store = openStore(options.home);
  const month = await storedMonth(options, store);
  const figures = [...(await ofStrategy(options, store, month))];
  const without = await sixty(options, store, month, sixtyWithoutModel());
  const peer = { name: 'a plain loop over the candles', value: await naiveSeconds(options, without) };
  const kept = 'days and features kept from a run before';
  figures.push(
    figure('backtest-month.sixty', without.storeS, 's', { peer, note: `${without.note}, from Parquet` }),
    figure('backtest-month.sixty-kept', without.keptS, 's', {
      ...{ goal: { kind: 'most', value: GOAL_KEPT_S }, peer, note: `${without.note}, ${kept}` },
    }),
  );
  const withModel = await sixty(options, store, month, sixtyWithModel());
  const goal = { kind: 'most', value: GOAL_S } as const;
  figures.push(
    figure('backtest-month.model', withModel.storeS, 's', { goal, note: `${withModel.note}, from Parquet` }),
    figure('backtest-month.model-kept', withModel.keptS, 's', {
      ...{ goal, note: `${withModel.note}, days, features and predictions kept from a run before` },
    }),
  );
  return figures;
}

/** The strategy that comes with the program, as a person backtests it. */
async function ofStrategy(
  { home, quick, runs }: BenchOptions,
  store: DatasetStore,
  month: Month,
): Promise<readonly Figure[]> {
  const plan = await benchPlan('WDO');
  let decisions = 0;
  const run = async (): Promise<void> => {
    decisions = (await backtested({ home, store, plan, month })).collector.decisions;
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

interface Sixty {
  /** Seconds from the store, and over what was kept. */
  readonly storeS: number;
  readonly keptS: number;
  readonly plan: RunPlan;
  readonly days: readonly FeedDay[];
  readonly note: string;
}

async function sixty(options: BenchOptions, store: DatasetStore, month: Month, strategy: Strategy): Promise<Sixty> {
  const { home, runs } = options;
  const plan = await planRun({ code: codeFromSource(strategy), instrument: 'WDO' });
  const market = new PreparedMarket();
  const given = { home, store, plan, month };
  const first = await backtested({ ...given, market });
  const storeS = await leastOf(runs, () => secondsOf(() => backtested(given)));
  const keptS = await leastOf(3 * runs, () => secondsOf(() => backtested({ ...given, market })));
  const again = await backtested({ ...given, market });
  assert(again.digest === first.digest, 'a run over kept days differs');
  await plan.model?.predictor.close();
  const { decisions, commands } = first.collector;
  const features = Object.keys(strategy.features).length;
  return {
    ...{ storeS, keptS, plan, days: first.feeds.days },
    note: `${month.name}, ${features} features, ${decisions} decisions, ${commands} commands`,
  };
}

function naiveSeconds({ runs }: BenchOptions, { plan, days }: Sixty): Promise<number> {
  const candles = naiveDays(days);
  return leastOf(runs, () => secondsOf(() => naiveBacktest(candles, plan.strategy, plan.warmupCandles)));
}

interface Backtest extends Pick<SimulatedRunOptions, 'home' | 'store' | 'plan' | 'market'> {
  readonly month: Month;
}

function backtested({ month: { from, to }, ...given }: Backtest): Promise<SimulatedRun> {
  const common = { strategyFile: null, release: null, seed: 1, capitalBrl: CAPITAL_BRL, record: false } as const;
  return simulatedRun({ ...given, ...common, mode: 'backtest', from, to });
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
