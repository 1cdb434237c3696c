// What a point is to blame for is its result; a home that is not as it was, or in trouble, ends the sweep.
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { UserError } from '../../../src/adapters/user-error.ts';
import { defineSweep } from '../../../src/research/sweeps/define-sweep.ts';
import { PointEvaluator, type PointTask } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import type { SweepDefinition } from '../../../src/research/sweeps/evaluation/sweep-definition.ts';
import { type SweepOptions, sweep } from '../../../src/research/sweeps/sweep.ts';
import { LocalWorkers } from '../../../src/research/sweeps/workers/local-workers.ts';
import { PreparedMarket } from '../../../src/runner/prepared-market.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { sweepHome } from './support/sweep-home.ts';

const home = temporaryFolder('evaluator');
const task: PointTask = { index: 0, point: { period: 10, stopPoints: 3 }, budgetDays: 1 };
let wish: SweepOptions;
let definition: SweepDefinition;

beforeAll(async () => {
  wish = await sweepHome(home, 1);
  definition = await defineSweep(openStore(home), wish);
}, 60_000);

function copyOfHome(): string {
  const copy = temporaryFolder('evaluator-copy');
  cpSync(home, copy, { recursive: true });
  return copy;
}

describe('a point', () => {
  it.each([
    ['parameter-invalid', { period: 11, stopPoints: 3 }],
    ['parameter-unknown', { perod: 10 }],
    ['point-invalid', { 'thresholds.direction': 'high' }],
    ['strategy-threw', { side: 'broken' }],
  ])('is to blame for %s', async (code, point) => {
    const evaluator = await PointEvaluator.open({ definition, sweep: 's', home });
    const { result } = await evaluator.evaluate({ ...task, point: point as unknown as PointTask['point'] });
    expect(result.failed).toMatchObject({ code });
  });

  it.each(['store-busy', 'store-unwritable', 'day-unknown', 'file-unreadable', 'a-code-of-tomorrow'])(
    'is not to blame for %s: it is tried again, not kept for ever',
    async (code) => {
      const evaluator = await PointEvaluator.open({ definition, sweep: 's', home });
      const { feeds } = PreparedMarket.prototype;
      PreparedMarket.prototype.feeds = () => {
        throw new UserError({ code, message: 'another process has it', fix: 'Try again' });
      };
      try {
        await expect(evaluator.evaluate(task)).rejects.toMatchObject({ code });
      } finally {
        PreparedMarket.prototype.feeds = feeds;
      }
      expect((await evaluator.evaluate(task)).result.failed).toBeNull();
    },
  );

  it('is not evaluated with a model that the sweep does not name', async () => {
    const evaluator = await PointEvaluator.open({ definition, sweep: 's', home });
    const point = { model: 'wdo-regime' };
    await expect(evaluator.evaluate({ ...task, point })).rejects.toMatchObject({ code: 'model-changed' });
  });
});

describe('data that were changed', () => {
  it('are refused by a thread that starts', async () => {
    const changed = copyOfHome();
    await sweepHome(changed, 2);
    const [part] = openStore(changed).parts(openStore(changed).instruments()[0]!);
    rmSync(part!.path);
    rmSync(part!.manifestPath);
    const opened = PointEvaluator.open({ definition, sweep: 's', home: changed });
    await expect(opened).rejects.toMatchObject({ code: 'data-changed' });
  });

  it('end a sweep without its results, also where they changed after the last thread had started', async () => {
    const changed = copyOfHome();
    const swept = sweep({ ...wish, home: changed }, () => ({
      capacity: 1,
      recordsTrials: true,
      run: async ({ index, point, budgetDays }) => {
        if (index === 8) {
          const [part] = openStore(changed).parts(openStore(changed).instruments()[0]!);
          rmSync(part!.path);
          rmSync(part!.manifestPath);
          writeFileSync(join(changed, 'changed'), '');
        }
        const result = { index, point, budgetDays, measures: {}, dayNetE4: [0], digest: 'd', failed: null };
        return { result, trial: null, entry: null, training: null, seconds: 0 };
      },
      close: async () => undefined,
    }));
    await expect(swept).rejects.toMatchObject({ code: 'data-changed' });
  });
});

it('threads beside each other divide the memory for prepared days', async () => {
  const workers = new LocalWorkers(2, { definition, sweep: 's', home }, 3);
  const { share } = Reflect.get(workers, 'pools')[0].options.workerData;
  expect(share).toBeCloseTo(1 / 6, 12);
  await workers.close();
  const evaluator = await PointEvaluator.open({ definition, sweep: 's', home, share });
  expect(Reflect.get(Reflect.get(evaluator, 'market'), 'mostBytes')).toBe(Math.floor((512 * 1024 ** 2) / 6));
});

it('a thread refuses as the process would: with code, fix and place', async () => {
  const other = { ...definition, data: '0'.repeat(64) };
  const refusal = await PointEvaluator.open({ definition: other, sweep: 's', home }).catch((error: unknown) => error);
  const workers = new LocalWorkers(1, { definition: other, sweep: 's', home });
  try {
    const thrown = await workers.run(task).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(UserError);
    expect(refusal).toMatchObject({ code: 'data-changed' });
    expect(JSON.stringify(thrown)).toBe(JSON.stringify(refusal));
  } finally {
    await workers.close();
  }
});
