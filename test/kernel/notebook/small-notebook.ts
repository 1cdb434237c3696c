// Cells in; a notebook of them, as Jupyter would have written it some years ago, and its file out.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Notebook, parseNotebook } from '../../../src/kernel/notebook/notebook-file.ts';

export interface SmallCell {
  readonly type?: 'code' | 'markdown' | 'raw';
  readonly tags?: readonly string[];
  readonly source: string | readonly string[];
}

export function smallNotebook(cells: readonly (SmallCell | string)[], metadata: object = {}): Notebook {
  return parseNotebook(textOf(cells, metadata), 'small.ipynb');
}

/** Its path. */
export function writeNotebook(folder: string, name: string, cells: readonly (SmallCell | string)[]): string {
  const path = join(folder, `${name}.ipynb`);
  writeFileSync(path, textOf(cells, {}));
  return path;
}

function textOf(cells: readonly (SmallCell | string)[], metadata: object): string {
  const forms = cells.map((cell) => {
    const { type = 'code', tags, source } = typeof cell === 'string' ? { source: cell } : cell;
    const own = type === 'code' ? { outputs: [], execution_count: null } : {};
    return { cell_type: type, metadata: tags === undefined ? {} : { tags }, source, ...own };
  });
  return JSON.stringify({ cells: forms, metadata, nbformat: 4, nbformat_minor: 4 });
}
