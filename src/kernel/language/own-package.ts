// Takes nothing; gives the package that this kernel belongs to: its folder and the names under which it can be imported.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript-api';

export interface OwnPackage {
  /** With `/` on every system, as the language service has it. */
  readonly folder: string;
  /** The package's name and its subpaths, as they stand in an import. */
  readonly specifiers: readonly string[];
}

export function ownPackage(): OwnPackage {
  let folder = import.meta.dirname;
  while (!ts.sys.fileExists(join(folder, 'package.json'))) folder = dirname(folder);
  const facts: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, exports } = facts as { readonly name: string; readonly exports?: Readonly<Record<string, unknown>> };
  const subpaths = Object.keys(exports ?? {}).filter((path) => path.startsWith('.') && !path.includes('*'));
  return { folder: slashed(folder), specifiers: subpaths.map((path) => name + path.slice(1)) };
}

export function slashed(path: string): string {
  return path.replaceAll('\\', '/').replace(/(?<=.)\/$/, '');
}
