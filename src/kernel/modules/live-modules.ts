// Imports of cells in; modules of the present text of their files out: what changed is loaded anew, and all that imports it.
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type ModuleHooks, registerHooks } from 'node:module';
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { cellOf } from './cell-url.ts';
import { FileMistakes } from './file-mistakes.ts';
import { RequiredModules } from './required-modules.ts';
import { type LoadedState, UnprovenFiles } from './unproven-files.ts';

const VERSION = 'qt';
const GONE = 'gone';
const WATCHED = /\.(?:[cm]?[jt]s|json)$/;

export interface LiveModulesOptions {
  /** Of our package, which files that lie elsewhere find by its name too. */
  readonly root: string;
  /** Why a file may not be imported here; undefined where it may. `path` is absolute. */
  readonly refusal?: (path: string) => string | undefined;
  /** Called again and again while modules are being loaded. */
  readonly onLoading?: () => void;
}

/** Relative to the root, with `/`; whole where they lie elsewhere. */
export interface Reloaded {
  /** Files whose text has changed. */
  readonly changed: readonly string[];
  /** Files that are not there any more. */
  readonly gone: readonly string[];
  /** Files that import them, directly or not. */
  readonly importers: readonly string[];
}

interface FileState {
  stamp: string;
  hash: string;
  version: number;
  /** As Node calls it; undefined where it could not even be read. */
  format: string | undefined;
}

export class RefusedImportError extends Error {
  override readonly name = 'RefusedImportError';
}

/**
 * Each version of a file is a module of its own (`?qt=3`). Node frees none of them, so that only code stays, as long as modules hold no
 * large values. Workers and child processes load files as they are.
 */
export class LiveModules {
  /** Of files that could not be imported. */
  readonly mistakes = new FileMistakes();
  private readonly root: string;
  private readonly refusal: (path: string) => string | undefined;
  private readonly onLoading: () => void;
  private readonly cells = new Map<string, string>();
  private readonly files = new Map<string, FileState>();
  private readonly importersOf = new Map<string, Set<string>>();
  /** What `specifier` of a cell stood for, by the cell's URL. */
  private readonly ofCells = new Map<string, Map<string, string>>();
  private readonly required = new RequiredModules();
  private readonly unproven = new UnprovenFiles({
    renew: (path) => this.outdate(path),
    stateOf: (path) => this.stateOf(path),
    importersOf: (path) => this.importersOf.get(path) ?? [],
  });
  private hooks: ModuleHooks | undefined = undefined;
  private versions = 0;

  constructor({ root, refusal, onLoading }: LiveModulesOptions) {
    this.root = root;
    this.refusal = refusal ?? (() => undefined);
    this.onLoading = onLoading ?? (() => undefined);
  }

  install(): void {
    this.hooks = registerHooks({
      resolve: (specifier, context, next) => {
        this.onLoading();
        return this.resolve(specifier, context, next);
      },
      load: (url, context, next) => {
        this.onLoading();
        const text = this.cells.get(url) ?? this.required.textOf(url);
        if (text !== undefined) return { format: 'module', source: text, shortCircuit: true };
        this.noteLoad(url);
        const loaded = next(url, context);
        this.noteFormat(url, loaded.format);
        return loaded;
      },
    });
  }

  uninstall(): void {
    this.hooks?.deregister();
    this.hooks = undefined;
  }

  /**
   * Imports the text as the module of that URL, until `interrupted` rejects.
   * @throws what the module or one of its imports throws, or the interrupt.
   */
  async run(url: string, text: string, interrupted?: Promise<never>): Promise<Record<string, unknown>> {
    this.cells.set(url, text);
    this.onLoading();
    try {
      const importing = import(url) as Promise<Record<string, unknown>>;
      const module = await (interrupted === undefined ? importing : Promise.race([importing, interrupted]));
      this.unproven.vouch(url, this.importsOf(url));
      return module;
    } catch (error) {
      this.mistakes.look(error, this.unproven.renew(this.importsOf(url)));
      throw error;
    } finally {
      this.cells.delete(url);
    }
  }

  /** What a dynamic import of the cell with that URL gives; where it fails, it can be tried again. */
  watch<T>(importing: PromiseLike<T>, url: string): Promise<T> {
    const onFailure = (error: unknown, loaded: readonly string[]): void => this.mistakes.look(error, loaded);
    return this.unproven.watch(importing, url, () => this.importsOf(url), onFailure);
  }

  /** To be called when a cell has ended by itself: what its files failed to import meanwhile can be tried again. */
  settle(): Promise<void> {
    return this.unproven.settle();
  }

  /** A cell was cut off: what was loaded, and nothing vouches for, is another module from now on. */
  distrust(): void {
    this.unproven.distrust();
  }

  /** The file that a specifier of a cell stood for; undefined for packages and what is built in. */
  fileOf(url: string, specifier: string): string | undefined {
    return this.ofCells.get(url)?.get(specifier);
  }

  /** The version of a file; differs from an earlier answer when it has to be imported again. */
  versionOf(path: string): number {
    return this.files.get(path)?.version ?? 0;
  }

  /** Looks at all files that were loaded. */
  refresh(): Reloaded {
    const changed = new Set<string>();
    for (const [path, state] of this.files) {
      const stamp = stampOf(path);
      if (stamp === state.stamp) continue;
      state.stamp = stamp;
      const hash = hashOf(path);
      if (hash === state.hash) continue;
      state.hash = hash;
      changed.add(path);
    }
    const affected = this.withImporters(changed);
    for (const path of affected) {
      this.outdate(path);
      this.required.forget(path);
    }
    const named = (path: string): string =>
      this.isOfRoot(path) ? relative(this.root, path).split(sep).join('/') : path;
    const importers = [...affected].filter((path) => !changed.has(path));
    const isGone = (path: string): boolean => this.files.get(path)!.hash === GONE;
    return {
      changed: [...changed].filter((path) => !isGone(path)).map(named),
      gone: [...changed].filter(isGone).map(named),
      importers: importers.map(named),
    };
  }

  private resolve(
    specifier: string,
    context: Parameters<NonNullable<Parameters<typeof registerHooks>[0]['resolve']>>[1],
    next: Parameters<NonNullable<Parameters<typeof registerHooks>[0]['resolve']>>[2],
  ): ReturnType<typeof next> {
    if (this.cells.has(specifier)) return { url: specifier, format: 'module', shortCircuit: true };
    // taken first: Node writes what is given to the next step into this same context
    const { parentURL } = context;
    const found = this.resolved(specifier, context, next);
    if (!found.url.startsWith('file:')) return found;
    const path = fileURLToPath(found.url);
    const reason = this.refusal(path);
    if (reason !== undefined) throw new RefusedImportError(reason);
    const isRequired = context.conditions?.includes('require') === true;
    if (!this.isWatched(path)) return found;
    this.noteImport(specifier, parentURL, path);
    const version = this.versionOf(path);
    if (version === 0) return found;
    const url = new URL(found.url);
    url.searchParams.set(VERSION, String(version));
    if (!isRequired) return { ...found, url: url.href };
    const between = this.required.urlOf(path, url.href);
    return between === undefined ? found : { ...found, url: between, format: 'module' };
  }

  /** A notebook that lies elsewhere finds our package too, and so do the files beside it. */
  private resolved(
    specifier: string,
    context: Parameters<NonNullable<Parameters<typeof registerHooks>[0]['resolve']>>[1],
    next: Parameters<NonNullable<Parameters<typeof registerHooks>[0]['resolve']>>[2],
  ): ReturnType<typeof next> {
    try {
      return next(specifier, context);
    } catch (error) {
      const isBare = !/^(?:[./]|[a-z]+:)/i.test(specifier);
      const isLost = isBare && (error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
      if (!isLost || !this.isOfNotebooks(context.parentURL)) throw error;
      return next(specifier, { ...context, parentURL: pathToFileURL(`${this.root}/package.json`).href });
    }
  }

  private isOfNotebooks(parentURL: string | undefined): boolean {
    if (parentURL === undefined) return false;
    if (cellOf(parentURL) !== undefined) return true;
    if (!parentURL.startsWith('file:')) return false;
    const path = fileURLToPath(parentURL);
    return this.isWatched(path) && !this.isOfRoot(path);
  }

  private isOfRoot(path: string): boolean {
    return path.startsWith(this.root + sep);
  }

  /** Wherever it lies, but not of a package. */
  private isWatched(path: string): boolean {
    return WATCHED.test(path) && !path.includes(`${sep}node_modules${sep}`);
  }

  private noteImport(specifier: string, parentURL: string | undefined, path: string): void {
    if (parentURL === undefined || !parentURL.startsWith('file:')) return;
    if (cellOf(parentURL) !== undefined) {
      const ofCell = this.ofCells.get(parentURL) ?? new Map<string, string>();
      this.ofCells.set(parentURL, ofCell.set(specifier, path));
      return;
    }
    const importers = this.importersOf.get(path) ?? new Set<string>();
    this.importersOf.set(path, importers.add(fileURLToPath(parentURL)));
  }

  private importsOf(url: string): Iterable<string> {
    return this.ofCells.get(url)?.values() ?? [];
  }

  /** JSON fails by its text alone, and CommonJS leaves Node's cache when it fails: neither has to be asked for again. */
  private stateOf(path: string): LoadedState {
    const { format, version } = this.files.get(path)!;
    if (format === 'json' || this.required.isCached(path)) return { kind: 'works' };
    if (format?.startsWith('module') !== true) return { kind: 'failed' };
    const url = pathToFileURL(path);
    if (version > 0) url.searchParams.set(VERSION, String(version));
    return { kind: 'asked', url: url.href };
  }

  /** The stamp is taken before the text is read: a change in between is seen at the next look. */
  private noteLoad(url: string): void {
    if (!url.startsWith('file:')) return;
    const path = fileURLToPath(url);
    if (!this.isWatched(path)) return;
    this.unproven.add(path);
    const stamp = stampOf(path);
    this.files.set(path, { stamp, hash: hashOf(path), version: this.versionOf(path), format: undefined });
  }

  private noteFormat(url: string, format: string | null | undefined): void {
    const state = url.startsWith('file:') ? this.files.get(fileURLToPath(url)) : undefined;
    if (state !== undefined) state.format = format ?? undefined;
  }

  /** From now on it is another module. */
  private outdate(path: string): void {
    this.files.get(path)!.version = ++this.versions;
  }

  private withImporters(changed: ReadonlySet<string>): ReadonlySet<string> {
    const affected = new Set(changed);
    for (const path of affected) {
      for (const importer of this.importersOf.get(path) ?? []) if (this.files.has(importer)) affected.add(importer);
    }
    return affected;
  }
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? GONE : `${found.mtimeMs} ${found.size} ${found.ino}`;
}

function hashOf(path: string): string {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('base64');
  } catch {
    return GONE;
  }
}
