// Backtests over days that are read once, against the same backtests that read them from the store.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeSyntheticBars } from '../../bench/stored-bars.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../src/core/features/feature.ts';
import { defineFeature, ema, hold, target } from '../../src/index.ts';
import { PreparedMarket } from '../../src/runner/prepared-market.ts';
import { reachedModules } from '../../src/runner/reached-modules.ts';
import type { RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRun, SimulatedRunOptions } from '../../src/runner/simulated-run.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { repositoryRoot } from '../cli/support/qt.ts';
import { planOf, runDay, storeDays } from './synthetic-run.ts';

const FROM = '2027-03-02';
let home: string;
let to: string;
let plan: RunPlan;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'prepared-'));
  const store = openStore(home);
  const span = { seed: 5, from: '2027-03-01', days: 3, edge: 2 } as const;
  for (const root of ['WDO', 'DOL'] as const) to = (await storeSyntheticBars(store, { ...span, root })).at(-1)!;
  plan = await planOf();
});
afterAll(async () => {
  await plan.model?.predictor.close();
  await rm(home, { recursive: true });
});

function run(options: Partial<SimulatedRunOptions> = {}, of = plan): Promise<SimulatedRun> {
  return runDay(home, of, { from: FROM, to, record: false, ...options });
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
  expect(alone.collector.decisions).toBeGreaterThan(1000);
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

test('other days, warm-up, thresholds and regimes over one market are each their own', async () => {
  const market = new PreparedMarket();
  const all = [
    [{}, plan],
    [{ to: FROM }, plan],
    [{}, await planOf({ ...strategy, warmupCandles: 520 })],
    [{}, await planOf({ ...strategy, thresholds: 'mission' })],
  ] as const;
  const digests = new Set<string>();
  for (const [options, of] of all) {
    const alone = await run(options, of);
    expect(told(await run({ ...options, market }, of))).toEqual(told(alone));
    digests.add(alone.digest);
    if (of !== plan) await of.model?.predictor.close();
  }
  expect(digests.size).toBe(all.length);
});

test('days above the limit are read by each run, and those used least recently go first', async () => {
  const alone = told(await run());
  const short = told(await run({ to: FROM }));
  // room for nothing, and for one of the two requests
  for (const mostBytes of [1, 200_000]) {
    const market = new PreparedMarket({ mostBytes });
    for (let pass = 0; pass < 2; pass++) {
      expect(told(await run({ market }))).toEqual(alone);
      expect(told(await run({ market, to: FROM }))).toEqual(short);
    }
  }
});

test('a part that was damaged is refused, and read again once it is whole', async () => {
  const market = new PreparedMarket();
  const { path } = openStore(home)
    .parts('WDOJ27')
    .find(({ day }) => day === to)!;
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

/** Counts how often fresh state is made. */
function countedFeature(): { feature: FeatureSpec; made: () => number } {
  let made = 0;
  const description = { id: 'body', meaning: '', unit: 'points', warmup: 1, sessionRule: 'continue' } as const;
  const feature = defineFeature(description, () => {
    made += 1;
    return (out, { close, open }) => out.set(close - open);
  });
  return { feature, made: () => made };
}

const ofBars = [...catalogue.values()].filter(
  ({ meta }) => !meta.inputs.some((input) => ['flow', 'tape', 'agents', 'quotes', 'book', 'trades'].includes(input)),
);

test.each([undefined, 300])(
  'all features of bars, one of a leader and one of its own are computed once and decided on to the bit, clock %s',
  async (decideEverySeconds) => {
    const { feature, made } = countedFeature();
    const features = {
      ...Object.fromEntries(ofBars.map((spec) => [spec.meta.id, spec])),
      own: feature,
      lead: { ...ema.slope({ period: 20 }), role: 'lead' },
    };
    const { model: _none, thresholds: _fitted, ...others } = strategy;
    const decided = await planOf({
      ...{ ...others, instruments: { trade: 'WDOFUT', lead: 'DOLFUT' }, features, warmupCandles: 300 },
      ...(decideEverySeconds === undefined ? {} : { decideEverySeconds }),
      decide({ features: given, position }) {
        const { own, rsi_14, lead } = given as Record<string, number>;
        // what is given to it is its own
        for (const key of Object.keys(given)) (given as Record<string, number>)[key] = 0;
        if (position.quantity !== 0) return hold(`${own} ${lead}`);
        return target(rsi_14! > 50 ? 1 : -1, { stopPoints: 5, targetPoints: 8 }, `${own} ${lead}`);
      },
    });
    const market = new PreparedMarket();
    const alone = told(await run({ to: FROM }, decided));
    expect((alone as { fills: object[] }).fills.length).toBeGreaterThan(5);
    expect(told(await run({ to: FROM, market }, decided))).toEqual(alone);
    const before = made();
    expect(told(await run({ to: FROM, market }, decided))).toEqual(alone);
    // what an engine is made with, and what tells its columns apart; none for a session
    expect(made() - before).toBe(2);
  },
);

test('features of ticks are computed by each run', async () => {
  const ticks = await mkdtemp(join(tmpdir(), 'prepared-ticks-'));
  try {
    await storeDays(ticks, 5, 1);
    const { model: _none, thresholds: _fitted, ...others } = strategy;
    const features = { quotes: catalogue.get('quoteIntensity')!, slope: ema.slope({ period: 20 }) };
    const decided = await planOf({ ...others, features, warmupCandles: 60 });
    const market = new PreparedMarket();
    const alone = told(await runDay(ticks, decided, { record: false }));
    for (let pass = 0; pass < 2; pass++) {
      expect(told(await runDay(ticks, decided, { record: false, market }))).toEqual(alone);
    }
  } finally {
    await rm(ticks, { recursive: true });
  }
});

test('nothing live reaches what backtests keep', () => {
  const live = reachedModules(repositoryRoot, ['src/runner/live', 'src/runner/host'].flatMap(modulesIn));
  expect(live.size).toBeGreaterThan(300);
  const kept = [...live.keys()].filter((file) => file.includes('features-cache') || file.includes('prepared-'));
  expect(kept).toEqual([]);
});

function modulesIn(folder: string): readonly string[] {
  const files = readdirSync(join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).map((file) => join(folder, file));
}
