// A backtest of the example strategy over synthetic days, stressed: the run itself stays what it is, worse markets are worse.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { tradedRegimes } from '../../../src/core/prediction/model-checks.ts';
import type { Prediction } from '../../../src/core/prediction/prediction.ts';
import { hold } from '../../../src/core/signal/wanted.ts';
import { RememberingPredictor, ShuffledPredictor } from '../../../src/research/stress/shuffled-model.ts';
import type { StressReport } from '../../../src/research/stress/stress-report.ts';
import { stressTest } from '../../../src/research/stress/stress-test.ts';
import strategy from '../../../strategies/wdo-regime.ts';
import { DAY, planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';
import { FakePredictor, predictionOf } from '../../support/fake-model.ts';

let home: string;
let report: StressReport;
const told: string[] = [];
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'qt-stress-'));
  await storeDays(home, 11, 2);
  const plan = await planOf();
  const { feeds } = await runDay(home, plan, { to: '2027-03-02', record: false });
  expect(feeds.days).toHaveLength(2);
  report = await stressTest({
    ...{ title: 'stressed', home, store: openStore(home), plan, strategyFile: null, from: DAY, to: '2027-03-02' },
    ...{ seed: 1, capitalBrl: 50_000, record: false, draws: 200, shuffles: 3 },
    onRun: (done, total, name) => told.push(`${done} of ${total}: ${name}`),
  });
  await plan.model!.predictor.close();
}, 120_000);
afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('a stress test', () => {
  it('leaves the run itself as it is', async () => {
    const plan = await planOf();
    const plain = await runDay(home, plan, { to: '2027-03-02', record: false });
    await plan.model!.predictor.close();
    expect(report.result.digest).toBe(plain.digest);
    expect(report.result.trades.length).toBeGreaterThan(0);
    expect(told[0]).toBe('0 of 13: the run itself');
    expect(told).toHaveLength(13);
  });

  it('earns the less the more is paid', () => {
    const net = new Map(report.cases.map((each) => [each.case.name, each.netE4]));
    const own = report.statistics.netE4;
    const byCosts = [net.get('costs-0')!, own, net.get('costs-1.5')!, net.get('costs-2')!, net.get('costs-3')!];
    expect([...byCosts].sort((a, b) => b - a)).toEqual(byCosts);
    expect(new Set(byCosts).size).toBe(5);
    expect(net.get('slippage-1')!).toBeLessThan(own);
    expect(net.get('slippage-2')!).toBeLessThan(net.get('slippage-1')!);
  });

  it('compares with entries by lot and with a model that answers by lot', () => {
    expect(report.randomEntries!.netE4).toHaveLength(200);
    expect(report.shuffledModel!.netE4).toHaveLength(3);
    expect(report.shuffledModel!.pValue).toBeGreaterThanOrEqual(1 / 4);
  });
});

it('says nothing of a model whose run made no trade, and makes no shuffled runs then', async () => {
  const plan = await planOf({ ...strategy, decide: () => hold('never') });
  const names: string[] = [];
  const { shuffledModel, randomEntries, statistics } = await stressTest({
    ...{ title: 'idle', home, store: openStore(home), plan, strategyFile: null, from: DAY, to: DAY },
    ...{ seed: 1, capitalBrl: 50_000, record: false, draws: 10, shuffles: 3 },
    onRun: (_done, total, name) => names.push(`${name} of ${total}`),
  });
  await plan.model!.predictor.close();
  expect([statistics.trades.trades, shuffledModel, randomEntries]).toEqual([0, undefined, undefined]);
  expect(names).toHaveLength(10);
  expect(names.at(-1)).toBe('queue-3 of 10');
}, 60_000);

it('a shuffled model gives each answer of a regime once before any twice, in another order for another seed', async () => {
  const answers = Array.from({ length: 40 }, (_, i) => predictionOf(i / 40));
  let next = 0;
  const remembering = new RememberingPredictor(new FakePredictor(() => answers[next++]!));
  const ask = (requestSeq: number) =>
    ({ strategyId: 's', requestSeq, regime: 'range', inputs: new Float32Array(1) }) as const;
  for (let i = 0; i < 40; i++) await remembering.predict(ask(i));
  const given = async (seed: number): Promise<readonly Prediction[]> => {
    const shuffled = new ShuffledPredictor(remembering.answers, seed);
    const all: Prediction[] = [];
    for (let i = 0; i < 40; i++) {
      const answer = await shuffled.predict(ask(i));
      if (answer.kind === 'prediction') all.push(answer.prediction);
    }
    return all;
  };
  const one = await given(1);
  expect(one.map(({ direction }) => direction).sort((a, b) => a - b)).toEqual(
    answers.map(({ direction }) => direction),
  );
  expect(one).not.toEqual(answers);
  expect(await given(1)).toEqual(one);
  expect(await given(2)).not.toEqual(one);
  // in a regime of which the run said nothing
  const elsewhere = await new ShuffledPredictor(remembering.answers, 1).predict({ ...ask(0), regime: 'trend_up' });
  expect(elsewhere.kind).toBe('prediction');
  expect(tradedRegimes.filter((regime) => remembering.answers[regime].length > 0)).toEqual(['range']);
});
