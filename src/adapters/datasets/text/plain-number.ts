// Bytes of a field in which only digits, one decimal mark and a minus sign may stand to its number; NaN for anything else.

const ZERO = 48;
const NINE = 57;
const MINUS = 45;
const MAX_PLACES = 15;
const POWERS = Float64Array.from({ length: MAX_PLACES + 1 }, (_, places) => Number(`1e${places}`));

/**
 * `5421,500` or `-12.25`: no spaces, no exponent, at least one digit on each side of the mark. The result is the float next to
 * the decimal number; NaN too when more digits stand there than a float tells apart.
 */
export function scanPlainNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  const negative = bytes[start] === MINUS && start < end;
  const first = negative ? start + 1 : start;
  let mantissa = 0;
  let mark = -1;
  for (let at = first; at < end; at++) {
    const byte = bytes[at]!;
    if (byte >= ZERO && byte <= NINE) mantissa = mantissa * 10 + (byte - ZERO);
    else if (byte === decimal && mark < 0) mark = at;
    else return Number.NaN;
  }
  const places = mark < 0 ? 0 : end - mark - 1;
  const isWritten = end > first && (mark < 0 || (mark > first && places > 0));
  if (!isWritten || places > MAX_PLACES || mantissa > Number.MAX_SAFE_INTEGER) return Number.NaN;
  const value = mantissa / POWERS[places]!;
  return negative && value !== 0 ? -value : value;
}

/** An integer from 0 to 2^53 - 1 of nothing but digits; -1 for anything else. */
export function scanPlainInteger(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte < ZERO || byte > NINE) return -1;
    value = value * 10 + (byte - ZERO);
  }
  return end > start && value <= Number.MAX_SAFE_INTEGER ? value : -1;
}
