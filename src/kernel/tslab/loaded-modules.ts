// Imports of cells on tslab in; the files of our package, or why a file may not be imported, and which loaded files have changed since, out.
import { statSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RefusedImportError } from '../modules/live-modules.ts';
import { ownModules } from './own-modules.ts';

export interface LoadedModulesOptions {
  /** Folder of the package. */
  readonly root: string;
  /** Why a file may not be imported here; undefined where it may. `path` is absolute. */
  readonly refusal: (path: string) => string | undefined;
}

export class LoadedModules {
  private readonly root: string;
  private readonly refusal: (path: string) => string | undefined;
  private readonly own: ReadonlyMap<string, string>;
  /** By absolute path: when it was changed last, as its text was read. */
  private readonly loaded = new Map<string, number>();

  constructor({ root, refusal }: LoadedModulesOptions) {
    this.root = root;
    this.refusal = refusal;
    this.own = ownModules(root);
  }

  install(): void {
    registerHooks({
      resolve: (specifier, context, next) => {
        const own = this.own.get(specifier);
        const found =
          own === undefined ? next(specifier, context) : { url: pathToFileURL(own).href, shortCircuit: true };
        const reason = found.url.startsWith('file:') ? this.refusal(fileURLToPath(found.url)) : undefined;
        if (reason !== undefined) throw new RefusedImportError(reason);
        return found;
      },
      load: (url, context, next) => {
        const path = url.startsWith('file:') ? fileURLToPath(url) : undefined;
        if (path !== undefined && !path.includes(`${sep}node_modules${sep}`)) this.loaded.set(path, changeMs(path));
        return next(url, context);
      },
    });
  }

  /** Files that have another text by now than the one that runs; those of the package with their path in it. */
  changed(): readonly string[] {
    const paths = [...this.loaded].filter(([path, ms]) => changeMs(path) !== ms).map(([path]) => path);
    return paths.map((path) => {
      const name = relative(this.root, path);
      return name.startsWith('..') ? path : name.split(sep).join('/');
    });
  }
}

/** -1: the file is gone. */
function changeMs(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}
