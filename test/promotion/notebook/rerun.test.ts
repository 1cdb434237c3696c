// A small notebook that trains a model: run again it makes the same one to the bit; whatever else comes of it is told.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { GateRun } from '../../../src/promotion/gate-run.ts';
import { askedAt, isWaivable } from '../../../src/promotion/gates/gate-table.ts';
import { notebookRerunGate } from '../../../src/promotion/gates/notebook-rerun-gate.ts';
import { findNotebook, notebookFilesIn } from '../../../src/promotion/notebook/find-notebook.ts';
import { modelDifference } from '../../../src/promotion/notebook/same-model.ts';
import { trainWdoRegime } from '../../../src/research/training/train-wdo-regime.ts';
import { negateModel, readManifest, writeManifest } from '../../cli/support/model-copy.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';
import { writeNotebook } from '../../kernel/notebook/small-notebook.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

/** No test at all in the other runs, rather than one that is skipped. */
const atNight: (name: string, test: () => Promise<void>) => void =
  process.env.QT_NIGHTLY === '1' ? it : () => undefined;

const home = temporaryFolder('notebook-rerun');
const folder = join(home, 'models', 'small');
const BEGIN = { seed: 5, from: '2025-03-03', edge: 1 };
const CELLS = [
  "import { join } from 'node:path';\nimport { trainWdoRegime } from 'quantumtrader/research';\nimport { days } from './days.ts';",
  `await trainWdoRegime({
  span: { kind: 'synthetic', ...${JSON.stringify(BEGIN)}, days },
  name: 'small', out: join(process.env.QT_HOME, 'models', 'small'), packageRoot: ${JSON.stringify(repositoryRoot)},
});`,
  'const later = 1;',
];
const PORT = Symbol.for('quantumtrader.notebook');
const before = process.env.QT_HOME;

beforeAll(async () => {
  const notebooks = join(home, 'notebooks');
  mkdirSync(notebooks);
  writeFileSync(join(notebooks, 'days.ts'), 'export const days = 3;\n');
  const file = writeNotebook(notebooks, 'small', CELLS);
  process.env.QT_HOME = home;
  // what the kernel lays there while the second cell runs; the notebooks of the repository prove that it does
  const value = { file, parameters: {}, cells: CELLS.slice(0, 2).map(sha256) };
  Object.defineProperty(globalThis, PORT, { value, configurable: true });
  const span = { kind: 'synthetic', ...BEGIN, days: 3 } as const;
  await trainWdoRegime({ span, name: 'small', out: folder, packageRoot: repositoryRoot });
});
afterAll(() => {
  Reflect.deleteProperty(globalThis, PORT);
  if (before === undefined) delete process.env.QT_HOME;
  else process.env.QT_HOME = before;
});

const rerun = (changes: Partial<Parameters<typeof notebookRerunGate>[0]> = {}) => {
  const manifest = readManifest(folder);
  const notebook = findNotebook(notebookFilesIn([home], manifest.notebook!), manifest.notebook!);
  const base = { home, store: openStore(home), manifest, modelFolder: folder, notebook, timeLimitSeconds: 100 };
  return notebookRerunGate({ ...base, ...changes });
};
const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

/** Another model in a folder of its own. */
function changed(name: string, change: (copy: string) => void): string {
  const copy = join(home, 'changed', name);
  cpSync(folder, copy, { recursive: true });
  change(copy);
  return copy;
}

function withBytes(copy: string, change: (bytes: Uint8Array) => Uint8Array): void {
  const manifest = readManifest(copy);
  const [first, ...others] = manifest.members;
  const file = join(copy, first!.file);
  const bytes = change(readFileSync(file));
  writeFileSync(file, bytes);
  writeManifest(copy, { ...manifest, members: [{ ...first!, sha256: sha256(bytes) }, ...others] });
}

describe('a model that a notebook made', () => {
  it('names the cells that had run', () => {
    expect(readManifest(folder).notebook).toEqual({
      path: 'notebooks/small.ipynb',
      cells: CELLS.slice(0, 2).map(sha256),
    });
  });

  it('comes of it again to the bit, and nothing but the answer is left of that', async () => {
    const files = () => readdirSync(home, { recursive: true }).sort();
    const temporary = temporaryFolder('rerun-temporary');
    for (const name of ['TMPDIR', 'TMP', 'TEMP']) vi.stubEnv(name, temporary);
    const there = files();
    expect(await rerun()).toMatchObject({ id: 'notebookRerun', passed: true, value: true, limit: true });
    vi.unstubAllEnvs();
    expect(files()).toEqual(there);
    expect(readdirSync(temporary).filter((name) => name.startsWith('quantumtrader-'))).toEqual([]);
  });

  atNight('does not where a file beside the notebook was changed since', async () => {
    const other = join(home, 'other');
    mkdirSync(join(other, 'notebooks'), { recursive: true });
    writeFileSync(join(other, 'notebooks', 'days.ts'), 'export const days = 4;\n');
    const gate = await rerun({ home: other });
    expect(gate.passed).toBe(false);
    expect(gate.reason).toMatch(/run again: (it took other data: |its model.json has another training)/);
  });

  it('is told where a cell fails, or data or notebook are not there', async () => {
    const manifest = readManifest(folder);
    const failing = join(home, 'notebooks');
    writeNotebook(failing, 'failing', ['const a = 1;', 'null.there']);
    const of = { path: 'notebooks/failing.ipynb', cells: [sha256('const a = 1;')] };
    const notebook = findNotebook(notebookFilesIn([home], of), of);
    const failed = await rerun({ manifest: { ...manifest, notebook: of }, notebook });
    expect(failed.reason).toMatch(/^notebooks\/failing\.ipynb, run again: cell 2 failed: null\.there: TypeError: /);
    const datasets = [{ path: 'WDOJ25/candles-1m', sha256: sha256('') }];
    const missing = await rerun({ manifest: { ...manifest, provenance: 'exchange', datasets } });
    expect(missing.reason).toBe('It was not run again: WDOJ25/candles-1m is not in this home as it was then');
    const { notebook: _, ...unmade } = manifest;
    expect((await rerun({ manifest: unmade })).reason).toBe('The model names no notebook that made it');
    expect((await rerun({ notebook: undefined })).reason).toContain('not here as it was');
  });

  it('is asked for at live, and by wish at every stage: then it must pass', () => {
    const asked = (['paper', 'demo', 'live'] as const).map((stage) => askedAt({ id: 'notebookRerun' }, stage));
    expect([...asked, isWaivable('notebookRerun')]).toEqual(['notAsked', 'notAsked', 'required', true]);
    const run = new GateRun({ strategy: 's', stage: 'paper', waivers: new Map(), isDryRun: false });
    const gate = { id: 'notebookRerun', passed: false, value: false, limit: true, reason: 'no', fix: '' };
    run.add(gate);
    expect(run.gates).toEqual([]);
    expect(() => run.add({ ...gate, isWished: true })).toThrow('gate notebookRerun: no');
    expect(run.gates).toEqual([{ ...gate, severity: 'required' }]);
  });
});

describe('the same model', () => {
  it('is one of another checkout and of another record of cells', async () => {
    const copy = changed('same', (to) => {
      withBytes(to, (bytes) => {
        const model = fromBinary(ModelProtoSchema, bytes);
        const kept = model.metadataProps.filter(({ key }) => key !== 'codeVersion');
        const version = { ...model.metadataProps[0]!, key: 'codeVersion', value: '9.9.9' };
        return toBinary(ModelProtoSchema, { ...model, metadataProps: [...kept, version] });
      });
      const { notebook: _, ...manifest } = readManifest(to);
      writeManifest(to, manifest);
    });
    expect(await modelDifference(folder, copy)).toBeUndefined();
  });

  it('has every weight to the bit, every golden vector and every field', async () => {
    expect(await modelDifference(folder, changed('negated', negateModel))).toBe('its model.json has another golden');
    const { members } = readManifest(folder);
    const weights = changed('weights', (to) =>
      withBytes(to, (bytes) => {
        const model = fromBinary(ModelProtoSchema, bytes);
        const tensor = model.graph!.initializer.find(
          ({ rawData, floatData }) => rawData.length + floatData.length > 0,
        )!;
        if (tensor.rawData.length > 0) tensor.rawData[0]! ^= 1;
        else tensor.floatData[0]! += 1e-6;
        return toBinary(ModelProtoSchema, model);
      }),
    );
    expect(await modelDifference(folder, weights)).toBe(`${members[0]!.file} has other weights`);
    const thresholds = changed('thresholds', (to) => {
      const manifest = readManifest(to);
      const fitted = { ...manifest.thresholds.fitted!, range: manifest.thresholds.fitted!.trend_up };
      const range = { ...fitted.range, probability: fitted.range.probability + 0.01 };
      writeManifest(to, { ...manifest, thresholds: { ...manifest.thresholds, fitted: { ...fitted, range } } });
    });
    expect(await modelDifference(folder, thresholds)).toBe('its model.json has another thresholds');
  });
});
