// The recorded events of a run through engines that are, and are not, the one it ran in.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleRegime } from '../../src/core/regime/rule-regime.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { type ReplayResult, replay } from '../../src/runner/replay.ts';
import { makeEngine, type RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRun } from '../../src/runner/simulated-run.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { engineSettingsOf, planOf, runDay, storeDays } from './synthetic-run.ts';

describe('the replay of a run', () => {
  const home = temporaryFolder('runner-replay');
  let plan: RunPlan;
  let run: SimulatedRun;

  beforeAll(async () => {
    storeDays(home, 3);
    plan = await planOf();
    run = await runDay(home, plan);
    expect(run.collector.orders.length).toBeGreaterThan(0);
  });

  afterAll(async () => {
    await plan.model?.predictor.close();
  });

  /** Replays in an engine whose strategy was changed. */
  const replayed = (change: Partial<Strategy>, settings: object = {}): Promise<ReplayResult> => {
    const strategy = { ...plan.strategy, ...change };
    const changed: RunPlan = { ...plan, strategy, setup: { ...plan.setup, strategy } };
    return replay({ folder: run.folder!, engine: makeEngine(changed, { ...engineSettingsOf(run), ...settings }) });
  };

  it('is identical in the engine that it ran in, any number of times', async () => {
    for (let time = 0; time < 2; time++) {
      const { identical, decisions, firstDifference, notices } = await replayed({});
      expect({ identical, firstDifference, notices }).toEqual({ identical: true, firstDifference: null, notices: [] });
      expect(decisions).toBe(run.collector.decisions);
    }
  });

  it('differs where candles last a minute longer', async () => {
    const { identical, firstDifference, decisions } = await replayed({ candle: '2m' });
    expect(identical).toBe(false);
    expect(decisions).toBe(firstDifference!.index);
    expect(firstDifference!.index).toBe(0);
  });

  it('differs where a trend must be stronger', async () => {
    const { identical, firstDifference } = await replayed({ regime: ruleRegime({ adxEnter: 30 }) });
    expect(identical).toBe(false);
    expect(firstDifference!.path).toMatch(/^inputs\.regime\./);
  });

  it('differs where the strategy wants another stop, in what is entered and not before', async () => {
    const decide: Strategy['decide'] = (context) => {
      const wanted = plan.strategy.decide(context);
      return wanted.kind === 'direction' ? { ...wanted, bracket: { ...wanted.bracket, stopPoints: 9 } } : wanted;
    };
    const { identical, firstDifference } = await replayed({ decide });
    expect(identical).toBe(false);
    expect(firstDifference!.path).toMatch(/^outcome\.(quantity|stopPrice)$/);
  });

  it('differs where costs leave no room for a trade', async () => {
    const { identical, firstDifference } = await replayed({}, { roundTripCostsE4: 100_000_000 });
    expect(identical).toBe(false);
    expect(firstDifference).toMatchObject({ path: 'outcome.kind', expected: 'enter', actual: 'hold' });
  });
});
