// A syntax tree in; each of its nodes with its parent out.
import type { AnyNode, Node } from 'acorn';

/** Visits nodes from outside in and from left to right. */
export function visit(root: Node, take: (node: AnyNode, parent: AnyNode | undefined) => void): void {
  const go = (node: AnyNode, parent: AnyNode | undefined): void => {
    take(node, parent);
    for (const value of Object.values(node) as unknown[]) {
      if (Array.isArray(value)) {
        for (const each of value) if (isNode(each)) go(each, node);
      } else if (isNode(value)) go(value, node);
    }
  };
  go(root as AnyNode, undefined);
}

export function parentsOf(root: Node): ReadonlyMap<AnyNode, AnyNode> {
  const parents = new Map<AnyNode, AnyNode>();
  visit(root, (node, parent) => {
    if (parent !== undefined) parents.set(node, parent);
  });
  return parents;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}
