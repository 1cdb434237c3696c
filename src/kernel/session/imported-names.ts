// The imports of all cells in; the same names with the present exports of their files out, whenever those have changed.
import type { CellImport } from '../cell/compile-cell.ts';
import { cellUrl } from '../modules/cell-url.ts';
import type { LiveModules } from '../modules/live-modules.ts';
import type { VariableTable } from './variable-table.ts';

interface Imported {
  readonly specifier: string;
  readonly imported: string;
  readonly path: string;
  version: number;
}

export interface ImportedNamesOptions {
  readonly modules: LiveModules;
  readonly variables: VariableTable;
  readonly folder: string;
}

/** Names of packages and of what is built in never change. */
export class ImportedNames {
  private readonly options: ImportedNamesOptions;
  private readonly names = new Map<string, Imported>();
  private renewals = 0;

  constructor(options: ImportedNamesOptions) {
    this.options = options;
  }

  take(url: string, imports: readonly CellImport[]): void {
    const { modules } = this.options;
    for (const { specifier, imported, local } of imports) {
      const path = modules.fileOf(url, specifier);
      if (path === undefined) this.names.delete(local);
      else this.names.set(local, { specifier, imported, path, version: modules.versionOf(path) });
    }
  }

  /** A cell has declared the name itself. */
  drop(local: string): void {
    this.names.delete(local);
  }

  /**
   * Gives a sentence for each name that its file does not export any more; such a name is not defined from then on.
   * @throws what a changed file throws when it is loaded; the next call tries again.
   */
  async renew(): Promise<readonly string[]> {
    const { modules, variables, folder } = this.options;
    const old = [...this.names].filter(([, { path, version }]) => modules.versionOf(path) !== version);
    if (old.length === 0) return [];
    const specifiers = [...new Set(old.map(([, { specifier }]) => specifier))];
    const text = specifiers.map((specifier, at) => `import * as m${at} from ${JSON.stringify(specifier)};`).join('');
    const url = cellUrl(folder, -++this.renewals);
    const { default: spaces } = await modules.run(
      url,
      `${text}export default [${specifiers.map((_, at) => `m${at}`).join()}];`,
    );
    const notices: string[] = [];
    for (const [local, name] of old) {
      const space = (spaces as readonly Record<string, unknown>[])[specifiers.indexOf(name.specifier)]!;
      name.version = modules.versionOf(name.path);
      if (name.imported === '*') variables.box(local).v = space;
      else if (name.imported in space) variables.box(local).v = space[name.imported];
      else {
        this.names.delete(local);
        variables.forget(local);
        notices.push(`${name.specifier} does not export '${name.imported}' any more: ${local} is not defined`);
      }
    }
    return notices;
  }
}
