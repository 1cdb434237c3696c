// Takes TypeScript source text; gives its syntax tree as plain nodes, with the line of each.
import { parseAst } from 'rolldown/parseAst';

/** One node of the ESTree syntax tree (types included). Its other fields depend on its type. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The node in a field, or undefined when the field holds none. */
export function nodeIn(node: SyntaxNode, field: string): SyntaxNode | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** The text of a string literal node, or undefined when it is something else. */
export function literalText(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'TemplateLiteral') {
    const quasis = node.quasis as readonly { readonly value: { readonly cooked: string } }[];
    return quasis.length === 1 ? quasis[0]!.value.cooked : undefined;
  }
  return node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;
}

/** Calls `visit` with each node below and including `root`, its parent and the parent's field it stands in. */
export function walk(
  root: SyntaxNode,
  visit: (node: SyntaxNode, parent: SyntaxNode | undefined, field: string) => void,
  parent?: SyntaxNode,
  parentField = '',
): void {
  visit(root, parent, parentField);
  for (const [field, value] of Object.entries(root)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isNode(child)) walk(child, visit, root, field);
    }
  }
}

/** Parses one file. Throws with the file's name when it is not TypeScript. */
export function parse(file: string, source: string): SyntaxNode {
  try {
    return parseAst(source, { lang: 'ts' }, file) as unknown as SyntaxNode;
  } catch (error) {
    throw new Error(`${file} does not parse: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The line, from 1, at an offset of the source. */
export function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
