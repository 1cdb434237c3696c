// The text of a cell in; its syntax tree, as that of a module, and what the parser finds wrong with it out.

import ts from 'typescript-api';

/** Makes the parser take the cell for a module, where `await` stands at top level also without an import. */
const MODULE_MARK = 'export {};\n';

export interface SyntaxFault {
  /** UTF-16 offsets in the cell. */
  readonly start: number;
  readonly end: number;
  readonly code: number;
}

export interface ParsedCell {
  /** What stands at top level, without the mark. */
  readonly statements: readonly ts.Statement[];
  /** In the order they were found. */
  readonly faults: readonly SyntaxFault[];
}

export function parseCell(code: string): ParsedCell {
  const source = ts.createSourceFile('cell.mts', MODULE_MARK + code, ts.ScriptTarget.ESNext);
  // The parser keeps them on the tree; the published types name only the way through a whole program.
  const { parseDiagnostics } = source as ts.SourceFile & {
    readonly parseDiagnostics: readonly ts.DiagnosticWithLocation[];
  };
  const faults = parseDiagnostics.map(({ start, length, code: number }) => {
    const from = start - MODULE_MARK.length;
    return { start: from, end: from + length, code: number };
  });
  return { statements: source.statements.slice(1), faults };
}
