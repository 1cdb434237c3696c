// Where the state of a session starts from: the same warm-up candles and so the same numbers, whichever day a run began on.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRun } from '../../src/adapters/journal/run-reader.ts';
import type { DecisionInputs } from '../../src/core/engine/decision-record.ts';
import type { RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRun } from '../../src/runner/simulated-run.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { DAY, planOf, runDay, storeDays } from './synthetic-run.ts';

const SECOND_DAY = '2027-03-02';

/** What the decisions of the second day saw. */
function secondDay(run: SimulatedRun): readonly Pick<DecisionInputs, 'features' | 'regime' | 'price'>[] {
  const reader = openRun(run.folder!);
  const dayUs = Date.parse(`${SECOND_DAY}T00:00:00Z`) * 1000;
  try {
    return [...reader.decisions()]
      .filter(({ timeUs }) => timeUs > dayUs)
      .map(({ inputs: { features, regime, price } }) => ({ features, regime, price }));
  } finally {
    reader.close();
  }
}

describe('the state of a session', () => {
  const home = temporaryFolder('anchor');
  let plan: RunPlan;

  beforeAll(async () => {
    await storeDays(home, 4, 2);
    plan = await planOf();
  });

  afterAll(async () => {
    await plan.model?.predictor.close();
  });

  it('is the same to the bit in a run that began the day before and in one that began with it', async () => {
    const both = secondDay(await runDay(home, plan, { to: SECOND_DAY }));
    const alone = secondDay(await runDay(home, plan, { from: SECOND_DAY, to: SECOND_DAY }));
    expect(alone.length).toBeGreaterThan(500);
    expect(alone).toEqual(both);
  });

  it('starts without a single warm-up candle on the first day there is, and says so', async () => {
    const run = await runDay(home, plan, { from: DAY, to: DAY });
    expect(run.collector.holdReasons.warmingUp).toBeGreaterThan(40);
  });
});

describe('the digest of a run', () => {
  const home = temporaryFolder('digest');
  let plan: RunPlan;

  beforeAll(async () => {
    await storeDays(home, 4);
    plan = await planOf();
  });

  afterAll(async () => {
    await plan.model?.predictor.close();
  });

  it('does not depend on whether or when it was recorded', async () => {
    const recorded = await runDay(home, plan);
    const unrecorded = await runDay(home, plan, { record: false });
    expect(unrecorded.folder).toBeUndefined();
    expect(unrecorded.digest).toBe(recorded.digest);
  });

  it('depends on the seed of latencies, the capital and the costs', async () => {
    const digest = async (options: Parameters<typeof runDay>[2]): Promise<string> =>
      (await runDay(home, plan, { ...options, record: false })).digest;
    const plain = await digest({});
    expect(await digest({ seed: 2 })).not.toBe(plain);
    expect(await digest({ costsFactor: 5 })).not.toBe(plain);
    expect(await digest({ capitalBrl: 1000 })).not.toBe(plain);
  });
});
