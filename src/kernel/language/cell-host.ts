// Cells in memory and files on disk in; what the language service asks for (texts, versions, imports, options) out.

import ts from 'typescript-api';
import { cellOptions, missingNodeTypes } from './cell-options.ts';
import { KERNEL_GLOBALS } from './kernel-globals.ts';
import { ModuleResolution } from './module-resolution.ts';
import { type OwnPackage, slashed } from './own-package.ts';
import { RealFiles } from './real-files.ts';

/** How long a module that could not be found counts as missing. */
const FORGET_MS = 5000;

/** Of all services of the thread: they share what they have parsed by path and version. */
let textsWritten = 0;
const parsed = ts.createDocumentRegistry(ts.sys.useCaseSensitiveFileNames);

interface MemoryFile {
  readonly text: string;
  readonly version: string;
  readonly snapshot: ts.IScriptSnapshot;
}

export class CellHost implements ts.LanguageServiceHost {
  /** Of the notebook, with `/`. */
  readonly folder: string;
  readonly own: OwnPackage;

  private readonly options: ts.CompilerOptions;
  private readonly resolution: ModuleResolution;
  private readonly real = new RealFiles();
  private readonly memory = new Map<string, MemoryFile>();
  private readonly fixedRoots: readonly string[];
  private roots: readonly string[] = [];
  /** The service calls it by itself, without the object. */
  readonly hasInvalidatedResolutions = (path: string): boolean => this.resolution.mayResolveNow(path);
  private forgotMs = 0;

  constructor(folder: string, own: OwnPackage) {
    this.own = own;
    this.folder = slashed(folder);
    this.options = cellOptions(this.folder, this.own);
    this.resolution = new ModuleResolution(this.folder, this.own, this, this.options);
    const globals = this.write('.kernel-globals.d.ts', KERNEL_GLOBALS);
    // Always part of the program: a name that is half typed must not drop a thousand files and load them again.
    const imports = this.own.specifiers.map((specifier) => `import type {} from '${specifier}';\n`).join('');
    const kept = this.write('.kept.mts', imports);
    const nodeTypes = missingNodeTypes(this.folder, this.options, this.own);
    this.fixedRoots = [globals, kept, ...(nodeTypes === undefined ? [] : [nodeTypes])];
  }

  /** Puts a file that exists in memory only into the folder of the notebook and gives its path. */
  write(name: string, text: string): string {
    const path = `${this.folder}/${name}`;
    if (this.memory.get(path)?.text === text) return path;
    textsWritten += 1;
    this.memory.set(path, { text, version: String(textsWritten), snapshot: ts.ScriptSnapshot.fromString(text) });
    return path;
  }

  /** Forgets all files in memory but the globals and those named. */
  keepOnly(names: Iterable<string>): void {
    const kept = new Set([...names].map((name) => `${this.folder}/${name}`));
    for (const path of this.fixedRoots) kept.add(path);
    for (const path of this.memory.keys()) if (!kept.has(path)) this.memory.delete(path);
  }

  /** Names the files that the next questions are about; what they import comes along. */
  ask(paths: readonly string[]): void {
    this.roots = [...this.fixedRoots, ...paths];
    const nowMs = performance.now();
    if (!this.real.refresh() && nowMs - this.forgotMs < FORGET_MS) return;
    this.forgotMs = nowMs;
    this.resolution.forget();
  }

  /** Without it each program would read the package.json above each of its files again. */
  getModuleResolutionCache(): ts.ModuleResolutionCache {
    return this.resolution.cache;
  }

  getCompilationSettings(): ts.CompilerOptions {
    return this.options;
  }

  getScriptFileNames(): string[] {
    return [...this.roots];
  }

  getScriptVersion(path: string): string {
    return this.memory.get(path)?.version ?? this.real.version(path);
  }

  getScriptSnapshot(path: string): ts.IScriptSnapshot | undefined {
    return this.memory.get(path)?.snapshot ?? this.real.snapshot(path);
  }

  getCurrentDirectory(): string {
    return this.folder;
  }

  getDefaultLibFileName(options: ts.CompilerOptions): string {
    return ts.getDefaultLibFilePath(options);
  }

  useCaseSensitiveFileNames(): boolean {
    return ts.sys.useCaseSensitiveFileNames;
  }

  fileExists(path: string): boolean {
    return this.memory.has(path) || ts.sys.fileExists(path);
  }

  readFile(path: string, encoding?: string): string | undefined {
    return this.memory.get(path)?.text ?? ts.sys.readFile(path, encoding);
  }

  directoryExists(path: string): boolean {
    return path === this.folder || ts.sys.directoryExists(path);
  }

  getDirectories(path: string): string[] {
    return ts.sys.getDirectories(path);
  }

  readDirectory(
    path: string,
    extensions?: readonly string[],
    exclude?: readonly string[],
    include?: readonly string[],
    depth?: number,
  ): string[] {
    return ts.sys.readDirectory(path, extensions, exclude, include, depth);
  }

  realpath(path: string): string {
    return this.memory.has(path) ? path : (ts.sys.realpath?.(path) ?? path);
  }

  resolveModuleNameLiterals(
    literals: readonly ts.StringLiteralLike[],
    _file: string,
    _redirected: ts.ResolvedProjectReference | undefined,
    options: ts.CompilerOptions,
    source: ts.SourceFile,
  ): readonly ts.ResolvedModuleWithFailedLookupLocations[] {
    return this.resolution.resolve(literals, source, options);
  }
}

export function cellService(host: CellHost): ts.LanguageService {
  return ts.createLanguageService(host, parsed);
}
