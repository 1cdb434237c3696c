// The compiler that tslab brings in; the same out, with our package's types, later ones of the language, and imports by names with .ts.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { KERNEL_GLOBALS } from '../language/kernel-globals.ts';

type Settings = Readonly<Record<string, unknown>>;

interface CompilerSystem {
  readFile(path: string, encoding?: string): string | undefined;
  fileExists(path: string): boolean;
  watchFile(path: string, ...rest: readonly unknown[]): { close(): void };
}

interface Resolution {
  readonly resolvedModule:
    | { readonly resolvedFileName: string; readonly extension: string; readonly isExternalLibraryImport: boolean }
    | undefined;
}

interface CompilerHost {
  resolveModuleNameLiterals?: (
    names: readonly { readonly text: string }[],
    importer: string,
    redirected: unknown,
    settings: Settings,
  ) => readonly Resolution[];
}

interface CompilerWatch {
  updateRootFileNames(files: readonly string[]): void;
}

/** What of TypeScript 5.0 is used here. */
export interface CompilerApi {
  readonly createWatchCompilerHost: (
    files: readonly string[],
    settings: Settings,
    system: CompilerSystem,
    ...rest: readonly unknown[]
  ) => CompilerHost;
  readonly createWatchProgram: (host: CompilerHost) => CompilerWatch;
  readonly resolveModuleName: (
    name: string,
    importer: string,
    settings: Settings,
    system: CompilerSystem,
  ) => Resolution;
}

export interface CellCompilerOptions {
  /** Folder of the package. */
  readonly root: string;
  /** Of the notebook. */
  readonly folder: string;
  /** Folder with the declarations of the package's sources. */
  readonly declarations: string;
  /** Absolute paths of the package's modules by the names that they are imported by. */
  readonly ownModules: ReadonlyMap<string, string>;
}

/** Of the language's library: what came after TypeScript 5.0 and is written in its words. */
const LATER = ['es2023.array', 'es2024.object', 'es2024.promise', 'es2024.collection', 'es2025.collection'];

export function cellCompiler(api: CompilerApi, options: CellCompilerOptions): CompilerApi {
  const globals = slashed(join(options.folder, '__quantumtrader__.d.ts'));
  return {
    ...api,
    createWatchCompilerHost: (files, settings, system, ...rest) => {
      addFile(system, globals, globalsOf(options.root));
      const host = api.createWatchCompilerHost([...files, globals], settingsOf(settings, options), system, ...rest);
      host.resolveModuleNameLiterals = (names, importer, _, all) =>
        names.map(({ text }) => own(text, importer, options) ?? foreign(text, importer, all, system));
      return host;
    },
    createWatchProgram: (host) => {
      const watch = api.createWatchProgram(host);
      return { ...watch, updateRootFileNames: (files) => watch.updateRootFileNames([...files, globals]) };
    },
  };

  /** A package that our sources use is looked for from the source that the declaration is of. */
  function foreign(name: string, importer: string, settings: Settings, system: CompilerSystem): Resolution {
    return api.resolveModuleName(name, sourceOf(importer, options), settings, system);
  }
}

/** Of any type: tslab writes no copy of one that lies outside of the notebook's folder, and refuses it. */
const JSON_FILES = `declare module '*.json' {
  const value: any;
  export default value;
}`;

/** Undefined: not ours to find. Node runs these files, so that tslab, which makes a copy of each other one, is told that they are a library's. */
function own(name: string, importer: string, options: CellCompilerOptions): Resolution | undefined {
  const { root, declarations, ownModules } = options;
  const isRelative = /^\.\.?\//.test(name);
  if (isRelative && name.endsWith('.json')) return { resolvedModule: undefined };
  const path = ownModules.get(name) ?? (isRelative ? resolve(dirname(sourceOf(importer, options)), name) : undefined);
  if (path === undefined || !/(?<!\.d)\.[cm]?ts$/.test(path)) return undefined;
  const declared = join(declarations, path.slice(root.length))
    .replace(/ts$/, 'd.ts')
    .replace(/\.([cm])d\.ts$/, '.d.$1ts');
  const file = path.startsWith(root + sep) && existsSync(declared) ? declared : path;
  if (!existsSync(file)) return { resolvedModule: undefined };
  const extension = /(?:\.d)?\.[cm]?ts$/.exec(file)![0];
  return { resolvedModule: { resolvedFileName: slashed(file), extension, isExternalLibraryImport: true } };
}

function sourceOf(importer: string, { root, declarations }: CellCompilerOptions): string {
  const path = resolve(importer);
  return path.startsWith(declarations + sep) ? join(root, path.slice(declarations.length)) : path;
}

/** All that TypeScript 5.0 knows of the language, and the types of our Node wherever the notebook lies. */
function settingsOf(settings: Settings, { root }: CellCompilerOptions): Settings {
  const typeRoots = [slashed(join(root, 'node_modules', '@types'))];
  return { ...settings, lib: ['lib.esnext.d.ts'], typeRoots, types: ['node'], allowImportingTsExtensions: true };
}

function globalsOf(root: string): string {
  const later = LATER.map((name) =>
    readFileSync(join(root, 'node_modules', 'typescript-api', 'lib', `lib.${name}.d.ts`), 'utf8'),
  );
  // a file that says so would take the place of the whole library
  return [KERNEL_GLOBALS, JSON_FILES, ...later.map((text) => text.replaceAll(/^\/\/\/ <reference.*$/gm, ''))].join(
    '\n',
  );
}

function addFile(system: CompilerSystem, file: string, text: string): void {
  const { readFile, fileExists, watchFile } = system;
  system.readFile = (path, encoding) => (path === file ? text : readFile.call(system, path, encoding));
  system.fileExists = (path) => path === file || fileExists.call(system, path);
  system.watchFile = (path, ...rest) =>
    path === file ? { close: () => undefined } : watchFile.call(system, path, ...rest);
}

/** As the compiler writes paths on every system. */
function slashed(path: string): string {
  return path.replaceAll('\\', '/');
}
