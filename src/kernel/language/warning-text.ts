// Type errors of a cell in; the few lines that stand below the cell about them out.

import type { CellError } from './cell-errors.ts';

/** More would hide what the cell shows. */
export const WARNINGS_MAX = 5;
const MESSAGE_LINES_MAX = 3;

/** Empty without errors, else whole lines. */
export function warningText(errors: readonly CellError[]): string {
  const lines = errors.slice(0, WARNINGS_MAX).flatMap(warning);
  const more = errors.length - WARNINGS_MAX;
  if (more > 0) lines.push(`and ${more} more`);
  return lines.map((line) => `${line}\n`).join('');
}

/** What follows the first line of a message says why, each line deeper than the one before. */
function warning({ line, column, message, code }: CellError): readonly string[] {
  const [first = '', ...reasons] = message.split('\n');
  const shown = reasons.slice(0, MESSAGE_LINES_MAX - 1).map((reason) => `  ${reason}`);
  return [`Type warning, line ${line}, column ${column}: ${first} (TS${code})`, ...shown];
}
