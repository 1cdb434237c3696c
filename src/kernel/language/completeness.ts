// The text of a cell in; whether it can run, needs more lines, or can never be right, out, by the parser alone.

import { parseCell } from './parse-cell.ts';

export type Completeness =
  | { readonly kind: 'complete' }
  /** `indent` is what the next line should begin with. */
  | { readonly kind: 'incomplete'; readonly indent: string }
  | { readonly kind: 'invalid' }
  /** Nobody answered in time. */
  | { readonly kind: 'unknown' };

/** Errors of the scanner that more lines mend: an open template, an open comment. */
const OPEN_OVER_LINES = new Set([1160, 1010]);
/** Errors of the scanner that no further line mends: an open string, an open regular expression. */
const OPEN_IN_LINE = new Set([1002, 1161]);
const INDENT = '  ';

export function completenessOf(code: string): Completeness {
  const [first] = parseCell(code).faults;
  if (first === undefined) return { kind: 'complete' };
  if (OPEN_OVER_LINES.has(first.code)) return { kind: 'incomplete', indent: '' };
  if (OPEN_IN_LINE.has(first.code) || first.start < code.trimEnd().length) return { kind: 'invalid' };
  return { kind: 'incomplete', indent: indentAfter(code) };
}

function indentAfter(code: string): string {
  const line = code.trimEnd().split('\n').at(-1) ?? '';
  const [margin] = /^[ \t]*/.exec(line)!;
  const opens = /(?:[{([]|=>|[=?:&|+*,.-])\s*(?:\/\/.*)?$/.test(line);
  const isDeeper = opens && !/[,.]\s*$/.test(line);
  return isDeeper ? margin + INDENT : margin;
}
