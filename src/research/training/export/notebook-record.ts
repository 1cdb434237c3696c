// The session of cells that this runs in, where there is one; what a model that is exported now says of the notebook that makes it, out.

import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { ModelManifest } from '../../../core/prediction/model-manifest.ts';
import { packageRoot } from '../../../runner/package-root.ts';

const NOTEBOOK_PORT = Symbol.for('quantumtrader.notebook');

/** What whoever runs cells lays there. */
interface NotebookPort {
  readonly file: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly cells: readonly string[];
}

/** Empty outside of a notebook, and on kernels that do not tell what has run. */
export function notebookField(): Pick<ModelManifest, 'notebook'> {
  const port = (globalThis as { readonly [NOTEBOOK_PORT]?: NotebookPort })[NOTEBOOK_PORT];
  if (port === undefined || port.cells.length === 0) return {};
  const { cells, parameters } = port;
  const path = relativePath(port.file);
  return {
    notebook: {
      ...(path === undefined ? {} : { path }),
      cells,
      ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    },
  };
}

/** A path of one machine would tell private things and fit no other. */
function relativePath(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const homes = [resolve(process.env.QT_HOME ?? packageRoot), packageRoot];
  const inside = homes.map((home) => relative(home, file)).find((path) => !path.startsWith('..') && !isAbsolute(path));
  return inside?.split(sep).join('/');
}
