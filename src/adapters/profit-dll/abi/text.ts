// Text as the vendor has it, UTF-16LE with a terminator, to and from JavaScript's; names longer than any buffer are cut nowhere.

import koffi from 'koffi';
import { UserError } from '../../user-error.ts';

/** The most UTF-16 units that a text from the vendor may have: above this a length is no length. */
export const TEXT_UNITS_MAX = 65_536;

/** Text with its terminator, in a buffer that must stay referenced while the vendor may read it. */
export function encodeText(text: string): Buffer {
  if (text.includes('\0')) {
    // the text is not shown: it may be a password
    throw new UserError({
      code: 'bad-text',
      message: 'A text for ProfitDLL holds a NUL character, which ends a text there',
      fix: 'Remove it from the ticker, account, password or order id',
    });
  }
  return Buffer.from(`${text}\0`, 'utf16le');
}

/**
 * Text at an address, up to its terminator; empty for a null pointer. The character type with length −1 is the one form that reads a
 * raw address: asking for a string type there takes the text itself for a pointer.
 */
export function textAt(address: bigint | null): string {
  if (address === null || address === 0n) return '';
  return koffi.decode(address, 'char16_t', -1) as string;
}

/** Text of `units` UTF-16 units in a record, up to a terminator if there is one; the vendor pads with blanks and NULs. */
export function textIn(bytes: Uint8Array, offset: number, units: number): string {
  const count = Math.max(0, Math.min(units, TEXT_UNITS_MAX, (bytes.byteLength - offset) >> 1));
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + offset, count * 2).toString('utf16le');
  const end = text.indexOf('\0');
  return (end < 0 ? text : text.slice(0, end)).trimEnd();
}
