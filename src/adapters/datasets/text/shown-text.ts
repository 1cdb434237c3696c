// Text of a file, which may hold anything, to what a sentence shows of it: its beginning, with escapes for what nobody can see.

import { listedNames } from '../listed-names.ts';

export const SHOWN_CHARACTERS = 40;
const LISTED_NAMES = 12;

/** Control characters, those that change how others are shown, and halves of characters. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\r', '\\r'],
]);

/** At most `limit` characters of the text, and `...` where it goes on. */
export function shownText(text: string, limit: number): string {
  return printable(text.length > limit ? `${text.slice(0, limit)}...` : text);
}

/** A field or name of a file between quotes, as it stands in sentences. */
export function quotedText(text: string): string {
  return `"${shownText(text, SHOWN_CHARACTERS)}"`;
}

/** The first names of columns of a file, and how many more it has. */
export function shownNames(names: readonly string[]): string {
  const shown = names.slice(0, LISTED_NAMES).map((name) => shownText(name, SHOWN_CHARACTERS));
  return listedNames(shown, LISTED_NAMES, names.length);
}

/** The whole text, which may go to a terminal: `\t`, `\x1b`, `\u{202e}` stand for what cannot be seen. */
export function printable(text: string): string {
  return text.replace(UNSEEN, (character) => ESCAPES.get(character) ?? escaped(character.codePointAt(0)!));
}

function escaped(code: number): string {
  const digits = code.toString(16);
  return code < 256 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}
