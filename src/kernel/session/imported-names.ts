// The imports of all cells in; the same names with the present exports of their files out, whenever those have changed.
import type { CellImport, CompiledCell } from '../cell/compile-cell.ts';
import { cellUrl } from '../modules/cell-url.ts';
import type { LiveModules } from '../modules/live-modules.ts';
import { InterruptedError } from './cell-run.ts';
import type { VariableTable } from './variable-table.ts';

interface Imported {
  readonly specifier: string;
  readonly imported: string;
  readonly path: string;
  version: number;
}

interface Failure {
  readonly text: string;
  isTold: boolean;
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
  /** By the specifiers of what cannot be loaded. */
  private readonly failures = new Map<string, Failure>();
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
   * Gives a sentence for each name that its file does not export any more; such a name is not defined from then on. Names of what cannot
   * be loaded throw that error where they are used, until it can: each call tries again.
   * @throws the interrupt.
   */
  async renew(interrupted: Promise<never>): Promise<readonly string[]> {
    const { modules } = this.options;
    const isOld = ({ specifier, path, version }: Imported): boolean =>
      this.failures.has(specifier) || modules.versionOf(path) !== version;
    const old = [...this.names].filter(([, name]) => isOld(name));
    const notices: string[] = [];
    for (const [specifier, names] of Map.groupBy(old, ([, name]) => name.specifier)) {
      notices.push(...(await this.renewAll(specifier, names, interrupted)));
    }
    for (const specifier of this.failures.keys())
      if (this.localsOf(specifier).length === 0) this.failures.delete(specifier);
    return notices;
  }

  /** A sentence, once, for each file that cannot be loaded and that this cell does not use: those it uses give it their errors. */
  untold({ names, imports }: Pick<CompiledCell, 'names' | 'imports'>): readonly string[] {
    const notices: string[] = [];
    const inCell = new Map(names.map(({ name, kind }) => [name, kind]));
    for (const [specifier, failure] of this.failures) {
      const isReimported = imports.some((each) => each.specifier === specifier);
      const locals = this.localsOf(specifier).filter((local) => (inCell.get(local) ?? 'earlier') === 'earlier');
      if (failure.isTold || isReimported || locals.length === 0 || locals.some((local) => inCell.has(local))) continue;
      failure.isTold = true;
      notices.push(`${specifier} cannot be loaded, so that ${locals.join(', ')} cannot be used: ${failure.text}`);
    }
    return notices;
  }

  private async renewAll(
    specifier: string,
    names: readonly (readonly [local: string, name: Imported])[],
    interrupted: Promise<never>,
  ): Promise<readonly string[]> {
    const { modules, variables } = this.options;
    let space: Record<string, unknown>;
    try {
      space = await this.load(specifier, names[0]![1].path, interrupted);
    } catch (error) {
      if (error instanceof InterruptedError) throw error;
      const text = wordsOf(error);
      const known = this.failures.get(specifier);
      if (known?.text !== text) this.failures.set(specifier, { text, isTold: false });
      for (const [local] of names) variables.fail(local, error);
      return [];
    }
    this.failures.delete(specifier);
    const notices: string[] = [];
    for (const [local, name] of names) {
      name.version = modules.versionOf(name.path);
      if (name.imported === '*') variables.box(local).v = space;
      else if (name.imported in space) variables.box(local).v = space[name.imported];
      else {
        this.names.delete(local);
        variables.forget(local);
        notices.push(`${specifier} does not export '${name.imported}' any more: ${local} is not defined`);
      }
    }
    return notices;
  }

  private async load(specifier: string, path: string, interrupted: Promise<never>): Promise<Record<string, unknown>> {
    const { modules, folder } = this.options;
    const how = path.endsWith('.json') ? " with { type: 'json' }" : '';
    const text = `import * as all from ${JSON.stringify(specifier)}${how};export default all;`;
    const { default: space } = await modules.run(cellUrl(folder, -++this.renewals), text, interrupted);
    return space as Record<string, unknown>;
  }

  private localsOf(specifier: string): readonly string[] {
    return [...this.names].filter(([, name]) => name.specifier === specifier).map(([local]) => local);
  }
}

/** The same each time, without our numbers. */
function wordsOf(error: unknown): string {
  const words = String(error);
  return words.replace(/ imported from .*cell--\d+\.ts/, '').replaceAll(/\?qt=\d+/g, '');
}
