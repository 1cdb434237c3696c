// A model that names its notebook and lies beside a recorded backtest, promoted: both go into the release, and are held against it from then on.

import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { type BacktestRecord, readBacktestRecord } from '../../../src/adapters/onnx/backtest-record.ts';
import { GateRun } from '../../../src/promotion/gate-run.ts';
import { type CheckedModel, modelPackageGate } from '../../../src/promotion/gates/model-package-gate.ts';
import { seenBacktestGate } from '../../../src/promotion/judge-backtest.ts';
import { judgeNotebook } from '../../../src/promotion/judge-notebook.ts';
import { notebookSourceText, parseNotebookSource } from '../../../src/promotion/notebook/notebook-source.ts';
import { type Promoted, promote } from '../../../src/promotion/promote.ts';
import { subjectOfRelease } from '../../../src/promotion/release-subject.ts';
import { type Subject, subjectOfSource } from '../../../src/promotion/subject.ts';
import { recordBacktest } from '../../../src/research/training/record-backtest.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { loadStrategy } from '../../../src/runner/load-strategy.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { type SimulatedRun, simulatedRun } from '../../../src/runner/simulated-run.ts';
import { storeSyntheticDay } from '../../../src/runner/store-synthetic-day.ts';
import { syntheticDays } from '../../../src/runner/synthetic-days.ts';
import { copyModel, readManifest, writeManifest } from '../../cli/support/model-copy.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';
import { writeNotebook } from '../../kernel/notebook/small-notebook.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

const home = temporaryFolder('promoted-notebook');
const store = openStore(home);
const folder = join(home, 'models', 'wdo-regime');
const notebooks = join(home, 'notebooks');
const CELLS = ['const edge = 1;', 'train(edge);', 'look();'];
const DAY = '2027-03-02';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
let run: SimulatedRun;
let record: BacktestRecord;
let promoted: Promoted;

async function backtest(): Promise<SimulatedRun> {
  const { strategy } = await loadStrategy('wdo-regime');
  const plan = await planRun({ code: codeFromSource(strategy), modelFolder: folder });
  try {
    return await simulatedRun({
      ...{ mode: 'backtest', home, store, plan, strategyFile: null, release: null, from: DAY, to: DAY },
      ...{ seed: 4, capitalBrl: 80_000, record: false },
    });
  } finally {
    await plan.model?.predictor.close();
  }
}

beforeAll(async () => {
  const making = { root: 'WDO', seed: 1, edge: 1 } as const;
  for (const session of syntheticDays({ ...making, from: '2027-03-01', days: 2 })) {
    await storeSyntheticDay(store, session, making);
  }
  copyModel(folder);
  mkdirSync(notebooks);
  writeNotebook(notebooks, 'study', [{ type: 'markdown', source: '# Why' }, ...CELLS]);
  const notebook = { path: 'notebooks/study.ipynb', cells: CELLS.slice(0, 2).map(sha256) };
  writeManifest(folder, { ...readManifest(folder), notebook });
  run = await backtest();
  record = await recordBacktest(folder, run);
  // other days, capital and seed than those that were recorded
  promoted = await promote({
    ...{ home, store, packageRoot: repositoryRoot, strategy: 'wdo-regime', stage: 'paper', modelFolder: folder },
    ...{ from: '2027-03-01', to: DAY, capitalBrl: 50_000, seed: 1, at: '2027-03-03T00:00:00.000Z', by: 'test' },
  });
});

const source = (): Promise<Subject> =>
  subjectOfSource({
    ...{ home, packageRoot: repositoryRoot, strategy: 'wdo-regime', modelFolder: folder },
    git: { commit: null, clean: false },
  });
const stageRun = (stage: 'paper' | 'demo'): GateRun =>
  new GateRun({ strategy: 'wdo-regime', stage, waivers: new Map(), isDryRun: false });
const checkedOf = (subject: Subject): Promise<CheckedModel> => modelPackageGate(subject.modelFolder, subject.strategy);

describe('the release of a model that a notebook made', () => {
  it('has the cells alone, signed with all else, and the backtest that was seen', () => {
    const inside = 'models/wdo-regime/backtest.json';
    const paths = promoted.manifest.files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['notebooks/study.ipynb', inside]));
    const text = readFileSync(join(promoted.dir, 'notebooks', 'study.ipynb'), 'utf8');
    expect(text).toBe(notebookSourceText(parseNotebookSource(readFileSync(join(notebooks, 'study.ipynb'), 'utf8'))!));
    expect(readFileSync(join(promoted.dir, inside), 'utf8')).toBe(readFileSync(join(folder, 'backtest.json'), 'utf8'));
  });

  it('was judged by both, the backtest on its own days', () => {
    const gate = (id: string) => promoted.gates.find((each) => each.id === id);
    expect(gate('notebook')).toMatchObject({ passed: true, severity: 'warning', value: 2, limit: 2 });
    expect(gate('notebookDigest')).toMatchObject({ passed: true, severity: 'required', value: run.digest });
    expect(promoted.validation.digest).not.toBe(run.digest);
    expect(gate('notebookRerun')).toBeUndefined();
  });

  it('is held against its own cells, whatever becomes of the notebook; the sources against those that are there', async () => {
    const released = await subjectOfRelease(home, 'wdo-regime', promoted.id);
    const subject = await source();
    writeNotebook(notebooks, 'study', [CELLS[0]!, 'train(edge, 2);', CELLS[2]!]);
    expect(judgeNotebook(released, await checkedOf(released), stageRun('demo'))?.equal).toBe(2);
    const checked = await checkedOf(subject);
    const paper = stageRun('paper');
    expect(judgeNotebook(subject, checked, paper)).toBeUndefined();
    expect(paper.gates).toMatchObject([{ id: 'notebook', passed: false, severity: 'warning', value: 1 }]);
    expect(() => judgeNotebook(subject, checked, stageRun('demo'))).toThrow(
      'gate notebook: notebooks/study.ipynb: cell 2 (train(edge, 2);) is not what ran: edited after the run',
    );
    rmSync(join(notebooks, 'study.ipynb'));
    expect(() => judgeNotebook(subject, checked, stageRun('demo'))).toThrow('notebooks/study.ipynb is not here');
  });
});

describe('a recorded backtest', () => {
  it('is what it was run on', () => {
    const { manifestSha256 } = run.plan.model!;
    expect(record).toEqual({
      ...{ schemaVersion: 1, modelSha256: manifestSha256, strategy: 'wdo-regime', instrument: run.plan.requested[0] },
      ...{ kind: run.feeds.kind, from: DAY, to: DAY, capitalBrl: 80_000, seed: 4, digest: run.digest },
    });
    expect(readBacktestRecord(folder)).toEqual(record);
  });

  it('is run again only where the validation is not of the very same, and refused where it decides otherwise', async () => {
    const subject = await source();
    const checked = await checkedOf(subject);
    const asked: BacktestRecord[] = [];
    const gate = (conditions: { capitalBrl: number; seed: number }, digest = run.digest) =>
      seenBacktestGate(subject, checked, run, conditions, async (of) => {
        asked.push(of);
        return { ...run, digest };
      });
    expect(await gate(record)).toMatchObject({ passed: true });
    expect(asked).toEqual([]);
    expect(await gate({ ...record, seed: 5 }, sha256('other'))).toMatchObject({ passed: false, limit: run.digest });
    expect(asked).toEqual([record]);
  });

  it('must be given beside a digest that somebody names, which takes the place of nothing', async () => {
    const subject = await source();
    const checked = await checkedOf(subject);
    const [other, named] = [sha256('other'), { ...record, seed: 5, expectDigest: run.digest }];
    const gate = (expectDigest: string, digest: string) =>
      seenBacktestGate(subject, checked, run, { ...named, expectDigest }, async () => ({ ...run, digest }));
    expect(await gate(run.digest, other)).toMatchObject({ passed: false, value: other, limit: run.digest });
    expect(await gate(other, run.digest)).toMatchObject({ passed: false, value: run.digest, limit: other });
    const both = await gate(run.digest, run.digest);
    expect(both).toMatchObject({ passed: true, value: run.digest, limit: run.digest });
    expect(both?.reason).toContain('in the backtest beside the model too');
  });

  it('is refused of another strategy or another model, and where it is none', async () => {
    const subject = await source();
    const checked = await checkedOf(subject);
    const file = join(folder, 'backtest.json');
    const says = async (changes: object): Promise<string | undefined> => {
      writeFileSync(file, JSON.stringify({ ...record, ...changes }));
      const gate = await seenBacktestGate(subject, checked, run, record, () => Promise.reject(new Error('asked')));
      expect(gate).toMatchObject({ id: 'notebookDigest', passed: false });
      return gate?.reason;
    };
    expect(await says({ strategy: 'other' })).toContain('of the strategy other, not wdo-regime');
    expect(await says({ modelSha256: sha256('') })).toContain('of another model');
    expect(await says({ kind: 'dreams' })).toContain('kind: expected a kind of parts');
    expect(await says({ note: 1 })).toContain('could not be run again');
    rmSync(file);
    const refuse = () => Promise.reject(new Error('asked'));
    expect(await seenBacktestGate(subject, checked, run, record, refuse)).toBeUndefined();
    const named = { ...record, expectDigest: sha256('other') };
    expect(await seenBacktestGate(subject, checked, run, named, refuse)).toMatchObject({ passed: false });
  });

  it('is none of another model, of a run that was stopped, or of a check', async () => {
    const code = 'backtest-record';
    for (const changes of [{ kind: 'check' }, { outcome: 'stopped' }] as const) {
      const other = { ...run, trial: { ...run.trial, ...changes } };
      await expect(recordBacktest(folder, other)).rejects.toMatchObject({ code });
    }
    const { plan } = run;
    const said = (changes: Partial<SimulatedRun>) =>
      recordBacktest(folder, { ...run, ...changes }).catch(({ message }: Error) => message);
    const simulation = run.plan.code.simulationOf({
      root: run.feeds.root,
      ...{ matchedOn: 'ticks', candleUs: 60_000_000, costsFactor: 0.5 },
    });
    expect(await said({ simulation })).toContain('other costs, or a worse market');
    const mission = { ...plan, strategy: { ...plan.strategy, thresholds: 'mission' } };
    expect(await said({ plan: mission })).toContain('it had the thresholds mission');
    const values = { ...plan.strategy.parameters?.values, stopPoints: 9 };
    const strategy = { ...plan.strategy, parameters: { ...plan.strategy.parameters!, values } };
    expect(await said({ plan: { ...plan, strategy } })).toContain('it had other parameters than the strategy');
    writeManifest(folder, { ...readManifest(folder), confidenceFormula: 'another' });
    await expect(recordBacktest(folder, run)).rejects.toThrow('it did not run the model in');
    expect(readBacktestRecord(folder)).toBeUndefined();
  });
});
