// The names of a cell and its statements in; edits by which each use reaches its variable, and each declaration becomes an assignment, out.
import type { AnyNode, ClassDeclaration, Pattern, Statement, VariableDeclaration } from 'acorn';
import type { CellName, NameUse } from './cell-names.ts';
import type { SourceEdits } from './source-edits.ts';
import { visit } from './tree.ts';

export function boxOf(name: string): string {
  return `$qt_${name}`;
}

/** The counter of declarations that were reached: what was not reached is not defined in later cells. */
export const REACHED = '$qt$n';

const STATEMENT_LISTS: ReadonlySet<string> = new Set(['Program', 'BlockStatement', 'StaticBlock', 'SwitchCase']);

export interface RewriteOptions {
  readonly edits: SourceEdits;
  readonly names: ReadonlyMap<string, CellName>;
  readonly parents: ReadonlyMap<AnyNode, AnyNode>;
  /** A statement that begins with other text by now. */
  readonly shown: Statement | undefined;
}

export class RewriteNames {
  private readonly edits: SourceEdits;
  private readonly names: ReadonlyMap<string, CellName>;
  private readonly parents: ReadonlyMap<AnyNode, AnyNode>;
  /** Statements that begin with a parenthesis by now. */
  private readonly separated = new Set<AnyNode>();

  constructor({ edits, names, parents, shown }: RewriteOptions) {
    if (shown !== undefined) this.separated.add(shown);
    this.edits = edits;
    this.names = names;
    this.parents = parents;
  }

  /** Gives, for each name that a statement of the cell itself declares, the number of that declaration, from 1. */
  rewrite(statements: readonly Statement[]): ReadonlyMap<string, number> {
    for (const name of this.names.values()) for (const use of name.uses) this.use(name, use);
    const orders = new Map<string, number>();
    let order = 0;
    for (const statement of statements) {
      const declaration = declarationOf(statement);
      if (declaration !== undefined) {
        order += 1;
        for (const name of namesIn(declaration)) orders.set(name, order);
        this.edits.close(statement.end, `;${REACHED}=${order};`);
        if (declaration.type === 'ClassDeclaration') this.assignClass(declaration);
        else this.assignVariables(declaration);
      }
      visit(statement, (node) => {
        if (node !== declaration && node.type === 'VariableDeclaration' && this.isHoisted(node))
          this.assignVariables(node);
      });
    }
    return orders;
  }

  /** A `var` within a block of which a name stands in a box. */
  private isHoisted(node: VariableDeclaration): boolean {
    if (node.kind !== 'var') return false;
    const uses = [...this.names.values()].filter(({ access }) => access === 'box').flatMap(({ uses }) => uses);
    const identifiers = new Set<unknown>(uses.map(({ identifier }) => identifier));
    return identifiersOf(node).some((identifier) => identifiers.has(identifier));
  }

  private use({ name, access, kind }: CellName, { identifier, isInFunction }: NameUse): void {
    // what cannot change outside may be used as it is
    const isPlain = access === 'local' || (access === 'copy' && !isInFunction);
    if (isPlain) return;
    if (kind === 'import' && !isInFunction) return;
    const parent = this.parents.get(identifier);
    if (access === 'late') return this.late(name, identifier, parent);
    const text = `${boxOf(name)}.v`;
    if (isShort(identifier, parent, this.parents)) this.put(identifier, `${name}:${text}`);
    else if (isCalled(identifier, parent)) this.call(identifier, text);
    else this.put(identifier, text);
  }

  private late(name: string, identifier: AnyNode, parent: AnyNode | undefined): void {
    const text = JSON.stringify(name);
    const isTypeof = parent?.type === 'UnaryExpression' && parent.operator === 'typeof';
    const place = isTypeof ? `$qt.peek(${text})` : `($qt.at(${text}).v)`;
    if (isShort(identifier, parent, this.parents)) this.put(identifier, `${name}:${place}`);
    else if (isCalled(identifier, parent)) this.call(identifier, place);
    else {
      if (!isTypeof) this.separate(identifier);
      this.put(identifier, place);
    }
  }

  /** Without the box as `this`. */
  private call(identifier: AnyNode, text: string): void {
    this.separate(identifier);
    this.put(identifier, `(0,${text})`);
  }

  private put({ start, end }: AnyNode, text: string): void {
    this.edits.replace(start, end, text);
  }

  /** A statement that begins with a parenthesis would be taken as a call of what stands on the line before. */
  private separate(identifier: AnyNode): void {
    let node = identifier;
    for (let parent = this.parents.get(node); parent !== undefined; parent = this.parents.get(node)) {
      if (parent.start !== identifier.start) return;
      node = parent;
      if (node.type !== 'ExpressionStatement') continue;
      if (this.separated.has(node) || !STATEMENT_LISTS.has(this.parents.get(node)?.type ?? '')) return;
      this.separated.add(node);
      this.edits.open(node.start, ';');
      return;
    }
  }

  private assignClass(node: ClassDeclaration): void {
    const { name } = node.id;
    const target = this.names.get(name)?.access === 'box' ? `${boxOf(name)}.v` : name;
    this.edits.open(node.start, `;${target}=`);
  }

  /** `const a = 1, {b} = c` becomes `(a = 1, {b} = c)`; in the head of a loop without the parentheses. */
  private assignVariables(node: VariableDeclaration): void {
    const parent = this.parents.get(node as AnyNode);
    const first = node.declarations[0]!;
    this.edits.replace(node.start, first.start, '');
    const isHead = isLoopHead(node as AnyNode, parent);
    if (!isHead) {
      const isInList = STATEMENT_LISTS.has(parent?.type ?? '') || parent?.type === 'ExportNamedDeclaration';
      this.edits.open(first.start, isInList ? ';(' : '(');
      this.edits.close(node.declarations.at(-1)!.end, ')');
    }
    for (const { id, init } of node.declarations) {
      const boxed = id.type === 'Identifier' && this.names.get(id.name)?.access === 'box' ? id.name : undefined;
      if (init === null || init === undefined) {
        if (isHead && parent?.type !== 'ForStatement') continue;
        if (boxed !== undefined) this.edits.replace(id.start, id.end, `${boxOf(boxed)}.v=void 0`);
        else this.edits.close(id.end, '=void 0');
      } else if (boxed !== undefined && isNameless(init)) {
        // a function takes the name of its variable, as it would have without the box
        this.edits.open(init.start, `({${boxed}:`);
        this.edits.close(init.end, `}).${boxed}`);
      }
    }
  }
}

function declarationOf(statement: Statement): VariableDeclaration | ClassDeclaration | undefined {
  const node = statement as AnyNode;
  const declared = node.type === 'ExportNamedDeclaration' ? (node.declaration ?? undefined) : node;
  if (declared?.type === 'ClassDeclaration') return declared as ClassDeclaration;
  if (declared?.type !== 'VariableDeclaration') return undefined;
  // a resource is disposed of at the end of its cell: no later one could use it
  return declared.kind === 'var' || declared.kind === 'let' || declared.kind === 'const' ? declared : undefined;
}

function namesIn(declaration: VariableDeclaration | ClassDeclaration): readonly string[] {
  if (declaration.type === 'ClassDeclaration') return [declaration.id.name];
  return identifiersOf(declaration).map(({ name }) => name);
}

function identifiersOf({ declarations }: VariableDeclaration): readonly { readonly name: string }[] {
  return declarations.flatMap(({ id }) => inPattern(id));
}

function inPattern(pattern: Pattern | null): readonly { readonly name: string }[] {
  switch (pattern?.type) {
    case 'Identifier':
      return [pattern];
    case 'ObjectPattern':
      return pattern.properties.flatMap((each) => inPattern(each.type === 'Property' ? each.value : each.argument));
    case 'ArrayPattern':
      return pattern.elements.flatMap(inPattern);
    case 'RestElement':
      return inPattern(pattern.argument);
    case 'AssignmentPattern':
      return inPattern(pattern.left);
    default:
      return [];
  }
}

/** `{x}` or `{x = 1}`: the name is the property's too. */
function isShort(node: AnyNode, parent: AnyNode | undefined, parents: RewriteOptions['parents']): boolean {
  if (parent?.type === 'Property') return parent.shorthand && parent.value === node;
  if (parent?.type !== 'AssignmentPattern' || parent.left !== node) return false;
  const property = parents.get(parent);
  return property?.type === 'Property' && property.shorthand && property.value === parent;
}

function isCalled(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === 'CallExpression') return parent.callee === node;
  return parent?.type === 'TaggedTemplateExpression' && parent.tag === node;
}

function isLoopHead(node: AnyNode, parent: AnyNode | undefined): boolean {
  if (parent?.type === 'ForStatement') return parent.init === node;
  return (parent?.type === 'ForInStatement' || parent?.type === 'ForOfStatement') && parent.left === node;
}

function isNameless(init: AnyNode): boolean {
  if (init.type === 'ArrowFunctionExpression') return true;
  return (init.type === 'FunctionExpression' || init.type === 'ClassExpression') && !init.id;
}
