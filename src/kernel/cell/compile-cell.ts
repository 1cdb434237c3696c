// A cell in; the ES module that runs it, what it declares and imports, and the way back from places of the module to the cell, out.
import type { AnyNode, ImportDeclaration, Program, Statement } from 'acorn';
import { CellError } from './cell-error.ts';
import { type CellName, namesOf } from './cell-names.ts';
import { type Position, readCell } from './cell-syntax.ts';
import type { KnownNames } from './known-names.ts';
import { boxOf, REACHED, RewriteNames } from './rewrite-names.ts';
import { SourceEdits } from './source-edits.ts';
import { parentsOf, visit } from './tree.ts';

export interface CellImport {
  readonly specifier: string;
  /** `default`, `*` for the whole module, or the name of an export. */
  readonly imported: string;
  readonly local: string;
  /** Where the declaration stands in the cell. */
  readonly place: Position;
}

export interface DeclaredName extends CellName {
  /** Of the statement that declares it, from 1; 0 where none of the cell itself does. */
  readonly order: number;
}

export interface CompiledCell {
  /** Exports as default an asynchronous function of the cell's context (`CellContext`). */
  readonly moduleText: string;
  readonly names: readonly DeclaredName[];
  readonly imports: readonly CellImport[];
  /** Of a place in the module, the place in the cell; undefined where nothing of the cell stands. */
  readonly originalOf: (place: Position) => Position | undefined;
}

/** Lines before those of the cell. */
const HEADER_LINES = 1;

/**
 * The cell's code stands in a function, not in the module: the variables of a module are never freed, those of a function are. All of it
 * keeps its lines.
 * @throws CellError where the cell cannot run.
 */
export function compileCell(source: string, known: KnownNames): CompiledCell {
  const syntax = readCell(source);
  const { code, program } = syntax;
  const names = namesOf(program, known);
  const edits = new SourceEdits(code);
  const imports = takeImports(program, edits);
  const statements = program.body.filter((statement) => statement.type !== 'ImportDeclaration') as Statement[];
  storeBetween(statements, names, edits);
  const shown = showLast(statements.at(-1), code, edits);
  const orders = new RewriteNames({ edits, names, parents: parentsOf(program), shown }).rewrite(statements);
  guardAwaits(program, edits);
  const { text, originalOf } = edits.apply();
  const all = [...names.values()];
  const moduleText = `${headerOf(program, all)}\n${text}\n;${footerOf(all, orders)}`;
  return {
    ...{ moduleText, imports },
    names: all.map((name) => ({ ...name, order: orders.get(name.name) ?? 0 })),
    originalOf: ({ line, column }) => {
      const offset = offsetOf(text, { line: line - HEADER_LINES, column });
      return offset === undefined ? undefined : syntax.originalOf(positionOf(code, originalOf(offset)));
    },
  };
}

/** Imports stand above the function; what they were becomes blank. */
function takeImports(program: Program, edits: SourceEdits): readonly CellImport[] {
  const imports: CellImport[] = [];
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      edits.replace(statement.start, statement.end, '');
      const { line, column } = statement.loc!.start;
      for (const binding of bindingsOf(statement)) {
        imports.push({ specifier: String(statement.source.value), ...binding, place: { line, column: column + 1 } });
      }
    } else if (statement.type.startsWith('Export')) takeExport(statement as AnyNode, edits);
  }
  return imports;
}

function bindingsOf({ specifiers }: ImportDeclaration): readonly Pick<CellImport, 'imported' | 'local'>[] {
  return specifiers.map((each) => {
    const local = each.local.name;
    if (each.type === 'ImportNamespaceSpecifier') return { imported: '*', local };
    if (each.type === 'ImportDefaultSpecifier') return { imported: 'default', local };
    const { imported } = each;
    return { imported: imported.type === 'Identifier' ? imported.name : String(imported.value), local };
  });
}

/** What a pasted module exports by name is declared; anything else that is exported has nowhere to go. */
function takeExport(statement: AnyNode, edits: SourceEdits): void {
  if (statement.type === 'ExportNamedDeclaration' && !statement.source) {
    edits.replace(statement.start, statement.declaration?.start ?? statement.end, '');
    return;
  }
  const { line, column } = statement.loc!.start;
  const message = 'A cell exports nothing: its variables are there for every later cell. Write the declaration alone';
  throw new CellError('SyntaxError', message, line, column + 1);
}

/** What is cut off by force does not come to its end: what earlier statements have assigned is in the table by then. */
function storeBetween(
  statements: readonly Statement[],
  names: ReadonlyMap<string, CellName>,
  edits: SourceEdits,
): void {
  const locals = [...names.values()].filter(
    ({ access, kind }) => access === 'copy' || (access === 'local' && isVariable(kind)),
  );
  for (const { start, end } of statements) {
    const assigned = locals.filter(({ uses }) =>
      uses.some(({ identifier, isWrite }) => isWrite && identifier.start >= start && identifier.end <= end),
    );
    if (assigned.length > 0) edits.close(end, `;${assigned.map(({ name }) => `${boxOf(name)}.v=${name};`).join('')}`);
  }
}

/** So that an interrupt ends what a cell waits for, and an import that failed can be tried again. */
function guardAwaits(program: Program, edits: SourceEdits): void {
  visit(program, (node) => {
    if (node.type === 'ImportExpression') {
      edits.open(node.start, '$qt.i(');
      edits.close(node.end, ')');
    }
    if (node.type !== 'AwaitExpression') return;
    const { argument } = node;
    const isList = argument.type === 'SequenceExpression';
    edits.open(argument.start, isList ? '$qt.w((' : '$qt.w(');
    edits.close(argument.end, isList ? '))' : ')');
  });
}

/** The value of the last statement, where it is an expression, is shown. */
function showLast(last: Statement | undefined, code: string, edits: SourceEdits): Statement | undefined {
  if (last?.type !== 'ExpressionStatement') return undefined;
  edits.open(last.expression.start, '$qt.result = (');
  // parentheses of its own may follow the expression
  const end = code.slice(last.expression.end, last.end).lastIndexOf(';');
  edits.close(end < 0 ? last.end : last.expression.end + end, ')');
  return last;
}

/** Anew from the tree: comments and line ends within an import would not stand on one line. */
function importText({ specifiers, source, attributes }: ImportDeclaration): string {
  const named: string[] = [];
  const others: string[] = [];
  for (const each of specifiers) {
    const local = each.local.name;
    if (each.type === 'ImportNamespaceSpecifier') others.push(`* as ${local}`);
    else if (each.type === 'ImportDefaultSpecifier') others.unshift(local);
    else named.push(`${each.imported.type === 'Identifier' ? each.imported.name : each.imported.raw} as ${local}`);
  }
  if (named.length > 0) others.push(`{${named.join(',')}}`);
  const what = others.length === 0 ? '' : `${others.join(',')} from `;
  const keys = (attributes ?? []).map(({ key, value }) => {
    return `${key.type === 'Identifier' ? key.name : JSON.stringify(key.value)}:${JSON.stringify(value.value)}`;
  });
  return `import ${what}${JSON.stringify(source.value)}${keys.length === 0 ? '' : ` with{${keys.join(',')}}`};`;
}

function headerOf(program: Program, names: readonly CellName[]): string {
  const imports = program.body.map((statement) =>
    statement.type === 'ImportDeclaration' ? importText(statement) : '',
  );
  const boxes: string[] = [];
  const variables: string[] = [`${REACHED}=0`];
  const starts: string[] = [];
  for (const { name, access, kind } of names) {
    if (access === 'late') continue;
    boxes.push(`${boxOf(name)}=$qt.box(${JSON.stringify(name)})`);
    if (access === 'copy') variables.push(`${name}=${boxOf(name)}.v`);
    else if (access === 'local' && isVariable(kind)) variables.push(name);
    if (kind === 'function' || kind === 'import') starts.push(`${boxOf(name)}.v=${name};`);
  }
  const declared = boxes.length === 0 ? '' : `const ${boxes.join(',')};`;
  return `${imports.join('')}export default async function($qt){${declared}var ${variables.join(',')};try{${starts.join('')}`;
}

function footerOf(names: readonly CellName[], orders: ReadonlyMap<string, number>): string {
  const stores = names.map(({ name, access, kind, isAssigned }) => {
    if (access === 'copy' && isAssigned) return `${boxOf(name)}.v=${name};`;
    if (access !== 'local' || !isVariable(kind)) return '';
    return `if(${REACHED}>=${orders.get(name) ?? 0})${boxOf(name)}.v=${name};`;
  });
  return `}finally{${stores.join('')}$qt.end(${REACHED});}}`;
}

function isVariable(kind: CellName['kind']): boolean {
  return kind === 'variable' || kind === 'class';
}

function offsetOf(text: string, { line, column }: Position): number | undefined {
  if (line < 1) return undefined;
  let start = 0;
  for (let k = 1; k < line; k++) {
    const end = text.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  return Math.min(start + column - 1, text.length);
}

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { line, column: offset - before.lastIndexOf('\n') };
}
