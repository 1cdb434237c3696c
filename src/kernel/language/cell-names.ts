// The text of a cell in; the names it declares for later cells and the words it may take from earlier ones out.

import ts from 'typescript-api';
import { parseCell } from './parse-cell.ts';

/** `variable` may be assigned by later cells; the others say in an error why they may not. */
export type DeclaredKind = 'variable' | 'constant' | 'function' | 'class' | 'enum' | 'type' | 'import';

export interface CellNames {
  readonly declared: ReadonlyMap<string, DeclaredKind>;
  /** What the cell exports by itself. */
  readonly exported: ReadonlySet<string>;
  /** Constants that a guard at top level narrows: later cells see what is left of their type. */
  readonly guarded: ReadonlySet<string>;
  /** All identifiers of the text, wherever they stand. */
  readonly words: ReadonlySet<string>;
  /** The parser did not understand it. */
  readonly isBroken: boolean;
}

const ASSERTION = /assert|invariant|^ok$/i;

export function cellNames(code: string): CellNames {
  const { statements, faults } = parseCell(code);
  const declared = new Map<string, DeclaredKind>();
  const exported = new Set<string>();
  const words = new Set<string>();
  const tested = new Set<string>();
  for (const statement of statements) {
    for (const [name, kind] of declarationsOf(statement)) declared.set(name, joined(declared.get(name), kind));
    for (const name of exportsOf(statement)) exported.add(name);
    for (const condition of conditionsOf(statement)) collectWords(condition, tested);
    collectWords(statement, words);
  }
  const guarded = new Set([...tested].filter((name) => declared.get(name) === 'constant' && !exported.has(name)));
  return { declared, exported, guarded, words, isBroken: faults.length > 0 };
}

/** A name may be a value and a type at once; both go with an import, which cannot be assigned. */
function joined(before: DeclaredKind | undefined, kind: DeclaredKind): DeclaredKind {
  if (before === undefined || before === kind) return kind;
  if (before === 'variable' || kind === 'variable') return 'import';
  return before === 'type' ? kind : before;
}

function declarationsOf(statement: ts.Statement): readonly (readonly [string, DeclaredKind])[] {
  if (ts.isVariableStatement(statement)) return variablesOf(statement.declarationList);
  if (ts.isFunctionDeclaration(statement)) return named(statement.name, 'function');
  if (ts.isClassDeclaration(statement)) return named(statement.name, 'class');
  if (ts.isEnumDeclaration(statement)) return named(statement.name, 'enum');
  if (ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement))
    return named(statement.name, 'type');
  if (isNamespace(statement)) return named(statement.name, 'class');
  if (ts.isImportEqualsDeclaration(statement)) return named(statement.name, 'import');
  if (ts.isImportDeclaration(statement)) return importsOf(statement.importClause);
  return hoistedVariables(statement);
}

/** Not `declare global` and not `declare module 'x'`, which name nothing of the cell. */
function isNamespace(node: ts.Statement): node is ts.ModuleDeclaration & { readonly name: ts.Identifier } {
  if (!ts.isModuleDeclaration(node) || !ts.isIdentifier(node.name)) return false;
  return (node.flags & ts.NodeFlags.GlobalAugmentation) === 0;
}

function named(name: ts.Identifier | undefined, kind: DeclaredKind): readonly (readonly [string, DeclaredKind])[] {
  return name === undefined || name.text === '' ? [] : [[name.text, kind]];
}

function importsOf(clause: ts.ImportClause | undefined): readonly (readonly [string, DeclaredKind])[] {
  if (clause === undefined) return [];
  const { namedBindings } = clause;
  const names = [clause.name];
  if (namedBindings !== undefined) {
    names.push(
      ...(ts.isNamespaceImport(namedBindings) ? [namedBindings] : namedBindings.elements).map((each) => each.name),
    );
  }
  return names.flatMap((name) => named(name, 'import'));
}

function variablesOf(list: ts.VariableDeclarationList): readonly (readonly [string, DeclaredKind])[] {
  const keyword = list.flags & ts.NodeFlags.BlockScoped;
  // A resource is disposed of where its cell ends.
  if (keyword === ts.NodeFlags.Using || keyword === ts.NodeFlags.AwaitUsing) return [];
  const isFixed = keyword === ts.NodeFlags.Const;
  return list.declarations.flatMap(({ name }) => bindingsOf(name, isFixed ? 'constant' : 'variable'));
}

function bindingsOf(name: ts.BindingName, kind: DeclaredKind): readonly (readonly [string, DeclaredKind])[] {
  if (ts.isIdentifier(name)) return named(name, kind);
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? bindingsOf(element.name, kind) : []));
}

/** `var` of a block, a loop or a branch belongs to the whole cell. */
function hoistedVariables(node: ts.Node): readonly (readonly [string, DeclaredKind])[] {
  if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return [];
  const isVar = ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0;
  const found = isVar ? [...variablesOf(node)] : [];
  ts.forEachChild(node, (child) => {
    found.push(...hoistedVariables(child));
  });
  return found;
}

function exportsOf(statement: ts.Statement): readonly string[] {
  if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined) {
    const { exportClause } = statement;
    return (ts.isNamespaceExport(exportClause) ? [exportClause] : exportClause.elements).map((each) => each.name.text);
  }
  const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
  const has = (kind: ts.SyntaxKind): boolean => modifiers.some((modifier) => modifier.kind === kind);
  if (!has(ts.SyntaxKind.ExportKeyword) || has(ts.SyntaxKind.DefaultKeyword)) return [];
  return declarationsOf(statement).map(([name]) => name);
}

/** What decides whether the cell goes on: after it the types of constants are narrower. */
function conditionsOf(statement: ts.Statement): readonly ts.Node[] {
  if (ts.isIfStatement(statement)) return [statement.expression];
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return [];
  const { expression: callee, arguments: given } = statement.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && ASSERTION.test(name.text) ? given : [];
}

function collectWords(node: ts.Node, words: Set<string>): void {
  if (ts.isIdentifier(node)) words.add(node.text);
  ts.forEachChild(node, (child) => collectWords(child, words));
}
