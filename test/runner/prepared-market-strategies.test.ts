// Different strategies over one prepared market: each is to the bit the run that shares nothing, whatever ran before or beside it.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { storeSyntheticBars } from '../../bench/stored-bars.ts';
import { openStore } from '../../src/adapters/datasets/store.ts';
import type { FeatureSpec } from '../../src/core/features/feature.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { defineFeature, defineStrategy, ema, hold, lastValid, parametrised, rsi, target } from '../../src/index.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { PreparedMarket } from '../../src/runner/prepared-market.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { propertyRuns } from '../support/property-runs.ts';
import { planOf, runDay } from './synthetic-run.ts';

const DAY = '2027-03-02';
const LONG_MS = 900_000;
const { model: _none, thresholds: _fitted, ...withoutModel } = strategy;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'prepared-strategies-'));
  const span = { seed: 5, from: '2027-03-01', days: 2, edge: 2 } as const;
  for (const root of ['WDO', 'DOL'] as const) await storeSyntheticBars(openStore(home), { ...span, root });
});
afterAll(() => rm(home, { recursive: true }));

/** The digest, which is of every decision with all its columns, and what came of them. */
async function told(plan: RunPlan, market?: PreparedMarket): Promise<object> {
  const { digest, collector } = await runDay(home, plan, { from: DAY, to: DAY, record: false, market });
  return { digest, decisions: collector.decisions, fills: collector.fills.length, endE4: collector.equityE4.at(-1) };
}

type Features = Readonly<Record<string, FeatureSpec>>;

/** Says all that it was given, and trades by the sign of what stands under `by`. */
function tradingOn(features: Features, by: string, changes: Partial<Strategy> = {}): Strategy {
  return {
    ...{ ...withoutModel, features, warmupCandles: 300 },
    decide({ features: given, position }) {
      const all = JSON.stringify(given);
      if (position.quantity !== 0) return hold(all);
      const value = (given as Record<string, number>)[by]!;
      return target(value > 0 ? 1 : -1, { stopPoints: 5, targetPoints: 8 }, all);
    },
    ...changes,
  };
}

const withLead = { instruments: { trade: 'WDOFUT', lead: 'DOLFUT' } } as const;
const slope = (period: number): FeatureSpec => ema.slope({ period });
const ofLead = (spec: FeatureSpec): FeatureSpec => ({ ...spec, role: 'lead' });

/** In each order, and each once more when all have run. */
async function expectEachItsOwn(plans: readonly RunPlan[]): Promise<void> {
  const alone = await Promise.all(plans.map((plan) => told(plan)));
  expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBe(plans.length);
  const forth = plans.map((_, at) => at);
  for (const order of [forth, forth.toReversed()]) {
    const market = new PreparedMarket();
    for (const at of [...order, ...order]) expect(await told(plans[at]!, market)).toEqual(alone[at]);
  }
}

describe('strategies over one market', () => {
  it('see their own leader, where a parameter changes its feature alone', async () => {
    const swept = parametrised({ lead: { default: 5, min: 5, max: 60 } }, ({ lead }) => {
      const features = { own: slope(20), lead: ofLead(slope(lead)) };
      return defineStrategy({ ...tradingOn(features, 'lead', withLead), name: 'lead-sweep' });
    });
    const plans = [5, 20, 60].map((lead) => planRun({ code: codeFromSource(swept), parameters: { lead } }));
    await expectEachItsOwn(await Promise.all(plans));
  });

  it('see what their own keys stand for, where the columns are the same', async () => {
    const common = { fast: slope(5), slow: slope(60) };
    const plans = [slope(5), slope(60)].map((signal) => planOf(tradingOn({ ...common, signal }, 'signal')));
    await expectEachItsOwn(await Promise.all(plans));
  });

  it('see a leader that a parameter switches on, and none where it is off', async () => {
    const off = { own: slope(20) };
    const on = { ...off, lead: ofLead(slope(5)) };
    const plans = [tradingOn(off, 'own', withLead), tradingOn(on, 'lead', withLead)].map((each) => planOf(each));
    await expectEachItsOwn(await Promise.all(plans));
  });

  it('see the instrument of their own role, where the names of roles are the same', async () => {
    const features = { own: slope(20), lead: ofLead(slope(5)) };
    const plans = ['DOLFUT', 'WDOFUT'].map((lead) =>
      planOf(tradingOn(features, 'lead', { instruments: { trade: 'WDOFUT', lead } })),
    );
    await expectEachItsOwn(await Promise.all(plans));
  });
});

const sometimes = defineFeature(
  { id: 'sometimes', meaning: '', unit: '', warmup: 1, sessionRule: 'continue' },
  () =>
    (out, { volume, close, open }) =>
      volume % 4 < 3 && out.set(close - open),
);
const kinds: readonly FeatureSpec[] = [
  ...[slope(5), slope(20), rsi({ period: 14 }), lastValid(sometimes, { candles: 3 })],
  ...[lastValid(sometimes, { candles: 30 }), slope(5), slope(20), lastValid(sometimes, { candles: 3 })].map(
    (spec, at) => (at === 0 ? spec : ofLead(spec)),
  ),
];

interface Drawn {
  readonly keys: readonly (readonly [string, number])[];
  readonly hasLead: boolean;
  readonly hasModel: boolean;
  readonly clock: boolean;
}

/** A column has one policy: of the carried ones of a role the first stands. */
function strategyOf({ keys, hasLead, hasModel, clock }: Drawn): Strategy {
  const features: Record<string, FeatureSpec> = {};
  let carried: number | undefined;
  for (const [key, kind] of keys) {
    const isCarried = kind === 3 || kind === 4;
    carried ??= isCarried ? kind : undefined;
    features[key] = kinds[isCarried ? carried! : kind]!;
  }
  const needsLead = hasLead || keys.some(([, kind]) => kinds[kind]!.role === 'lead');
  const { model, thresholds } = strategy;
  return tradingOn(features, keys[0]![0], {
    ...(needsLead ? withLead : {}),
    ...(hasModel ? { model, thresholds, warmupCandles: strategy.warmupCandles } : {}),
    ...(clock ? { decideEverySeconds: 300 } : {}),
  } as Partial<Strategy>);
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  keys: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.nat(kinds.length - 1)), {
    ...{ minLength: 1, maxLength: 3, selector: ([key]) => key },
  }),
  hasLead: fc.boolean(),
  hasModel: fc.nat(5).map((n) => n === 0),
  clock: fc.boolean(),
});

describe('any strategies over one market', () => {
  it(
    'are those that run alone, one after another, beside each other, and where little is kept',
    async () => {
      const known = new Map<string, Promise<{ plan: RunPlan; alone: object }>>();
      const prepared = async (each: Drawn): Promise<{ plan: RunPlan; alone: object }> => {
        const plan = await planOf(strategyOf(each));
        return { plan, alone: await told(plan) };
      };
      const keptOf = (each: Drawn): Promise<{ plan: RunPlan; alone: object }> => {
        const key = JSON.stringify(each);
        const kept = known.get(key) ?? prepared(each);
        known.set(key, kept);
        return kept;
      };
      await fc.assert(
        fc.asyncProperty(
          fc.array(drawn, { minLength: 2, maxLength: 3 }),
          fc.constantFrom(1, 1e-3, 1e-6),
          fc.boolean(),
          async (all, share, beside) => {
            const market = new PreparedMarket({ share });
            const runs = await Promise.all([...all, ...all].map(keptOf));
            const tell = async (at: number): Promise<void> => {
              expect(await told(runs[at]!.plan, market)).toEqual(runs[at]!.alone);
            };
            if (beside) await Promise.all(runs.map((_, at) => tell(at)));
            else for (let at = 0; at < runs.length; at++) await tell(at);
          },
        ),
        { seed: 32, numRuns: propertyRuns(10) },
      );
      for (const { plan } of await Promise.all(known.values())) await plan.model?.predictor.close();
      expect(known.size).toBeGreaterThan(15);
    },
    LONG_MS,
  );
});
