// A field with an instant in nanoseconds, as digits since 1970 or as 2023-12-25T23:00:00.123456789Z, to microseconds and the rest.

import { dayNumberOf, daysInMonth } from '../../../core/market/civil-day.ts';
import { DAY_US } from '../candle-kind.ts';
import { scanDigits } from './field-scan.ts';

const NS_PER_US = 1000;
const SECOND_US = 1_000_000;
/** Years in which a capture can be; anything else is another unit. */
const FIRST_YEAR = 2000;
const FIRST_US = Date.UTC(FIRST_YEAR, 0, 1) * 1000;
const LAST_US = Date.UTC(2099, 0, 1) * 1000;
const [DASH, COLON, POINT, LETTER_T, LETTER_Z] = [45, 58, 46, 84, 90];
const SHORTEST_ISO = 20;
const FRACTION_DIGITS = 9;

/** Holds the instant of the last field that was read. */
export class NanosecondTime {
  /** Microseconds UTC. */
  us = 0;
  /** Nanoseconds beyond them, 0 to 999. */
  ns = 0;

  /** False for a field that is no instant of 2000 to 2098; then the values are those of the field before. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    return bytes[end - 1] === LETTER_Z ? this.scanIso(bytes, start, end) : this.scanCount(bytes, start, end);
  }

  /** All digits together have no exact number: the last three are read apart. */
  private scanCount(bytes: Uint8Array, start: number, end: number): boolean {
    const us = scanDigits(bytes, start, end - 3);
    const ns = scanDigits(bytes, end - 3, end);
    return ns >= 0 && this.set(us, ns);
  }

  private scanIso(bytes: Uint8Array, start: number, end: number): boolean {
    if (end - start < SHORTEST_ISO || bytes[start + 10] !== LETTER_T) return false;
    const day = dayAt(bytes, start);
    const clockUs = clockAt(bytes, start + 11);
    const fractionEnd = end - 1;
    let fraction = 0;
    if (fractionEnd > start + 19) {
      const digits = fractionEnd - (start + 20);
      if (bytes[start + 19] !== POINT || digits > FRACTION_DIGITS) return false;
      fraction = scanDigits(bytes, start + 20, fractionEnd);
      if (fraction < 0) return false;
      fraction *= 10 ** (FRACTION_DIGITS - digits);
    }
    if (Number.isNaN(day) || Number.isNaN(clockUs)) return false;
    return this.set(day * DAY_US + clockUs + Math.floor(fraction / NS_PER_US), fraction % NS_PER_US);
  }

  private set(us: number, ns: number): boolean {
    if (!(us >= FIRST_US && us < LAST_US)) return false;
    this.us = us;
    this.ns = ns;
    return true;
  }
}

function dayAt(bytes: Uint8Array, at: number): number {
  const year = scanDigits(bytes, at, at + 4);
  const month = scanDigits(bytes, at + 5, at + 7);
  const day = scanDigits(bytes, at + 8, at + 10);
  const isDate = bytes[at + 4] === DASH && bytes[at + 7] === DASH && year >= FIRST_YEAR && month >= 1 && month <= 12;
  return isDate && day >= 1 && day <= daysInMonth(year, month) ? dayNumberOf(year, month, day) : Number.NaN;
}

function clockAt(bytes: Uint8Array, at: number): number {
  const hour = scanDigits(bytes, at, at + 2);
  const minute = scanDigits(bytes, at + 3, at + 5);
  const second = scanDigits(bytes, at + 6, at + 8);
  const isClock = bytes[at + 2] === COLON && bytes[at + 5] === COLON && hour >= 0 && minute >= 0 && second >= 0;
  return isClock && hour < 24 && minute < 60 && second < 60
    ? ((hour * 60 + minute) * 60 + second) * SECOND_US
    : Number.NaN;
}
