// Takes a root or a month letter and gives the months that are traded and their letters.
import { familyOf, type Root } from './instrument.ts';

/** Letters of January to December in contract codes. */
export const MONTH_LETTERS = 'FGHJKMNQUVXZ';

/** Even months: February, April, June, August, October, December. */
const EVEN_MONTH_LETTERS = 'GJMQVZ';

/** Letters of the months in which contracts of a root expire: every month for the dollar, even ones for the index. */
export function tradedMonths(root: Root): string {
  return familyOf(root) === 'dollar' ? MONTH_LETTERS : EVEN_MONTH_LETTERS;
}

/** The letter of a month 1 to 12. Throws RangeError for another number. */
export function monthLetter(month: number): string {
  const letter = MONTH_LETTERS[month - 1];
  if (letter === undefined) throw new RangeError(`no such month: ${month}`);
  return letter;
}

/** The month 1 to 12 of a letter; undefined for any other text. */
export function monthOfLetter(letter: string): number | undefined {
  const index = letter.length === 1 ? MONTH_LETTERS.indexOf(letter) : -1;
  return index === -1 ? undefined : index + 1;
}
