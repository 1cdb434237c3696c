// A sweep that is asked to stop leaves no file that looks like the results of a whole one, and goes on to one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { PointOutcome, PointTask } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import { sweep } from '../../../src/research/sweeps/sweep.ts';
import type { Workers } from '../../../src/research/sweeps/workers/workers.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { sweepHome } from './support/sweep-home.ts';

function answer({ index, point, budgetDays }: PointTask): PointOutcome {
  const result = {
    index,
    point,
    budgetDays,
    measures: { sharpeBound: index },
    dayNetE4: [1],
    digest: 'd',
    failed: null,
  };
  return { result, trial: null, entry: null, training: null, seconds: 0 };
}

const workers = (): Workers => ({
  capacity: 1,
  recordsTrials: true,
  run: async (task) => answer(task),
  close: async () => undefined,
});

it('writes results.jsonl only when all points are there', async () => {
  const home = temporaryFolder('sweep-stopped');
  const wish = await sweepHome(home, 1);
  const ending = new AbortController();
  const onResult = (_: unknown, done: number): void => {
    if (done === 3) ending.abort();
  };
  const stopped = await sweep({ ...wish, home, signal: ending.signal, onResult }, workers);
  expect(stopped.isFinished).toBe(false);
  expect(stopped.results).toHaveLength(3);
  expect(existsSync(join(stopped.folder, 'results.jsonl'))).toBe(false);
  const whole = await sweep({ ...wish, home, resume: true }, workers);
  expect(whole.results).toHaveLength(9);
  expect(existsSync(join(whole.folder, 'results.jsonl'))).toBe(true);
}, 60_000);
