// A place of a cell in; the names under which the kernel's own package can be imported, where an import is typed, out.

import type { Match } from './completions.ts';

const IMPORTED = /\b(?:from|import)\s*\(?\s*(['"])([^'"\n]*)$/;

/** The language service lists what is installed; a package does not install itself. */
export function specifierMatches(code: string, cursor: number, specifiers: readonly string[]): readonly Match[] {
  const typed = IMPORTED.exec(code.slice(0, cursor))?.[2];
  if (typed === undefined || typed.startsWith('.')) return [];
  const start = cursor - typed.length;
  return specifiers.map((text) => ({ text, name: text, kind: 'module', start }));
}
