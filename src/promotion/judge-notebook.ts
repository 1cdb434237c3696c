// A model that cells of a notebook made in; the gates that hold it against that notebook judged, and the notebook as it goes into the release, out.

import { basename } from 'node:path';
import type { DatasetStore } from '../adapters/datasets/store.ts';
import type { GateRun } from './gate-run.ts';
import type { CheckedModel } from './gates/model-package-gate.ts';
import { notebookGate } from './gates/notebook-gate.ts';
import { notebookRerunGate } from './gates/notebook-rerun-gate.ts';
import { type FoundNotebook, findNotebook, NOTEBOOKS } from './notebook/find-notebook.ts';
import { notebookSourceText } from './notebook/notebook-source.ts';
import { unsafePathReason } from './release/release-path.ts';
import type { Subject } from './subject.ts';

export interface NotebookOptions {
  readonly home: string;
  readonly store: DatasetStore;
  /** The cells are run again also at a stage that does not ask for it; the model that they make must then be the same. */
  readonly rerunNotebook?: boolean | undefined;
  /** Of all cells together; half an hour where absent. */
  readonly notebookTimeLimitSeconds?: number | undefined;
  readonly onProgress?: ((what: string, share: number) => void) | undefined;
}

const TIME_LIMIT_SECONDS = 1800;
const AGAIN = 'notebook again';

/** Undefined where the model names none, and where what is there is not what made it. */
export function judgeNotebook(subject: Subject, { model }: CheckedModel, run: GateRun): FoundNotebook | undefined {
  const record = model?.manifest.notebook;
  if (record === undefined) return undefined;
  const found = findNotebook(subject.notebookFiles(record), record);
  const gate = notebookGate(record, found);
  run.add(gate);
  return gate.passed ? found : undefined;
}

/** Last: the cells may take as long as the training did. */
export async function judgeRerun(
  subject: Subject,
  options: NotebookOptions,
  { model }: CheckedModel,
  notebook: FoundNotebook | undefined,
  run: GateRun,
): Promise<void> {
  const { home, store, rerunNotebook = false, notebookTimeLimitSeconds = TIME_LIMIT_SECONDS, onProgress } = options;
  const isAsked = model?.manifest.notebook !== undefined && run.asks('notebookRerun');
  if (!isAsked && !rerunNotebook) return;
  onProgress?.(AGAIN, 0);
  const { modelFolder } = subject;
  const request = { home, store, modelFolder, notebook, timeLimitSeconds: notebookTimeLimitSeconds };
  const gate = await notebookRerunGate({ ...request, manifest: model?.manifest });
  onProgress?.(AGAIN, 1);
  run.add({ ...gate, isWished: rerunNotebook });
}

/** Its path in a release, and its bytes: the cells alone. */
export function releasedNotebook({ file, source }: FoundNotebook): readonly [path: string, bytes: Uint8Array] {
  const name = basename(file);
  const path = `${NOTEBOOKS}/${unsafePathReason(name) === undefined ? name : 'notebook.ipynb'}`;
  return [path, new TextEncoder().encode(notebookSourceText(source))];
}
