// A month of one-minute bars in; the seconds that a backtest with the real model takes over it out.

import { join } from 'node:path';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import { F64_C, I32_A, I32_B, I32_C, I32_D, I32_G, Kind, RECORD_I32 } from '../src/core/market/event-record.ts';
import { instrumentOf } from '../src/core/market/instrument-table.ts';
import { priceAt } from '../src/core/market/price-grid.ts';
import { packageRoot } from '../src/runner/package-root.ts';
import { simulatedRun } from '../src/runner/simulated-run.ts';
import { syntheticDays } from '../src/runner/synthetic-days.ts';
import type { BenchOptions } from './bench.ts';
import { benchPlan } from './bench-plan.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { realData } from './real-data.ts';
import { minuteBars } from './repeated-sessions.ts';

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
  const days: string[] = [];
  for (const made of syntheticDays({ ...SYNTHETIC, days: quick ? QUICK_DAYS : SYNTHETIC.days })) {
    await storeBars(store, made);
    days.push(made.day);
  }
  return { name: `${days.length} synthetic days`, from: days[0]!, to: days.at(-1)! };
}

type SyntheticSession = ReturnType<typeof syntheticDays> extends Generator<infer Made> ? Made : never;

async function storeBars(store: DatasetStore, { day, contract, session, market }: SyntheticSession): Promise<void> {
  const bars = minuteBars({ name: day, root: session.root, contract, session, market });
  const instrument = instrumentOf(contract)!;
  const rows: number[] = [];
  for (let index = 0; index < bars.length; index++) if (bars.kindAt(index) === Kind.bar) rows.push(index);
  const word = (offset: number) => Float64Array.from(rows, (index) => bars.i32[index * RECORD_I32 + offset]!);
  const price = (offset: number) => word(offset).map((ticks) => priceAt(instrument, ticks));
  const close_time_us = Float64Array.from(rows, (index) => bars.exchangeTimeUsAt(index));
  await store.writeDay({
    instrument: contract,
    day,
    kind: 'candles-1m',
    sources: [{ file: `synthetic-${day}`, sha256: '0'.repeat(64), format: 'synthetic' }],
    provenance: 'synthetic',
    sideSource: 'none',
    bookSource: 'none',
    adjusted: 'none',
    parameters: {},
    columns: {
      open_time_us: close_time_us.map((timeUs) => timeUs - 60_000_000),
      close_time_us,
      open: price(I32_A),
      high: price(I32_B),
      low: price(I32_C),
      close: price(I32_D),
      volume: Float64Array.from(rows, (index) => bars.f64[bars.f64At(index) + F64_C]!),
      trades: word(I32_G),
    },
  });
}
