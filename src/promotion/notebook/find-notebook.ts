// What a model says of its notebook and the files that it may be in; the one whose cells begin most like those that ran, with where they part, out.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NotebookRecord } from '../../core/prediction/model-manifest.ts';
import { type CodeCell, codeCellsOf, type NotebookSource, parseNotebookSource } from './notebook-source.ts';

export interface FoundNotebook {
  /** Absolute. */
  readonly file: string;
  readonly source: NotebookSource;
  readonly cells: readonly CodeCell[];
  /** How many of the cells that ran are its first ones, in order. All: it is what made the model. */
  readonly equal: number;
}

const NOTEBOOK = '.ipynb';
/** Of a home, of the package, and of a release. */
export const NOTEBOOKS = 'notebooks';

/** The file that the record names in these folders; where it names none, those in their `notebooks/`. */
export function notebookFilesIn(roots: readonly string[], { path }: NotebookRecord): readonly string[] {
  const files =
    path === undefined
      ? roots.flatMap((root) => notebooksOf(join(root, NOTEBOOKS)))
      : roots.map((root) => join(root, ...path.split('/')));
  return [...new Set(files)].filter((file) => existsSync(file));
}

export function notebooksOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith(NOTEBOOK))
    .sort()
    .map((name) => join(folder, name));
}

/** Files that are no notebooks are passed over. */
export function findNotebook(files: readonly string[], record: NotebookRecord): FoundNotebook | undefined {
  let best: FoundNotebook | undefined;
  for (const file of files) {
    const source = parseNotebookSource(readFileSync(file, 'utf8'));
    if (source === undefined) continue;
    const cells = codeCellsOf(source, record.parameters !== undefined);
    const parts = record.cells.findIndex((sha256, at) => cells[at]?.sha256 !== sha256);
    const equal = parts < 0 ? record.cells.length : parts;
    if (best === undefined || equal > best.equal) best = { file, source, cells, equal };
  }
  return best;
}

/** Of the notebook of a record, for messages. */
export function notebookName({ path }: NotebookRecord, found: FoundNotebook | undefined): string {
  return path ?? (found === undefined ? 'its notebook' : basename(found.file));
}
