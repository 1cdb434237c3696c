// A point whose strategy threw on another machine is a trial of the sweep's home as any other.
import { cpSync } from 'node:fs';
import { expect, it } from 'vitest';
import { verifiedLedger } from '../../../src/adapters/ledger/verify-ledger.ts';
import { PointEvaluator } from '../../../src/research/sweeps/evaluation/point-evaluator.ts';
import { sweep } from '../../../src/research/sweeps/sweep.ts';
import { countedTrials } from '../../../src/research/trials/counted-trials.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { sweepHome } from './support/sweep-home.ts';

it('is recorded where the sweep is, and counts', async () => {
  const [home, elsewhere] = [temporaryFolder('thrown-point'), temporaryFolder('thrown-elsewhere')];
  const wish = await sweepHome(home, 1);
  cpSync(home, elsewhere, { recursive: true });
  const over = { side: 'with,broken' };
  const { failed } = await sweep({ ...wish, home, method: 'grid', points: 2, over }, async (definition) => {
    const evaluator = await PointEvaluator.open({ definition, home: elsewhere, sweep: 'a-sweep' });
    return {
      capacity: 1,
      recordsTrials: false,
      run: async (task) => JSON.parse(JSON.stringify(await evaluator.evaluate(task))),
      close: async () => undefined,
    };
  });
  expect(failed).toHaveLength(1);
  const { entries, fault } = verifiedLedger(home);
  expect(fault).toBeUndefined();
  expect(entries.map(({ trial }) => [trial.kind, trial.outcome])).toEqual([
    ['sweep', 'finished'],
    ['sweep', 'threw'],
  ]);
  expect(countedTrials(entries).map(({ standing }) => standing.kind)).toEqual(['counted', 'counted']);
}, 60_000);
