// `qt drift`: of journals that were made and of real weeks; what it says, what it refuses.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { readModelFolder } from '../../src/adapters/onnx/model-folders.ts';
import type { DriftReport } from '../../src/research/drift/drift-report.ts';
import { plannedJournal } from '../research/drift/drift-journals.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { repositoryRoot, temporaryFolder, WarmQt } from './support/qt.ts';

const qt = new WarmQt();

describe('qt drift', () => {
  const home = temporaryFolder('drift-cli');
  const at = ['--home', home];
  let old: string;

  beforeAll(async () => {
    const model = await readModelFolder(join(repositoryRoot, 'models', 'wdo-regime'));
    const plan = { model, days: 12 } as const;
    old = plannedJournal(home, { ...plan, seed: 1, manifestSha256: 'd'.repeat(64), suffix: '000001' });
    plannedJournal(home, { ...plan, seed: 2, moved: { adx_14: 1.5 }, mode: 'shadow', suffix: '000002' });
  });

  it('takes the runs of the newest model of a strategy, and says what to do', async () => {
    const report = await qt.json<DriftReport>('drift', 'wdo-regime', ...at);
    expect(report).toMatchObject({ model: 'wdo-regime', days: 12, heldAgainst: 'profile' });
    const inputs = report.findings.filter(({ subject }) => subject === 'input');
    expect(inputs.filter(({ severity }) => severity !== 'none').map(({ name }) => name)).toEqual(['adx_14']);
    expect(inputs[0]).toMatchObject({ name: 'adx_14', severity: 'strong' });
    // the journal's second gate never passes, and four in ten did in validation
    expect(report.findings.find(({ name }) => name === 'probability')).toMatchObject({
      subject: 'gate',
      severity: 'strong',
    });
    expect(report.notices.join()).toContain('1 run of other models of the strategy left out');
    const { code, stdout } = await qt.run('drift', 'wdo-regime', ...at);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^strong {2}input adx_14: mean, in deviations .*qt features check adx_14; .*qt retrain$/m);
  });

  it.each([
    [['nobody'], 1, 'drift-no-runs'],
    [['wdo-regime', '--from', 'monday'], 2, 'bad-option'],
    [['wdo-regime', '--from', '2029-01-01'], 1, 'drift-no-days'],
    [['runs/none'], 1, 'run-missing'],
    [['wdo-regime', '--model', './no-such-model'], 1, 'model-file-missing'],
    [[], 2, 'usage'],
  ] as const)('%j ends with %d, %s', async (args, code, error) => {
    const outcome = await qt.run('drift', ...args, ...at, '--json');
    expect([outcome.code, JSON.parse(outcome.stdout).error.code]).toEqual([code, error]);
  });

  it('refuses a run of a model that the folder is not of', async () => {
    const outcome = await qt.run('drift', old, '--model', 'wdo-regime', ...at, '--json');
    const { error } = JSON.parse(outcome.stdout);
    expect([outcome.code, error.code, error.field]).toEqual([1, 'drift-other-model', 'model.manifestSha256']);
  });
});

const MONTHS = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';

describeWithRealData('qt drift of real weeks', [MONTHS], (months) => {
  const home = temporaryFolder('drift-weeks');
  let run: string;

  beforeAll(async () => {
    const rows = gunzipSync(readFileSync(months!)).toString().split('\n');
    const weeks = join(home, 'weeks.csv');
    writeFileSync(weeks, `${rows.filter((row) => /^(datetime|2025-08-(1[1-9]|2[0-2]))/.test(row)).join('\n')}\n`);
    await qt.json('import', 'csv', weeks, '--mapping', 'wdo-contract-m1', '--home', home);
    const days = ['--instrument', 'WDO', '--from', '2025-08-13', '--to', '2025-08-22'];
    const result = await qt.json<{ readonly run: string }>('backtest', 'wdo-regime', ...days, '--home', home);
    run = result.run;
  }, 120_000);

  it('sees that a model of the synthetic market meets another one', async () => {
    const report = await qt.json<DriftReport>('drift', run, '--home', home);
    expect(report).toMatchObject({ days: 8, from: '2025-08-13', to: '2025-08-22', heldAgainst: 'profile' });
    const of = (name: string) => report.findings.find((each) => each.name === name)!;
    // a trend of real minutes is weaker than one that was made: the same in November and December
    expect(of('adx_14')).toMatchObject({ severity: 'strong' });
    expect(of('adx_14').shift!.high).toBeLessThan(0);
    // the clock is the same clock
    expect(of('timeOfDaySin').severity).toBe('none');
    expect(report.scores.live!.rows).toBeGreaterThan(1000);
  });

  it('finds nothing in days held against themselves', async () => {
    const report = await qt.json<DriftReport>('drift', run, '--reference', run, '--home', home);
    const inputs = report.findings.filter(({ subject }) => subject !== 'calibration' && subject !== 'trades');
    expect(inputs.length).toBeGreaterThan(16);
    expect(inputs.filter(({ severity, shift }) => severity !== 'none' || Math.abs(shift!.shift) > 1e-9)).toEqual([]);
    expect(report.scores.reference).toEqual(report.scores.live);
    expect(report.notices.join()).toContain('8 days are in the reference too');
  });
});
