// An import of a cell or of a file in; the file it means out, also for a notebook that lies outside of the package's folder.

import ts from 'typescript-api';
import type { OwnPackage } from './own-package.ts';

type Resolved = ts.ResolvedModuleWithFailedLookupLocations;

export class ModuleResolution {
  readonly cache: ts.ModuleResolutionCache;

  private readonly folder: string;
  private readonly own: OwnPackage;
  private readonly host: ts.ModuleResolutionHost;
  private readonly canonical: (path: string) => string;
  /** Files with an import that was not found. */
  private failed = new Set<string>();
  /** Those of them that were not looked at again since. */
  private doubtful = new Set<string>();

  constructor(folder: string, own: OwnPackage, host: ts.ModuleResolutionHost, options: ts.CompilerOptions) {
    this.folder = folder;
    this.own = own;
    this.host = host;
    this.canonical = ts.sys.useCaseSensitiveFileNames ? (path) => path : (path) => path.toLowerCase();
    this.cache = ts.createModuleResolutionCache(folder, this.canonical, options);
  }

  /** What was not there may be there now. */
  forget(): void {
    this.cache.clear();
    this.doubtful = this.failed;
    this.failed = new Set();
  }

  mayResolveNow(path: string): boolean {
    return this.doubtful.has(this.canonical(path));
  }

  /** Gives what each import of a file means; the file counts as looked at. */
  resolve(literals: readonly ts.StringLiteralLike[], source: ts.SourceFile, options: ts.CompilerOptions): Resolved[] {
    const file = this.canonical(source.fileName);
    this.doubtful.delete(file);
    const found = literals.map((literal) => this.resolved(literal, source, options));
    const isComplete = found.every(({ resolvedModule }) => resolvedModule !== undefined);
    // What an installed package lacks it lacks for good.
    if (!isComplete && !source.fileName.includes('/node_modules/')) this.failed.add(file);
    return found;
  }

  /** Imports that a notebook cannot reach are looked up as if it lay in the folder of the package. */
  private resolved(literal: ts.StringLiteralLike, source: ts.SourceFile, options: ts.CompilerOptions): Resolved {
    const mode = ts.getModeForUsageLocation(source, literal, options);
    const from = (file: string): Resolved =>
      ts.resolveModuleName(literal.text, file, options, this.host, this.cache, undefined, mode);
    const found = from(source.fileName);
    if (found.resolvedModule !== undefined || /^[./]|^node:/.test(literal.text)) return found;
    const isCell = source.fileName.startsWith(`${this.folder}/.`);
    if (!isCell) return found;
    const elsewhere = from(`${this.own.folder}/cell.mts`);
    return elsewhere.resolvedModule === undefined ? found : elsewhere;
  }
}
