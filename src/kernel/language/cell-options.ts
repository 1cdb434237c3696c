// The folder of a notebook in; the compiler options for its cells out: those of its project, as far as a cell can follow them.

import ts from 'typescript-api';
import type { OwnPackage } from './own-package.ts';

/** What runs cells is settled by the kernel, not by the project: ES modules in Node, without files written. */
const OF_THE_KERNEL: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  noEmit: true,
  composite: false,
  declaration: false,
  incremental: false,
  isolatedDeclarations: false,
  skipLibCheck: true,
  // what has to become code is compiled in cells
  erasableSyntaxOnly: false,
  // A cell is read from top to bottom by people: what it does not use is no fault there.
  noUnusedLocals: false,
  noUnusedParameters: false,
  allowUnusedLabels: true,
  allowUnreachableCode: true,
};

const NODE_TYPES = 'node';

export function cellOptions(folder: string, own: OwnPackage): ts.CompilerOptions {
  const config = ts.findConfigFile(folder, ts.sys.fileExists) ?? `${own.folder}/tsconfig.json`;
  // The files of the project are not asked for: cells name what they need.
  const host: ts.ParseConfigHost = { ...ts.sys, readDirectory: () => [] };
  const { config: facts = {} } = ts.readConfigFile(config, ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(facts, host, config.replace(/\/[^/]*$/, ''), undefined, config);
  const target = Math.max(options.target ?? ts.ScriptTarget.ES2024, ts.ScriptTarget.ES2022);
  const types = options.types ?? [NODE_TYPES];
  return { ...options, ...OF_THE_KERNEL, target, types };
}

/** The file with Node's own types where the project of the notebook does not bring them. */
export function missingNodeTypes(folder: string, options: ts.CompilerOptions, own: OwnPackage): string | undefined {
  const isFound = (from: string, given: ts.CompilerOptions): string | undefined =>
    ts.resolveTypeReferenceDirective(NODE_TYPES, from, given, ts.sys).resolvedTypeReferenceDirective?.resolvedFileName;
  if (options.types?.includes(NODE_TYPES) && isFound(`${folder}/cell.mts`, options) !== undefined) return undefined;
  return isFound(`${own.folder}/cell.mts`, {});
}
