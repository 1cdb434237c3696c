// A model of real minutes in a committed copy of the repository: with it the way to live is open, with a synthetic one it is not.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { recordTrial } from '../../src/adapters/ledger/record-trial.ts';
import { aTrial } from '../adapters/ledger/a-trial.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { copyModel, readManifest, writeManifest } from './support/model-copy.ts';
import { temporaryFolder, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';
import { filesOf } from './support/tamper.ts';

interface Promoted {
  readonly release: string;
  readonly dir: string;
  readonly gates: readonly {
    readonly id: string;
    readonly passed: boolean;
    readonly severity: string;
    readonly reason: string;
  }[];
}

const MONTHS = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const DAYS = ['--from', '2025-11-03', '--to', '2025-11-07'];
const WORTH = ['demoSessions', 'deflatedSharpe', 'overfitting', 'doubledCosts', 'oneDay', 'validationTrades'];
const WAIVERS = [...WORTH.flatMap((id) => ['--waive', `${id}=a test of ${id}`]), '--waived-by', 'A tester'];

describeWithRealData('the promotion to live', [MONTHS], (months) => {
  const root = repositoryCopy({ withTests: true, committed: true });
  const home = temporaryFolder('live');
  const model = join(home, 'models', 'wdo-regime');
  const qt = new WarmQt(root);
  const at = ['--home', home];
  const LIVE = ['promote', 'wdo-regime', 'live', '--model', model, '--instrument', 'WDO', ...DAYS, ...at];

  beforeAll(async () => {
    await qt.json('import', 'csv', months!, '--mapping', 'wdo-contract-m1', ...at);
    const span = ['--from', '2025-08-05', '--to', '2025-10-30'];
    await qt.json('train', '--instrument', 'WDO', ...span, '--out', model, ...at);
  }, 120_000);

  it('is open to a model trained on minutes of the exchange, validated on later ones', async () => {
    const { provenance, training, validation } = readManifest(model);
    expect(provenance).toBe('exchange');
    expect([training.from >= '2025-08-05', validation.to <= '2025-10-30']).toEqual([true, true]);
    const { gates } = await qt.json<Promoted>(...LIVE, ...WAIVERS);
    const faults = gates.filter(({ passed }) => !passed);
    // a few days make a few trades and prove nothing: that stops them, unless a person signs for each
    expect(faults.map(({ id }) => id)).toEqual(WORTH);
    for (const gate of faults) {
      expect(gate).toMatchObject({ severity: 'required', waived: { by: 'A tester', reason: `a test of ${gate.id}` } });
    }
    expect(gates.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'trainingData',
        'cleanCommit',
        'strategyTests',
        'reproducible',
        'datasets',
        'provenance',
      ]),
    );
    const shown = await qt.json('releases', 'show', 'wdo-regime@live', ...at);
    expect(shown).toMatchObject({ manifest: { stage: 'live', provenance: 'exchange' } });
    const { stdout } = await qt.run('releases', 'show', 'wdo-regime@live', ...at);
    expect(stdout).toMatch(/WAIVED oneDay: .*\(waived by A tester: a test of oneDay\)/);
  }, 120_000);

  it('had every step in the ledger: the training, and the validation with its repetition and its stress', async () => {
    const { shown } = await qt.json<{ shown: { kind: string; standing: { kind: string } }[] }>('trials', ...at);
    expect(shown.map(({ kind, standing }) => `${kind} ${standing.kind}`)).toEqual([
      'training counted',
      'validation counted',
      'validation repetition',
      ...Array(3).fill('check noChoice'),
    ]);
    // the validation traded the model: the training is no second trial
    const { manifest, gates } = await qt.json<{ manifest: { ledger: object }; gates: object[] }>(
      ...['releases', 'show', 'wdo-regime@live', ...at],
    );
    expect(manifest.ledger).toMatchObject({ seq: 2 });
    expect(gates).toContainEqual(
      expect.objectContaining({ id: 'ledger', passed: true, value: 1, severity: 'required' }),
    );
  });

  it('moves a release of paper on without building it: the gates run on the release itself', async () => {
    const live = await qt.json<{ id: string }>('releases', 'show', 'wdo-regime@live', ...at);
    const paper = await qt.json<Promoted>(...LIVE.map((each) => (each === 'live' ? 'paper' : each)));
    const files = filesOf(paper.dir);
    const move = ['promote', 'wdo-regime', 'live', '--instrument', 'WDO', ...at];
    const tried = await qt.run(...move, '--release', paper.release, '--dry-run', '--json');
    expect(tried.code).toBe(1);
    // as long as nobody signs for what a few days do not prove: all of it told at once, and nothing written
    expect(JSON.parse(tried.stdout)).toMatchObject({ dryRun: true, wouldPass: false, failed: WORTH });
    expect(existsSync(join(home, 'releases', 'approvals'))).toBe(false);
    const moved = await qt.json<Promoted>(...move, ...WAIVERS, '--from', paper.release);
    expect(moved).toMatchObject({ release: paper.release, isNew: true, before: live.id });
    expect(moved.gates.find(({ id }) => id === 'types')?.reason).toContain('(when the release was built)');
    expect(moved.gates.filter(({ passed }) => !passed).map(({ id }) => id)).toEqual(WORTH);
    expect(filesOf(paper.dir)).toEqual(files);
    // its stress chooses nothing either, and the approval names the ledger's newest entry after it
    const { shown } = await qt.json<{ shown: { seq: number; kind: string; standing: { kind: string } }[] }>(
      ...['trials', ...at],
    );
    const checks = shown.filter(({ kind }) => kind === 'check');
    expect(checks.length).toBeGreaterThanOrEqual(9);
    expect(checks.map(({ standing }) => standing.kind)).toEqual(checks.map(() => 'noChoice'));
    const approval = join(home, 'releases', 'approvals', 'wdo-regime', `${paper.release}.live.json`);
    expect(JSON.parse(readFileSync(approval, 'utf8')).ledger.seq).toBe(Math.max(...shown.map(({ seq }) => seq)));
    const again = await qt.run(...move, ...WAIVERS, '--release', 'wdo-regime@paper');
    const short = paper.release.slice(0, 12);
    expect(again.stdout).toContain(`nothing changed: ${short} runs at wdo-regime@live already`);
    const { stdout } = await qt.run('releases', 'show', 'wdo-regime@live', ...at);
    expect(stdout).toMatch(/approved for live by \S+ at/);
    expect(stdout).toMatch(/ {2}WAIVED oneDay: .*A tester/);
    const back = await qt.json('releases', 'rollback', 'wdo-regime', 'live', ...at);
    expect(back).toMatchObject({ from: paper.release, to: live.id });
  }, 120_000);

  it('is closed where the ledger that the release before it names is gone', async () => {
    const ledger = join(home, 'runs', 'ledger');
    renameSync(ledger, `${ledger}-away`);
    renameSync(`${ledger}.jsonl`, `${ledger}-away.jsonl`);
    const demo = ['promote', 'wdo-regime', 'demo', '--instrument', 'WDO', '--release', 'wdo-regime@paper', ...at];
    const { code, stderr } = await qt.run(...demo, '--waive', 'paperSessions=a test', '--waived-by', 'A tester');
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /gate ledger: The ledger of trials has lost entries: the release wdo-regime \w{12} was made when/,
    );
    rmSync(ledger, { recursive: true });
    renameSync(`${ledger}-away`, ledger);
    renameSync(`${ledger}-away.jsonl`, `${ledger}.jsonl`);
  }, 120_000);

  it('is closed to the model of the synthetic market on the same minutes', async () => {
    const { code, stderr } = await qt.run('promote', 'wdo-regime', 'live', '--instrument', 'WDO', ...DAYS, ...at);
    expect(code).toBe(1);
    expect(stderr).toContain('gate provenance: The data behind this release are synthetic');
  });

  it('is closed to it also when its manifest says that it rests on the exchange', async () => {
    const disguised = join(home, 'disguised', 'wdo-regime');
    copyModel(disguised);
    writeManifest(disguised, { ...readManifest(disguised), provenance: 'exchange' });
    const args = ['promote', 'wdo-regime', 'live', '--model', disguised, '--instrument', 'WDO', ...DAYS, ...at];
    const unknown = await qt.run(...args);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/trainingData: No training in the ledger made this model\.json/);
    // and to whoever writes a training of it into the ledger
    const manifestSha256 = createHash('sha256')
      .update(readFileSync(join(disguised, 'model.json')))
      .digest('hex');
    recordTrial(home, aTrial({ kind: 'training', model: { name: 'wdo-regime', manifestSha256 } }));
    const { code, stderr } = await qt.run(...args);
    expect(code).toBe(1);
    expect(stderr).toContain('gate trainingData: the model was trained on synthetic');
  });
});
