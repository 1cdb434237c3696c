// The notebook that made a model in; a gate that says whether its cells, run again without a person, make the same model to the bit, out.

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetStore } from '../../adapters/datasets/store.ts';
import { readModelFolder } from '../../adapters/onnx/model-folders.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { ModelManifest, NotebookRecord } from '../../core/prediction/model-manifest.ts';
import { trainedParts } from '../../research/training/trained-parts.ts';
import { packageRoot } from '../../runner/package-root.ts';
import { type FoundNotebook, notebookName } from '../notebook/find-notebook.ts';
import { modelDifference } from '../notebook/same-model.ts';
import { modelsIn, type ScratchHome, scratchHome } from '../notebook/scratch-home.ts';
import type { CheckedGate } from '../release/gate.ts';
import { runTool } from './run-tool.ts';

export interface NotebookRerun {
  readonly home: string;
  readonly store: DatasetStore;
  /** Undefined where the strategy has none. */
  readonly manifest: ModelManifest | undefined;
  readonly modelFolder: string;
  /** Undefined where the notebook that is there is not what made the model. */
  readonly notebook: FoundNotebook | undefined;
  /** Of all cells together. */
  readonly timeLimitSeconds: number;
}

const PROGRAM = ['src', 'cli', 'main.ts'];
const QUIET = { QT_TYPE_WARNINGS: 'off' } as const;
/** How much longer than the limit it may take to stop what runs. */
const STOP_PATIENCE_MS = 20_000;
const BASE = { id: 'notebookRerun', limit: true } as const;

/** The model that is promoted is read, not written; all that the cells write goes into a home of their own, which is removed. */
export async function notebookRerunGate(request: NotebookRerun): Promise<CheckedGate> {
  const { manifest, notebook, home, store, modelFolder } = request;
  if (manifest?.notebook === undefined) {
    return failed('The model names no notebook that made it', 'Leave out --rerun-notebook');
  }
  const { name } = manifest;
  if (notebook === undefined) {
    return failed(
      'It was not run again: the notebook that made the model is not here as it was',
      'See the gate notebook',
    );
  }
  const missing = missingData(store, manifest);
  if (missing !== undefined) {
    const fix = 'Bring them into this home (qt import), or promote on the machine that has them';
    return failed(`It was not run again: ${missing} is not in this home as it was then`, fix);
  }
  const path = manifest.notebook.path ?? `notebooks/${name}.ipynb`;
  const shown = notebookName(manifest.notebook, notebook);
  const scratch = scratchHome({ home, packageRoot, path, source: notebook.source });
  try {
    const fault =
      (await faultOfRun(scratch, manifest.notebook, request.timeLimitSeconds)) ??
      (await faultOfModel(scratch.folder, name, modelFolder));
    if (fault !== undefined) return failed(`${shown}, run again: ${fault}`, FIX);
    const reason = `The cells of ${shown}, run again, make ${name} to the bit`;
    return { ...BASE, value: true, passed: true, reason, fix: '' };
  } finally {
    rmSync(scratch.folder, { recursive: true, force: true });
  }
}

const FIX =
  'Name the days in its cell parameters where it takes the newest ones; run it from the top (npx qt notebook run), and promote the model that it makes';

/** Made-up days are made again by the cells themselves. */
function missingData(store: DatasetStore, manifest: ModelManifest): string | undefined {
  if (manifest.provenance === 'synthetic') return undefined;
  const span = { from: manifest.training.from, to: manifest.validation.to };
  return manifest.datasets.find((entry) => trainedParts(store, entry, span) === undefined)?.path;
}

async function faultOfRun(
  { folder, file }: ScratchHome,
  record: NotebookRecord,
  limit: number,
): Promise<string | undefined> {
  const given = Object.entries(record.parameters ?? {});
  const parameters = given.flatMap(([name, value]) => ['-p', `${name}=${JSON.stringify(value)}`]);
  const args = ['notebook', 'run', file, '--home', folder, '--time-limit', String(limit), ...parameters];
  const timeoutMs = limit * 1000 + STOP_PATIENCE_MS;
  const script = join(packageRoot, ...PROGRAM);
  const environment = { ...QUIET, QT_HOME: folder };
  const { exitCode, output } = await runTool(script, args, packageRoot, timeoutMs, environment);
  if (exitCode === 0) return undefined;
  if (exitCode === undefined) return `it did not end within ${limit} s (--notebook-time-limit)`;
  const [, cell, error] = /: (cell \d+ failed: .*)\n(.*)/.exec(output) ?? [];
  return cell === undefined ? output.trim().slice(-300) : `${cell}: ${error ?? ''}`;
}

async function faultOfModel(folder: string, name: string, modelFolder: string): Promise<string | undefined> {
  let first: string | undefined;
  for (const made of modelsIn(folder)) {
    try {
      if ((await readModelFolder(made)).manifest.name !== name) continue;
      const difference = await modelDifference(modelFolder, made);
      if (difference === undefined) return undefined;
      first ??= difference;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      first ??= error.message;
    }
  }
  return first ?? `it makes no model ${name}`;
}

function failed(reason: string, fix: string): CheckedGate {
  return { ...BASE, passed: false, value: false, reason, fix };
}
