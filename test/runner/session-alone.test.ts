// The same day as the last of a range and alone: every decision, command, answer and time is the same.
import { expect, it } from 'vitest';
import { importFiles } from '../../src/adapters/datasets/importing/import.ts';
import type { Strategy } from '../../src/core/signal/strategy.ts';
import { ema, hold, onInstrument, returns, target } from '../../src/index.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import type { SimulatedRunOptions } from '../../src/runner/simulated-run.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { type Decide, testStrategy } from '../support/test-strategy.ts';
import { type SessionStory, storyOf } from './session-story.ts';
import { DAY, planOf, runDay, storeDays } from './synthetic-run.ts';

const SECOND_DAY = '2027-03-02';
const THIRD_DAY = '2027-03-03';

/** What a run from `from` tells of the day `to`. */
async function told(home: string, plan: RunPlan, from: string, to: string, more: Partial<SimulatedRunOptions> = {}) {
  const { story, observer } = storyOf(to);
  await runDay(home, plan, { from, to, observer, record: false, ...more });
  return story;
}

function expectSame(alone: SessionStory, last: SessionStory): void {
  expect(alone.decisions.length).toBeGreaterThan(400);
  expect(alone.commands.length).toBeGreaterThan(10);
  expect(alone.decisions).toEqual(last.decisions);
  expect(alone.commands).toEqual(last.commands);
  expect(alone.answers).toEqual(last.answers);
  expect(alone.alerts).toEqual(last.alerts);
}

const withTheLeader: Decide = ({ features, position }) => {
  if (position.quantity !== 0 || features.leading === undefined || features.own === undefined) return hold('waits');
  return target(features.leading > 0 ? 1 : -1, { stopPoints: 4, targetPoints: 4 }, 'with the leader');
};

async function planWithout(strategy: Strategy): Promise<RunPlan> {
  return planRun({ code: codeFromSource(strategy) });
}

it('a day of ticks with jitter is the same alone and after another', async () => {
  const home = temporaryFolder('alone');
  await storeDays(home, 4, 2);
  const plan = await planOf();
  const alone = await told(home, plan, SECOND_DAY, SECOND_DAY);
  expectSame(alone, await told(home, plan, DAY, SECOND_DAY));
  await plan.model?.predictor.close();
}, 20_000);

it('also when it reads a leader, who was there on a day on which the traded one was not', async () => {
  const home = temporaryFolder('alone-lead');
  await storeDays(home, 5, 3, { without: [SECOND_DAY] });
  await storeDays(home, 6, 3, { root: 'DOL' });
  const strategy = testStrategy(withTheLeader, {
    instruments: { trade: 'WDOFUT', lead: 'DOLFUT' },
    features: { own: returns({ candles: 1 }), leading: onInstrument('lead', ema.slope({ period: 20 })) },
    warmupCandles: 700,
  });
  const plan = await planWithout(strategy as Strategy);
  const alone = await told(home, plan, THIRD_DAY, THIRD_DAY);
  const [start] = alone.answers as readonly { payload: { warmup: unknown } }[];
  // of the traded one there is one day before, of the leader enough
  expect(start!.payload.warmup).toEqual([
    { candle: '1m', instrumentId: 0, bars: expect.toSatisfy((bars: number) => bars > 400 && bars < 700) },
    { candle: '1m', instrumentId: 1, bars: 700 },
  ]);
  expectSame(alone, await told(home, plan, DAY, THIRD_DAY));
}, 20_000);

const MONTHS = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';

describeWithRealData('real minutes', [MONTHS], (months) => {
  it('of a day after a roll are the same alone and after ten others', async () => {
    const home = temporaryFolder('alone-real');
    await importFiles({ home, format: 'csv', files: [months!], mapping: 'wdo-contract-m1' });
    const strategy = testStrategy(
      ({ features, position }) =>
        position.quantity !== 0 || features.slope === undefined
          ? hold('waits')
          : target(features.slope > 0 ? 1 : -1, { stopPoints: 5, targetPoints: 5 }, 'with the slope'),
      { features: { slope: ema.slope({ period: 20 }) }, warmupCandles: 900 },
    );
    const plan = await planWithout(strategy as Strategy);
    const alone = await told(home, plan, '2025-09-04', '2025-09-04');
    expectSame(alone, await told(home, plan, '2025-08-21', '2025-09-04'));
  }, 30_000);
});
