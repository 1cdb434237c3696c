// The folders of package and strategies in; an esbuild plugin that reads pure sources from them and refuses every other import.

import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, posix, relative, sep } from 'node:path';
import type { OnResolveArgs, OnResolveResult, Plugin } from 'esbuild';

export interface BundleFolders {
  /** Holds src/index.ts. */
  readonly packageRoot: string;
  /** Folder of the strategies; their files may import each other and the package. */
  readonly strategies: string;
}

// Stands before every path in the bundle's comments, so that no folder of this machine shows.
const NAMESPACE = 'quantumtrader';
const PACKAGE = 'quantumtrader';
export const FACE = 'src/index.ts';
const PURE_FOLDERS: readonly string[] = ['src/core/', 'src/simulation/', 'strategies/'];

/** Resolution gives paths such as `src/core/x.ts` and `strategies/y.ts`, the same on every machine. */
export function bundleSources(folders: BundleFolders): Plugin {
  return {
    name: 'quantumtrader-sources',
    setup(build) {
      build.onResolve({ filter: /.*/ }, (args) => resolveImport(args, folders));
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) => ({
        contents: readFileSync(diskPath(path, folders), 'utf8'),
        loader: path.endsWith('.ts') ? 'ts' : 'js',
      }));
    },
  };
}

/** Path in the bundle of a file in the strategies folder; undefined when it lies elsewhere. */
export function strategyModule(file: string, folders: BundleFolders): string | undefined {
  const inside = relative(realpathSync(folders.strategies), realpathSync(file));
  return inside.startsWith('..') || isAbsolute(inside) ? undefined : `strategies/${inside.split(sep).join('/')}`;
}

/** Path on disk of a path in the bundle. */
export function diskPath(path: string, folders: BundleFolders): string {
  const [first, ...rest] = path.split('/');
  return first === 'strategies' ? join(folders.strategies, ...rest) : join(folders.packageRoot, path);
}

/** A path as esbuild reports it, without the name that stands before it. */
export function plainPath(path: string): string {
  return path.startsWith(`${NAMESPACE}:`) ? path.slice(NAMESPACE.length + 1) : path;
}

function resolveImport(args: OnResolveArgs, folders: BundleFolders): OnResolveResult {
  const isEntry = args.namespace !== NAMESPACE;
  const path = args.path === PACKAGE ? FACE : isEntry ? args.path : relativeTo(args.importer, args.path);
  if (path === undefined)
    return refused(args.path, 'only files of the strategies folder and the package itself can be imported');
  if (args.kind === 'dynamic-import') return refused(args.path, 'imports at run time are not possible in a release');
  const isPure = path === FACE || PURE_FOLDERS.some((folder) => path.startsWith(folder));
  if (!isPure) return refused(args.path, `${path} can reach the outside world`);
  if (!existsSync(diskPath(path, folders))) return refused(args.path, `there is no file ${path}`);
  return { path, namespace: NAMESPACE };
}

function relativeTo(importer: string, specifier: string): string | undefined {
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : undefined;
}

/** The detail tells refusals of ours from errors of esbuild. */
function refused(specifier: string, reason: string): OnResolveResult {
  return { errors: [{ text: reason, detail: { specifier } }] };
}
