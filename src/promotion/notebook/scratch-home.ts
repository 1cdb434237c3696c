// A home, the package, and the cells of a notebook in; a home of its own where they can run without touching either, out.

import {
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { type NotebookSource, notebookSourceText } from './notebook-source.ts';

export interface ScratchRequest {
  readonly home: string;
  readonly packageRoot: string;
  /** Of the notebook: relative, with `/`. */
  readonly path: string;
  readonly source: NotebookSource;
}

export interface ScratchHome {
  readonly folder: string;
  /** The notebook there. */
  readonly file: string;
}

/** What a cell may read beside the notebook; larger files belong into the store. */
const BESIDE_BYTES_MAX = 64 * 1024 * 1024;
const MODEL_FILE = 'model.json';

/**
 * The data are those of the home, file by file in folders of its own, so that a day which the cells store or remove is stored or removed here alone;
 * strategies and sources are those of the package, by links. What lies beside the notebook is copied, but no models, no other notebooks, and
 * nothing where that is the folder of a model. Models, runs, the ledger and what is cached begin empty. Whoever asks removes it.
 */
export function scratchHome({ home, packageRoot, path, source }: ScratchRequest): ScratchHome {
  const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-notebook-'));
  const datasets = join(home, 'datasets');
  if (existsSync(datasets)) linkFiles(datasets, join(folder, 'datasets'));
  for (const name of ['strategies', 'src']) link(join(packageRoot, name), join(folder, name));
  const file = join(folder, ...path.split('/'));
  mkdirSync(dirname(file), { recursive: true });
  const beside = [home, packageRoot]
    .map((root) => dirname(join(root, ...path.split('/'))))
    .find((at) => existsSync(at));
  // a model that is there before the cells run would pass for one that they made
  if (beside !== undefined && !existsSync(join(beside, MODEL_FILE)))
    copyBeside(beside, dirname(file), path.includes('/'));
  writeFileSync(file, notebookSourceText(source));
  return { folder, file };
}

/** Folders of models of this name that the cells have left there. Links are not followed. */
export function modelsIn(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const own = entries.some((entry) => entry.isFile() && entry.name === MODEL_FILE) ? [folder] : [];
  const below = entries.filter((entry) => entry.isDirectory()).flatMap(({ name }) => modelsIn(join(folder, name)));
  return [...own, ...below];
}

function link(from: string, to: string): void {
  // a junction, which needs no rights of its own on Windows
  if (existsSync(from)) symlinkSync(resolve(from), to, 'junction');
}

/** But files that begin with a dot: the lock of a writer there is none here, and staged parts are not data yet. */
function linkFiles(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.name.startsWith('.')) continue;
    if (stated(source).isFolder) linkFiles(source, target);
    else linkFile(source, target);
  }
}

/** One file cannot be linked over two disks, nor be a symbolic link without that right on Windows: then it is copied. */
function linkFile(from: string, to: string): void {
  for (const way of [linkSync, symlinkSync]) {
    try {
      return way(resolve(from), to);
    } catch {
      // the next way says what is wrong, if it is more than the way
    }
  }
  copyFileSync(from, to);
}

/** Beside a notebook at the root lies the whole home: of that the files alone. */
function copyBeside(from: string, to: string, hasFolders: boolean): void {
  const isWanted = (path: string): boolean => {
    if (path === from) return true;
    const { isFolder, size } = stated(path);
    if (!isFolder) return !path.endsWith('.ipynb') && size <= BESIDE_BYTES_MAX;
    const isOwn = basename(path).startsWith('.') || basename(path) === 'node_modules';
    return hasFolders && !isOwn && !existsSync(join(path, MODEL_FILE));
  };
  cpSync(from, to, { recursive: true, filter: isWanted });
}

/** A link that leads nowhere is as good as a file that is too large. */
function stated(path: string): { readonly isFolder: boolean; readonly size: number } {
  const stats = statSync(path, { throwIfNoEntry: false });
  return { isFolder: stats?.isDirectory() === true, size: stats?.size ?? Number.POSITIVE_INFINITY };
}
