// A release in; the notebook that made its model, held against the cells that the model says ran, out.

import { join } from 'node:path';
import { findNotebook } from '../notebook/find-notebook.ts';
import { type Explained, explained } from './explained.ts';
import type { ExplainedRelease } from './explained-release.ts';

export function explainNotebooks({ release: { dir, manifest }, parts: { model } }: ExplainedRelease): Explained {
  const record = model?.notebook;
  if (record === undefined) {
    return explained('notebooks', 'the model names none: it was made by a script, or by hand', 'stated');
  }
  const files = manifest.files.filter(({ path }) => path.startsWith('notebooks/'));
  const from = record.path === undefined ? '' : `, of ${record.path}`;
  const says = `${record.cells.length} cells ran before the model was exported${from}`;
  const paths = files.map(({ path }) => join(dir, ...path.split('/')));
  const found = findNotebook(paths, record);
  if (found === undefined) {
    const none = explained('cells', 'the release does not hold the notebook', 'missing');
    return explained('notebooks', says, 'missing', [none]);
  }
  const isWhole = found.equal === record.cells.length;
  const cells = isWhole ? 'these are the cells that ran' : `cell ${found.equal + 1} is not what ran`;
  const kept = files.map(({ path, sha256 }) =>
    explained(path, `its cells without outputs, sha256 ${sha256}: ${cells}`, isWhole ? 'proved' : 'different'),
  );
  return explained('notebooks', says, isWhole ? 'proved' : 'different', kept);
}
