// A cell in; the same with `{ a }` written as `{ a: a }` out, since tslab does not find a variable of an earlier cell in the short form.

/** A node of TypeScript's syntax tree, as far as it is looked at here. */
interface SyntaxNode {
  readonly kind: number;
  readonly name?: { readonly text: string; readonly end: number };
  readonly objectAssignmentInitializer?: unknown;
}

export interface SyntaxApi {
  readonly createSourceFile: (name: string, text: string, target: number) => SyntaxNode;
  readonly forEachChild: (node: SyntaxNode, visit: (child: SyntaxNode) => void) => void;
  readonly ScriptTarget: { readonly Latest: number };
  readonly SyntaxKind: { readonly ShorthandPropertyAssignment: number };
}

/** Lines stay as they are. */
export function writeLonghand(api: SyntaxApi, code: string): string {
  const found: { readonly text: string; readonly end: number }[] = [];
  const visit = (node: SyntaxNode): void => {
    const isShort = node.kind === api.SyntaxKind.ShorthandPropertyAssignment;
    // `{ a = 1 } = b` has no long form of this kind
    if (isShort && node.name !== undefined && node.objectAssignmentInitializer === undefined) found.push(node.name);
    api.forEachChild(node, visit);
  };
  visit(api.createSourceFile('cell.ts', code, api.ScriptTarget.Latest));
  let written = '';
  let from = 0;
  for (const { text, end } of found) {
    written += `${code.slice(from, end)}: ${text}`;
    from = end;
  }
  return written + code.slice(from);
}
