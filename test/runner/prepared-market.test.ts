// Backtests over days that are read once, against the same backtests that read them from the store.

import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { PreparedMarket } from '../../src/runner/prepared-market.ts';
import type { RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRun, SimulatedRunOptions } from '../../src/runner/simulated-run.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { planOf, runDay, storeDays } from './synthetic-run.ts';

const TO = '2027-03-03';
let home: string;
let plan: RunPlan;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'prepared-'));
  await storeDays(home, 5, 3);
  plan = await planOf();
});
afterAll(async () => {
  await plan.model?.predictor.close();
  await rm(home, { recursive: true });
});

function run(options: Partial<SimulatedRunOptions> = {}, of = plan): Promise<SimulatedRun> {
  return runDay(home, of, { to: TO, record: false, ...options });
}

/** All that a report, a digest or a ledger takes of a run. */
function told({ digest, feeds, collector, info }: SimulatedRun): object {
  const { days, missing, root, kind, sessionDays, provenance, parts, unknownRolls } = feeds;
  const { fills, orders, equityUs, equityE4, regimes, holdReasons, alerts } = collector;
  const { startedAtUtc: _started, finishedAtUtc: _finished, trial: _trial, ...rest } = info;
  return {
    ...{ digest, days, missing, root, kind, sessionDays, provenance, parts, unknownRolls },
    ...{ fills, orders, equityUs, equityE4, regimes, holdReasons, alerts, info: rest },
  };
}

test('a run over prepared days is the run that reads them, the first time and again', async () => {
  const market = new PreparedMarket();
  const alone = await run();
  const [first, again] = [await run({ market }), await run({ market })];
  expect(alone.collector.decisions).toBeGreaterThan(100);
  expect(told(first)).toEqual(told(alone));
  expect(told(again)).toEqual(told(alone));
});

test('two runs at once disturb each other as little as two after another', async () => {
  const market = new PreparedMarket();
  const alone = [await run({ seed: 1 }), await run({ seed: 2, capitalBrl: 20_000 })];
  const together = await Promise.all([run({ market, seed: 1 }), run({ market, seed: 2, capitalBrl: 20_000 })]);
  expect(together.map(told)).toEqual(alone.map(told));
  expect(alone[0]!.digest).not.toBe(alone[1]!.digest);
});

test('other days, warm-up and thresholds of one market are each their own', async () => {
  const market = new PreparedMarket();
  const longer = await planOf({ ...strategy, warmupCandles: 450 });
  try {
    for (const [options, of] of [
      [{}, plan],
      [{ to: '2027-03-02' }, plan],
      [{}, longer],
      [{}, plan],
    ] as const) {
      expect(told(await run({ ...options, market }, of))).toEqual(told(await run(options, of)));
    }
  } finally {
    await longer.model?.predictor.close();
  }
});

test('days above the limit are read by each run, and the least recently used go first', async () => {
  const none = new PreparedMarket({ mostBytes: 1 });
  const alone = await run();
  expect(told(await run({ market: none }))).toEqual(told(alone));
  expect(told(await run({ market: none }))).toEqual(told(alone));
});

test('a part that was damaged is refused, and read again once it is whole', async () => {
  const market = new PreparedMarket();
  const store = openStore(home);
  const { path } = store.parts('WDOJ27').find(({ day, kind }) => day === '2027-03-02' && kind === 'trades')!;
  const whole = readFileSync(path);
  writeFileSync(path, whole.subarray(0, whole.length - 100));
  try {
    await expect(run({ market })).rejects.toMatchObject({ code: 'part-corrupt' });
  } finally {
    writeFileSync(path, whole);
  }
  expect(told(await run({ market }))).toEqual(told(await run()));
});

test('paper does not run on prepared days', async () => {
  await expect(run({ mode: 'paper', market: new PreparedMarket() })).rejects.toThrow('only backtests');
});
