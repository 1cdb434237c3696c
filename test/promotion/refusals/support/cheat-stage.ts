// A package with strategies in a commit, and a home with data, a model that was trained on them and the entry of its training: what cheats begin from.
import { spawnSync } from 'node:child_process';
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { partRef } from '../../../../src/adapters/datasets/part-path.ts';
import { type DatasetStore, openStore } from '../../../../src/adapters/datasets/store.ts';
import { recordTrial } from '../../../../src/adapters/ledger/record-trial.ts';
import type { Provenance } from '../../../../src/core/market/provenance.ts';
import { sessionOf } from '../../../../src/core/market/session.ts';
import type { ModelManifest } from '../../../../src/core/prediction/model-manifest.ts';
import { GateRun } from '../../../../src/promotion/gate-run.ts';
import { type JudgeOptions, judge } from '../../../../src/promotion/judge.ts';
import { promote } from '../../../../src/promotion/promote.ts';
import type { Gate } from '../../../../src/promotion/release/gate.ts';
import type { Stage } from '../../../../src/promotion/release/stage.ts';
import { type Subject, subjectOfSource } from '../../../../src/promotion/subject.ts';
import type { AskedWaivers } from '../../../../src/promotion/waivers.ts';
import { storedSessions } from '../../../../src/research/training/stored-sessions.ts';
import { storeEvents } from '../../../../src/runner/store-events.ts';
import { syntheticDays } from '../../../../src/runner/synthetic-days.ts';
import { aTrial } from '../../../adapters/ledger/a-trial.ts';
import { copyModel, readManifest, writeManifest } from '../../../cli/support/model-copy.ts';
import { repositoryRoot, temporaryFolder } from '../../../cli/support/qt.ts';
import { sha256 } from '../../support/sample-release.ts';

export const CONTRACT = 'WDOV25';
export const TRAINED_DAYS: readonly string[] = ['2025-09-01', '2025-09-02', '2025-09-03', '2025-09-04'];
export const VALIDATED_DAY = '2025-09-10';
const SPAN = {
  training: { from: '2025-09-02', to: '2025-09-02' },
  validation: { from: '2025-09-03', to: '2025-09-03' },
};
const PACKAGE = ['package.json', 'package-lock.json', 'tsconfig.json'] as const;
const GIT = ['-c', 'user.name=a', '-c', 'user.email=a@b', '-c', 'commit.gpgsign=false'] as const;
const CSV = { file: 'a.csv', sha256: '0'.repeat(64), format: 'csv' } as const;

export interface Wish {
  readonly strategy?: string;
  readonly model?: string;
  readonly waivers?: AskedWaivers;
  readonly expectDigest?: string;
}

/** Made while a test file is collected: its folders are gone when the tests have run. */
export class CheatStage {
  readonly root: string = temporaryFolder('cheat-package');
  readonly home: string = temporaryFolder('cheat-home');
  readonly store: DatasetStore = openStore(this.home);
  /** Folder of the honest model. */
  readonly model: string = join(this.home, 'models', 'wdo-regime');
  private copies = 0;

  /** `strategies`: texts by name, beside wdo-regime. */
  async start(strategies: Readonly<Record<string, string>>): Promise<void> {
    for (const name of ['src', 'node_modules'])
      symlinkSync(join(repositoryRoot, name), join(this.root, name), 'junction');
    for (const name of PACKAGE) copyFileSync(join(repositoryRoot, name), join(this.root, name));
    mkdirSync(join(this.root, 'strategies'));
    const honest = readFileSync(join(repositoryRoot, 'strategies', 'wdo-regime.ts'), 'utf8');
    for (const [name, text] of Object.entries({ 'wdo-regime': honest, ...strategies })) this.write(name, text);
    this.git('init', '-q');
    appendFileSync(join(this.root, '.git', 'info', 'exclude'), 'node_modules\n');
    this.commit();
    for (const day of TRAINED_DAYS) await this.storeDay(day);
    await this.storeMarket();
    await this.train();
  }

  write(strategy: string, text: string): void {
    writeFileSync(join(this.root, 'strategies', `${strategy}.ts`), text);
  }

  remove(strategy: string): void {
    rmSync(join(this.root, 'strategies', `${strategy}.ts`));
  }

  commit(): void {
    this.git('add', '--all');
    this.git('commit', '-qm', 'all');
  }

  git(...args: readonly string[]): void {
    const { status, stderr } = spawnSync('git', [...GIT, ...args], { cwd: this.root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
  }

  /** Two minutes of candles. */
  async storeDay(day: string, price = 5500, provenance: Provenance = 'exchange', format = 'csv'): Promise<void> {
    const { openUs } = sessionOf('WDO', day)!;
    const prices = Float64Array.of(price, price + 1);
    const columns = {
      open_time_us: Float64Array.of(openUs, openUs + 60e6),
      close_time_us: Float64Array.of(openUs + 60e6, openUs + 120e6),
      ...{ open: prices, high: prices, low: prices, close: prices },
      volume: Float64Array.of(10, 20),
      trades: Float64Array.of(-1, -1),
    };
    const about = { kind: 'candles-1m', day, instrument: CONTRACT, provenance, parameters: {}, columns } as const;
    const how = { sideSource: 'none', bookSource: 'none', adjusted: 'none' } as const;
    await this.store.writeDay({ ...about, ...how, sources: [{ ...CSV, format }] }, { replace: true });
  }

  /** The files of such a day. */
  partOf(day: string): { readonly path: string; readonly manifestPath: string; readonly inHome: string } {
    const { path, manifestPath } = partRef(this.store.root, CONTRACT, 'candles-1m', day);
    return { path, manifestPath, inHome: `datasets/${CONTRACT}/candles-1m/${day}.parquet` };
  }

  /** A copy of the honest model, changed. Gives its folder. */
  modelWith(change: (folder: string) => void): string {
    const folder = join(this.home, 'models', `copy-${this.copies++}`);
    copyModel(folder);
    for (const name of ['model.json']) copyFileSync(join(this.model, name), join(folder, name));
    change(folder);
    return folder;
  }

  /** The entry that a training leaves which wrote this folder; that of one which says nothing of files, where none is named. */
  recordTraining(folder?: string): void {
    const model = folder === undefined ? null : { name: 'wdo-regime', manifestSha256: manifestSha256Of(folder) };
    recordTrial(this.home, aTrial({ kind: 'training', model, seed: null }));
  }

  withManifest(change: (manifest: ModelManifest) => Partial<ModelManifest>): string {
    return this.modelWith((folder) => {
      const manifest = readManifest(folder);
      writeManifest(folder, { ...manifest, ...change(manifest) });
    });
  }

  /** As `qt promote` does it. */
  promote(stage: Stage, wish: Wish = {}): Promise<unknown> {
    const { strategy = 'wdo-regime', model = this.model, ...more } = wish;
    const who = { at: '2025-10-01T12:00:00.000Z', by: 'ana' };
    return promote({ ...this.options(), ...more, ...who, packageRoot: this.root, strategy, stage, modelFolder: model });
  }

  /** The same without compiling the sources and running their tests, which have rows of their own. `gates`: what was judged until it stopped. */
  async judged(stage: Stage, wish: Wish = {}, gates: Gate[] = []): Promise<void> {
    const { strategy = 'wdo-regime', model = this.model, expectDigest } = wish;
    const onGate = (gate: Gate): void => void gates.push(gate);
    const run = new GateRun({ strategy, stage, waivers: new Map(), isDryRun: false, onGate });
    const subject = await this.subject(strategy, model);
    await judge({ ...subject, async *sourceGates() {} }, { ...this.options(), expectDigest }, run);
  }

  subject(strategy: string, modelFolder: string = this.model): Promise<Subject> {
    const git = { commit: 'c'.repeat(40), clean: true };
    return subjectOfSource({ ...this.options(), packageRoot: this.root, strategy, modelFolder, git });
  }

  options(): JudgeOptions {
    const days = { from: VALIDATED_DAY, to: VALIDATED_DAY };
    return { home: this.home, store: this.store, ...days, capitalBrl: 50_000, seed: 1 };
  }

  /** The model of the repository as if it had been trained here, with the entry that `qt train` leaves. */
  private async train(): Promise<void> {
    const { datasets } = await storedSessions(this.store, 'WDO', TRAINED_DAYS[0]!, TRAINED_DAYS.at(-1)!, 'candles-1m');
    copyModel(this.model);
    writeManifest(this.model, { ...readManifest(this.model), ...SPAN, datasets, provenance: 'exchange' });
    this.recordTraining(this.model);
  }

  private async storeMarket(): Promise<void> {
    const [session] = syntheticDays({ root: 'WDO', seed: 5, from: VALIDATED_DAY, days: 1, edge: 2 });
    const { day, contract, market } = session!;
    const origin = { instrument: contract, day, source: CSV, provenance: 'exchange', sideSource: 'feed' } as const;
    await storeEvents(this.store, market, { ...origin, parameters: {} });
  }
}

function manifestSha256Of(folder: string): string {
  return sha256(readFileSync(join(folder, 'model.json')));
}
