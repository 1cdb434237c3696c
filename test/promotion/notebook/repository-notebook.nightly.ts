// The notebook of the repository that exports an ensemble: run without a person, then again by the gate; the model is the same to the bit.

import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { readModelFolder } from '../../../src/adapters/onnx/model-folders.ts';
import { runNotebook } from '../../../src/kernel/notebook/run-notebook.ts';
import { notebookGate } from '../../../src/promotion/gates/notebook-gate.ts';
import { notebookRerunGate } from '../../../src/promotion/gates/notebook-rerun-gate.ts';
import { findNotebook, notebookFilesIn } from '../../../src/promotion/notebook/find-notebook.ts';
import { repositoryRoot, temporaryFolder } from '../../cli/support/qt.ts';

const home = temporaryFolder('notebook-08');
const NAME = '08-ensemble-and-export.ipynb';

it('makes the same model again, with the parameters of its run', async () => {
  mkdirSync(join(home, 'notebooks'));
  const path = join(home, 'notebooks', NAME);
  cpSync(join(repositoryRoot, 'notebooks', NAME), path);
  process.env.QT_HOME = home;
  const { failed } = await runNotebook({ path, parameters: { synthetic: true } });
  expect(failed).toBeUndefined();
  const modelFolder = join(home, 'cache', 'synthetic', 'models', 'notebook-ensemble');
  const { manifest } = await readModelFolder(modelFolder);
  const record = manifest.notebook!;
  expect(record).toMatchObject({ path: `notebooks/${NAME}`, parameters: { synthetic: true } });
  const notebook = findNotebook(notebookFilesIn([home], record), record);
  expect(notebookGate(record, notebook)).toMatchObject({ passed: true, limit: 7 });
  const store = openStore(home);
  const gate = await notebookRerunGate({ home, store, manifest, modelFolder, notebook, timeLimitSeconds: 1200 });
  expect(gate.reason).toBe(`The cells of notebooks/${NAME}, run again, make notebook-ensemble to the bit`);
  expect(gate.passed).toBe(true);
}, 1_800_000);
