// Takes the sources of src and strategies; gives every import and every global that breaks the order of the house.
import { posix } from 'node:path';
import { forbidden, misplaced, mustBePure } from './house.ts';
import { importCycles } from './import-cycles.ts';
import { type ImportedModule, importedModules } from './imports.ts';
import { impurities } from './purity.ts';
import { lineAt, parse } from './syntax.ts';

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

const PACKAGE_NAME = 'quantumtrader';

function isPackage(specifier: string, name: string): boolean {
  return specifier === name || specifier.startsWith(`${name}/`);
}

/** Why a strategy may not import this, or undefined. It sees the package's first face and other strategy files only. */
function forbiddenInStrategy(from: string, specifier: string): string | undefined {
  if (specifier === PACKAGE_NAME) return undefined;
  const isOwn = specifier.startsWith('.') && resolve(from, specifier).startsWith('strategies/');
  return isOwn ? undefined : `a strategy imports '${PACKAGE_NAME}' and files of strategies/ only, not '${specifier}'`;
}

function resolve(from: string, specifier: string): string {
  return posix.normalize(posix.join(posix.dirname(from), specifier));
}

/** Why `from` may not import this module, or undefined. */
function importFault(from: string, imported: ImportedModule, files: ReadonlyMap<string, string>): string | undefined {
  const { specifier } = imported;
  if (specifier === undefined) {
    return mustBePure(from) ? 'an import computed at run time is banned here' : undefined;
  }
  if (from.startsWith('strategies/')) return forbiddenInStrategy(from, specifier);
  if (isPackage(specifier, PACKAGE_NAME)) return 'src does not import its own package by name; use a relative path';
  if (!specifier.startsWith('.')) {
    if (!mustBePure(from)) return undefined;
    return `${posix.dirname(from)} is pure: no node: module and no package, here '${specifier}'`;
  }
  const to = resolve(from, specifier);
  const fault = forbidden(from, to);
  if (fault !== undefined) return fault;
  return to.endsWith('.ts') && !files.has(to) ? `${to} does not exist` : undefined;
}

/**
 * Checks all files at once.
 * @param files source text by path from the root of the repository, with `/`: `src/core/market/side.ts`
 * @returns the violations in order of the files; no file at all is one, so that a broken search cannot pass
 */
export function checkImportOrder(files: ReadonlyMap<string, string>): readonly Violation[] {
  if (files.size === 0) return [{ file: 'src', line: 1, message: 'no files were found to check' }];
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const [file, source] of files) {
    const tree = parse(file, source);
    const report = (message: string | undefined, offset: number): void => {
      if (message !== undefined) violations.push({ file, line: lineAt(source, offset), message });
    };
    report(misplaced(file), 0);
    const targets: string[] = [];
    for (const imported of importedModules(tree)) {
      report(importFault(file, imported, files), imported.offset);
      const { specifier, kind } = imported;
      if (kind === 'value' && specifier?.startsWith('.') === true) targets.push(resolve(file, specifier));
    }
    graph.set(file, targets);
    if (mustBePure(file)) for (const impurity of impurities(tree)) report(impurity.message, impurity.offset);
  }
  for (const cycle of importCycles(graph)) {
    violations.push({ file: cycle[0]!, line: 1, message: `import cycle: ${[...cycle, cycle[0]].join(' -> ')}` });
  }
  return violations;
}
