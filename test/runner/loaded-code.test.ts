// A run names the code of its strategy's file: as it was when it was loaded, and only where the plan runs that strategy.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifiedLedger } from '../../src/adapters/ledger/verify-ledger.ts';
import { codeFromSource } from '../../src/runner/engine-code.ts';
import { loadStrategy } from '../../src/runner/load-strategy.ts';
import { loadedSha256, rememberLoaded } from '../../src/runner/loaded-code.ts';
import { planRun, type RunPlan } from '../../src/runner/run-plan.ts';
import { strategySha256 } from '../../src/runner/strategy-code.ts';
import { repositoryRoot, temporaryFolder } from '../cli/support/qt.ts';
import { planOf, runDay, storeDays } from './synthetic-run.ts';

const FILE = join(repositoryRoot, 'strategies', 'wdo-regime.ts');
const OTHER = join(repositoryRoot, 'test', 'research', 'sweeps', 'support', 'own-regime-strategy.ts');
const home = temporaryFolder('loaded-code');
let plan: RunPlan;

beforeAll(async () => {
  await storeDays(home, 11);
  plan = await planOf((await loadStrategy(FILE)).strategy);
}, 60_000);
afterAll(() => plan.model?.predictor.close());

describe('the file beside a plan', () => {
  it('is refused where the plan runs another strategy, and nothing is recorded', async () => {
    const copied = await planOf({ ...plan.code.strategy });
    const cases: readonly (readonly [RunPlan, string])[] = [
      [plan, OTHER],
      [copied, FILE],
      [{ ...plan, setup: copied.setup }, FILE],
      [{ ...plan, setup: { ...plan.setup } }, FILE],
      [{ ...plan, code: copied.code }, FILE],
    ];
    for (const [given, strategyFile] of cases) {
      await expect(runDay(home, given, { strategyFile, record: false })).rejects.toMatchObject({
        ...{ code: 'strategy-file-other', file: strategyFile, field: 'strategyFile' },
      });
    }
    await copied.model?.predictor.close();
    expect(verifiedLedger(home).entries).toEqual([]);
  });

  it('names its code, for other predictors, parameters and instruments too', async () => {
    const { predictor } = plan.model!;
    const shuffled = { ...plan, model: { ...plan.model!, predictor: { ...predictor, predict: predictor.predict } } };
    expect(loadedSha256(shuffled)).toBe(strategySha256(FILE));
    const { trial } = await runDay(home, plan, { strategyFile: FILE, record: false });
    expect(trial.codeSha256).toBe(strategySha256(FILE));
    const { strategy } = await loadStrategy(OTHER);
    const { model: _model, ...unmodelled } = strategy;
    const code = codeFromSource(strategy);
    expect(loadedSha256(await planRun({ code: codeFromSource(unmodelled) }))).toBeUndefined();
    expect(loadedSha256({ code, setup: plan.setup })).toBeUndefined();
  }, 30_000);

  it('is hashed when it is loaded: what is written into it later does not run', async () => {
    const file = join(temporaryFolder('loaded-file'), 'strategy.ts');
    writeFileSync(file, 'export default 1;\n');
    const { model: _model, thresholds: _thresholds, ...strategy } = plan.code.strategy;
    rememberLoaded(strategy, file);
    writeFileSync(file, 'export default 22;\n');
    rememberLoaded(strategy, file);
    const run = await planRun({ code: codeFromSource(strategy) });
    expect(loadedSha256(run)).toBe(createHash('sha256').update('export default 1;\n').digest('hex'));
    expect(strategySha256(file)).not.toBe(loadedSha256(run));
  });
});
