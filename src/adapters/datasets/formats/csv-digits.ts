// The bytes of a field to the whole number, or the code, that it begins with or is; NaN says that it is none.

import { type DecimalStyle, scanNumber } from '../text/field-scan.ts';

const ZERO = 48;
const NINE = 57;
const SPACE = 32;
const DASH = 45;
const COLON = 58;
const LETTER_A = 97;
const LETTER_F = 102;
/** Up to so many digits a float is exact, whatever stands behind its point. */
const EXACT_DIGITS = 15;
const EXACT_BELOW = 10 ** EXACT_DIGITS;

/** A whole number from 0 up to 2^53 - 1, each digit as it is written. Spaces around it are allowed, and so is 4.0 or 1.024 in `style`. */
export function wholeNumberOf(
  bytes: Uint8Array,
  start: number,
  end: number,
  radix: 10 | 16,
  style: DecimalStyle,
): number {
  let first = start;
  let last = end;
  while (first < last && bytes[first] === SPACE) first++;
  while (last > first && bytes[last - 1] === SPACE) last--;
  if (radix === 16) return hexadecimalOf(bytes, first, last);
  const value = decimalOf(bytes, first, last);
  if (value >= 0) return value;
  const number = last - first <= EXACT_DIGITS + 1 ? scanNumber(bytes, first, last, style) : Number.NaN;
  // a minus before a zero is no number of its own
  return number >= 0 && number < EXACT_BELOW && Number.isInteger(number) ? number + 0 : Number.NaN;
}

/** The digits that `85 - BTG` or `85` begins with; 0 where there are none, NaN where they run on into something else. */
export function leadingCodeOf(bytes: Uint8Array, start: number, end: number, style: DecimalStyle): number {
  let first = start;
  while (first < end && bytes[first] === SPACE) first++;
  let at = first;
  let code = 0;
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) code = code * 10 + (bytes[at++]! - ZERO);
  const next = bytes[at];
  const isSeparate = at === first || at === end || next === SPACE || next === DASH || next === COLON;
  return isSeparate ? code : wholeNumberOf(bytes, first, end, 10, style);
}

function decimalOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return Number.NaN;
    value = value * 10 + (byte - ZERO);
    if (value > Number.MAX_SAFE_INTEGER) return Number.NaN;
  }
  return end > start ? value : Number.NaN;
}

function hexadecimalOf(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    const letter = byte | 32;
    if (byte >= ZERO && byte <= NINE) value = value * 16 + (byte - ZERO);
    else if (letter >= LETTER_A && letter <= LETTER_F) value = value * 16 + (letter - LETTER_A + 10);
    else return Number.NaN;
    if (value > Number.MAX_SAFE_INTEGER) return Number.NaN;
  }
  return end > start ? value : Number.NaN;
}
