// Backtests whose digests were recorded once: whoever makes the engine faster changes no decision, command, fill or stored day by a bit.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeSyntheticBars } from '../../bench/stored-bars.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import type { FeatureSpec } from '../../src/core/features/feature.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { defineStrategy, ema, hold, rsi, ruleRegime, target } from '../../src/index.ts';
import { planOf, runDay, storeDays } from './synthetic-run.ts';

const BARS = { from: '2027-03-02', to: '2027-03-03' } as const;
const NEEDS_RECORDS = ['flow', 'tape', 'agents', 'quotes', 'book', 'trades'];
let bars: string;
let ticks: string;

beforeAll(async () => {
  bars = await mkdtemp(join(tmpdir(), 'pinned-bars-'));
  ticks = await mkdtemp(join(tmpdir(), 'pinned-ticks-'));
  const span = { seed: 11, from: '2027-03-01', days: 3, edge: 2 } as const;
  for (const root of ['WDO', 'DOL'] as const) await storeSyntheticBars(openStore(bars), { ...span, root });
  await storeDays(ticks, 11);
});
afterAll(async () => {
  for (const home of [bars, ticks]) await rm(home, { recursive: true });
});

const all = [...catalogue.values()];
const ofBars = all.filter(({ meta }) => !meta.inputs.some((input) => NEEDS_RECORDS.includes(input)));

function named(specs: readonly FeatureSpec[]): Readonly<Record<string, FeatureSpec>> {
  return Object.fromEntries(specs.map((spec) => [spec.meta.id, spec]));
}

/** Against the last move, with every word of a decision in use. */
function trading(features: Strategy['features'], changes: Partial<Strategy> = {}): Strategy {
  return defineStrategy({
    name: 'pinned',
    instruments: { trade: 'WDOFUT' },
    candle: '1m',
    features: { ...features, strength: rsi({ period: 14 }) },
    regime: ruleRegime(),
    warmupCandles: 100,
    decide({ features: { strength }, regime, position, price }) {
      if (position.quantity !== 0) return hold('holds');
      if (strength! > 45 && strength! < 55) return hold(`undecided at ${price}`);
      return target(strength! > 50 ? -1 : 1, { stopPoints: 4, targetPoints: 6 }, regime.reason);
    },
    risk: { riskPerTrade: 0.02, maxPositions: 1, maxContracts: 2, dailyLossLimit: 0.05, flattenBeforeClose: '15m' },
    ...changes,
  });
}

const lead = { ...ema.slope({ period: 20 }), role: 'lead' };
const clock = { decideEverySeconds: 20 };
const few = named(ofBars.slice(0, 20));

test.each<readonly [string, Strategy, 'bars' | 'ticks', string]>([
  [
    '60 features of bars',
    trading(named(ofBars.filter((_, at) => at % 3 === 0).slice(0, 60))),
    'bars',
    'dbbfd47d807a7a2beb91f6431eba49dc403d10eb928efc81458714154ac087f6',
  ],
  [
    'a leader',
    trading({ ...few, lead }, { instruments: { trade: 'WDOFUT', lead: 'DOLFUT' } }),
    'bars',
    '874ed2f000eed8ae788fff2a0cc011299adf5e340af2f6ed56ee6f8b68b67ad7',
  ],
  [
    'candles of five minutes',
    trading(few, { candle: '5m' }),
    'bars',
    'aa54b12fb5176107d94f36c492f3dfe00e5169bc1e3034891fe8c0ce5fef9de4',
  ],
  [
    'decisions between candles',
    trading(few, clock),
    'bars',
    '5675474dd77db2be58a746a1b5c97bfeee9680d5056aeb4cc48f759291bd5b52',
  ],
  [
    'ticks, features of trades and book among them',
    trading(named(all), { warmupCandles: 0 }),
    'ticks',
    '50664080377da7905537115f63479ab92d63479cb0e84887a55654002d9ef610',
  ],
  [
    'ticks and decisions between candles',
    trading({}, clock),
    'ticks',
    '1a08392ccaaddba4ec26ab47bfecd8c6803a6d6cc457eb6cd658f6e63d3c796b',
  ],
  [
    'candles of trades',
    trading({}, { candle: '100t' }),
    'ticks',
    '03f1f862aebe6ab1bce300df6266bd1dbc2bb7229b4fe721f56afeddc1762330',
  ],
])('%s', async (_name, strategy, market, digest) => {
  const plan = await planOf(strategy);
  const run = await runDay(market === 'bars' ? bars : ticks, plan, {
    record: false,
    ...(market === 'bars' ? BARS : {}),
  });
  expect(run.digest).toBe(digest);
});
