// Bytes of one field to a number, a time or a date without making strings; NaN says that the field is none.

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const PLUS = 43;
const COLON = 58;
const DASH = 45;
const SLASH = 47;
const QUOTE = 34;
const LETTER_E = 101;

/** How numbers are written: codes of the decimal mark and of the mark between thousands (0 when there is none). */
export interface DecimalStyle {
  readonly decimal: number;
  readonly thousands: number;
}

export const POINT = 46;
export const COMMA = 44;
export const DECIMAL_POINT: DecimalStyle = { decimal: POINT, thousands: 0 };
export const DECIMAL_COMMA: DecimalStyle = { decimal: COMMA, thousands: POINT };

/** Powers of ten that a float holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
const MAX_DIGITS = 15;

/** Bounds of the fields of one line: field k is the bytes `starts[k]` up to `ends[k]`, quotes taken off. */
export interface Fields {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  count: number;
}

/** Room for the fields of any line; a line with more counts as having `limit` + 1. */
export function emptyFields(limit = 128): Fields {
  return { starts: new Int32Array(limit), ends: new Int32Array(limit), count: 0 };
}

/** Splits a line into fields; a field in double quotes may hold the delimiter. */
export function splitFields(bytes: Uint8Array, start: number, end: number, delimiter: number, out: Fields): void {
  const { starts, ends } = out;
  let count = 0;
  let from = start;
  for (let at = start; at <= end; at++) {
    if (at < end && bytes[at] === QUOTE && at === from) {
      const close = bytes.indexOf(QUOTE, at + 1);
      if (close > 0 && close < end) at = close;
      continue;
    }
    if (at < end && bytes[at] !== delimiter) continue;
    if (count === starts.length) {
      out.count = count + 1;
      return;
    }
    const quoted = at - from >= 2 && bytes[from] === QUOTE && bytes[at - 1] === QUOTE;
    starts[count] = quoted ? from + 1 : from;
    ends[count] = quoted ? at - 1 : at;
    count++;
    from = at + 1;
  }
  out.count = count;
}

/** A decimal number, exact to the last bit for up to 15 digits. Spaces around it are allowed; NaN for anything else. */
export function scanNumber(bytes: Uint8Array, start: number, end: number, style: DecimalStyle): number {
  let at = start;
  let last = end;
  while (at < last && bytes[at] === 32) at++;
  while (last > at && bytes[last - 1] === 32) last--;
  const negative = bytes[at] === MINUS;
  if (negative || bytes[at] === PLUS) at++;
  let mantissa = 0;
  let digits = 0;
  let whole = 0;
  let fraction = -1;
  let sinceGroup = -1;
  for (; at < last; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      // leading zeros are no digits of the number
      if (mantissa > 0) digits++;
      if (fraction >= 0) fraction++;
      else if (sinceGroup >= 0) sinceGroup++;
      else whole++;
    } else if (byte === style.decimal && fraction < 0) {
      if (sinceGroup >= 0 && sinceGroup !== 3) return Number.NaN;
      fraction = 0;
    } else if (
      byte === style.thousands &&
      style.thousands !== 0 &&
      fraction < 0 &&
      (sinceGroup < 0 ? mantissa > 0 && whole <= 3 : sinceGroup === 3)
    ) {
      sinceGroup = 0;
    } else if ((byte | 32) === LETTER_E && style.thousands === 0 && (fraction > 0 || (fraction < 0 && whole > 0))) {
      return isExponent(bytes, at + 1, last) ? longNumber(bytes, start, last, style, digits > 0) : Number.NaN;
    } else return Number.NaN;
  }
  if (fraction < 0 && sinceGroup >= 0 && sinceGroup !== 3) return Number.NaN;
  const lastByte = bytes[last - 1]!;
  if (last <= start || lastByte < ZERO || lastByte > NINE) return Number.NaN;
  // beyond 15 digits the product would not be exact: let the language round once
  if (digits > MAX_DIGITS || fraction >= POWERS.length) return longNumber(bytes, start, last, style, digits > 0);
  const value = fraction > 0 ? mantissa / POWERS[fraction]! : mantissa;
  return negative && value !== 0 ? -value : value;
}

/** A whole number of at most 15 digits, in the same form; NaN for anything else. */
export function scanWhole(bytes: Uint8Array, start: number, end: number, style: DecimalStyle): number {
  const value = scanNumber(bytes, start, end, style);
  let digits = 0;
  for (let at = start; at < end && (bytes[at]! | 32) !== LETTER_E; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE && (digits > 0 || byte !== ZERO)) digits++;
  }
  // one with more digits may only have been rounded to a whole number
  return digits <= MAX_DIGITS && Number.isInteger(value) ? value : Number.NaN;
}

/** What stands behind the `e` of a number: a sign or none, and digits. */
function isExponent(bytes: Uint8Array, start: number, end: number): boolean {
  const isSigned = bytes[start] === MINUS || bytes[start] === PLUS;
  return scanDigits(bytes, isSigned ? start + 1 : start, end) >= 0;
}

/** For text whose form is right; NaN where it is too large for a float, or so small that nothing would be left of it. */
function longNumber(bytes: Uint8Array, start: number, end: number, style: DecimalStyle, hasValue: boolean): number {
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte === style.thousands && style.thousands !== 0) continue;
    text += byte === style.decimal ? '.' : String.fromCharCode(byte);
  }
  const value = Number(text);
  return Number.isFinite(value) && (value !== 0) === hasValue ? value + 0 : Number.NaN;
}

/** An integer of exactly the digits from `start` to `end`; -1 when a byte is no digit or there is none. */
export function scanDigits(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + (byte - ZERO);
  }
  return end > start ? value : -1;
}

/** `HH:MM`, `HH:MM:SS` or `HH:MM:SS.ffffff` to microseconds since midnight; NaN when it is no time of day. */
export function scanTimeOfDayUs(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length < 5 || bytes[start + 2] !== COLON) return Number.NaN;
  const hour = scanDigits(bytes, start, start + 2);
  const minute = scanDigits(bytes, start + 3, start + 5);
  let second = 0;
  let us = 0;
  if (length > 5) {
    if (length < 8 || bytes[start + 5] !== COLON) return Number.NaN;
    second = scanDigits(bytes, start + 6, start + 8);
    if (length > 8) {
      const places = length - 9;
      if ((bytes[start + 8] !== POINT && bytes[start + 8] !== COMMA) || places > 6) return Number.NaN;
      us = scanDigits(bytes, start + 9, end) * POWERS[6 - places]!;
    }
  }
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 || us < 0) return Number.NaN;
  return ((hour * 60 + minute) * 60 + second) * 1_000_000 + us;
}

/** `YYYY.MM.DD`, or with dashes or slashes between, as 20250805; -1 when it is no date by its shape. */
export function scanYearFirstDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== bytes[start + 7] || !isDateMark(bytes[start + 4]!)) return -1;
  return packed(
    scanDigits(bytes, start, start + 4),
    scanDigits(bytes, start + 5, start + 7),
    scanDigits(bytes, start + 8, end),
  );
}

/** `DD/MM/YYYY`, or with dots or dashes between, as 20250805; -1 when it is no date by its shape. */
export function scanDayFirstDate(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 2] !== bytes[start + 5] || !isDateMark(bytes[start + 2]!)) return -1;
  return packed(
    scanDigits(bytes, start + 6, end),
    scanDigits(bytes, start + 3, start + 5),
    scanDigits(bytes, start, start + 2),
  );
}

function isDateMark(byte: number): boolean {
  return byte === POINT || byte === DASH || byte === SLASH;
}

function packed(year: number, month: number, day: number): number {
  return year < 0 || month < 0 || day < 0 ? -1 : year * 10_000 + month * 100 + day;
}
