// A broker as an export writes it (`85 - BTG Pactual`, `85`, `BTG Pactual`) to its code, with a count of those that have none.

import { decodeText } from './plain-word.ts';

const ZERO = 48;
const SPACE = 32;
const DASH = 45;
/** B3 gives codes up to five digits. */
const LARGEST_CODE = 999_999;

export class BrokerCodes {
  /** Brokers that have a code. */
  coded = 0;
  /** Brokers that are named without one. */
  nameless = 0;
  /** The first of them. */
  example = '';

  /** 0 where the field is empty or has no code. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    const code = leadingCode(bytes, start, end);
    if (code > 0) this.coded++;
    if (code >= 0) return code;
    if (this.nameless === 0) this.example = decodeText(bytes.subarray(start, end)).trim();
    this.nameless++;
    return 0;
  }
}

/** -1 for a text without a code, 0 for nothing. */
function leadingCode(bytes: Uint8Array, start: number, end: number): number {
  let at = skipSpaces(bytes, start, end);
  if (at === end) return 0;
  const first = at;
  let code = 0;
  for (; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) break;
    code = code * 10 + digit;
    if (code > LARGEST_CODE) return -1;
  }
  if (at === first) return -1;
  const mark = skipSpaces(bytes, at, end);
  return mark === end || bytes[mark] === DASH ? code : -1;
}

function skipSpaces(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] === SPACE) at++;
  return at;
}
