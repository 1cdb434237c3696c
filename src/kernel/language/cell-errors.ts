// What the compiler says of the module of a cell in; the errors of the cell, with lines and columns of the cell, out.

import ts from 'typescript-api';
import { type CellModule, withoutCellFiles } from './cell-context.ts';
import type { DeclaredKind } from './cell-names.ts';

export interface CellError {
  /** From 1, in the cell. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  readonly message: string;
  /** Of the compiler, without `TS`. */
  readonly code: number;
}

/** The first ones are what somebody can act on. */
export const ERRORS_MAX = 100;

const ASSIGNED_IMPORT = 2632;
/** What the compiler says where the name is not imported from an earlier cell but declared in the same one. */
const ASSIGNED: Readonly<Partial<Record<DeclaredKind, { readonly code: number; readonly word: string }>>> = {
  constant: { code: 2588, word: 'a constant' },
  function: { code: 2630, word: 'a function' },
  class: { code: 2629, word: 'a class' },
  enum: { code: 2628, word: 'an enum' },
};

/** A variable that began as `[]` or without a value: inside its own cell it needs no type either. */
const WITHOUT_TYPE = new Set([7005, 7034]);

/**
 * @param code of the cell
 * @param module that stands for it
 * @param found errors of the whole module
 */
export function cellErrors(code: string, module: CellModule, found: readonly ts.Diagnostic[]): readonly CellError[] {
  if (isUnchecked(code)) return [];
  const errors: CellError[] = [];
  for (const { category, start = 0, length = 0, messageText, code: number } of found) {
    const from = start - module.start;
    if (category !== ts.DiagnosticCategory.Error || from < 0 || from > code.length) continue;
    const earlier = module.taken.get(code.slice(from, from + length));
    if (earlier === 'variable' && WITHOUT_TYPE.has(number)) continue;
    const assigned = number === ASSIGNED_IMPORT ? ASSIGNED[earlier ?? 'import'] : undefined;
    const text = withoutCellFiles(ts.flattenDiagnosticMessageText(messageText, '\n'));
    const message = assigned === undefined ? text : text.replace('an import', assigned.word);
    errors.push({ ...positionOf(code, from), message, code: assigned?.code ?? number });
    if (errors.length === ERRORS_MAX) break;
  }
  return errors;
}

/** The compiler itself would look for this word only in the first line of the module, which is not the cell's. */
function isUnchecked(code: string): boolean {
  const comments = ts.getLeadingCommentRanges(code, 0) ?? [];
  return comments.some(({ pos, end }) => /^\/\/\s*@ts-nocheck\b/.test(code.slice(pos, end)));
}

function positionOf(code: string, offset: number): { readonly line: number; readonly column: number } {
  const before = code.slice(0, offset).split(/\r\n|[\n\r\u2028\u2029]/);
  return { line: before.length, column: before.at(-1)!.length + 1 };
}
