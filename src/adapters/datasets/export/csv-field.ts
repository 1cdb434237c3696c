// A value in; the field of a CSV line that programs read back exactly and no spreadsheet runs as a formula, out.

import type { Value } from '../sql/typed-column.ts';

/** Text that a spreadsheet would take as a formula gets an apostrophe in front. An empty text is quoted: an empty field is no value. */
export function csvText(text: string): string {
  const harmless = /^\s*[=+\-@\t\r|%]/.test(text) ? `'${text}` : text;
  return harmless === '' || /[",\r\n']|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** Numbers in the fewest digits that give the same number again; nothing where there is no value. */
export function csvField(value: Value | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return csvText(value);
  return Object.is(value, -0) ? '0' : String(value);
}
