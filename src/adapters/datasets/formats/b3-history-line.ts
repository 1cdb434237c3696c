// A line of B3's historical files, fields of fixed width with semicolons between, to the place of each field.

import type { BadLines } from '../text/bad-lines.ts';
import { POINT } from '../text/field-scan.ts';
import { scanPlainInteger, scanPlainNumber } from '../text/plain-number.ts';

/** The layout says 15 characters, HH:MM:SS.NNNNNN; files with milliseconds have 12. */
const TIME_WIDTHS = [12, 13, 14, 15] as const;
const SEMICOLON = ';'.charCodeAt(0);
const BLANK = 32;
const MINUS = 45;
const PRICE_PLACES = 6;

export interface HistoryField {
  readonly name: string;
  /** Characters; `time` for 12 to 15. */
  readonly width: number | 'time';
}

/** What is wrong with a line of another shape. */
interface WrongShape {
  /** Place of the field from 0. */
  readonly place: number;
  readonly start: number;
  readonly end: number;
  readonly expected: string;
}

/** Holds the place of the fields of the line taken last. */
export class HistoryLine {
  readonly fields: readonly HistoryField[];
  /** Offsets of the fields by the length of the line; one more at the end. */
  private readonly layouts = new Map<number, Int32Array>();
  private offsets: Int32Array = new Int32Array(0);
  private base = 0;

  constructor(fields: readonly HistoryField[]) {
    this.fields = fields;
    for (const timeWidth of TIME_WIDTHS) {
      const offsets = new Int32Array(fields.length + 1);
      for (const [place, { width }] of fields.entries()) {
        offsets[place + 1] = offsets[place]! + (width === 'time' ? timeWidth : width) + 1;
      }
      this.layouts.set(offsets[fields.length]! - 1, offsets);
    }
  }

  /** False when the line has another shape. */
  take(bytes: Uint8Array, start: number, end: number): boolean {
    const offsets = this.layouts.get(end - start);
    if (offsets === undefined) return false;
    for (let place = 1; place < this.fields.length; place++) {
      if (bytes[start + offsets[place]! - 1] !== SEMICOLON) return false;
    }
    this.offsets = offsets;
    this.base = start;
    return true;
  }

  start(place: number): number {
    return this.base + this.offsets[place]!;
  }

  /** Exclusive. */
  end(place: number): number {
    return this.base + this.offsets[place + 1]! - 1;
  }

  integer(bytes: Uint8Array, place: number): number {
    return scanPlainInteger(bytes, this.start(place), this.end(place));
  }

  /** The digit of a field of one character; -1 when it is none. */
  digit(bytes: Uint8Array, place: number): number {
    const digit = bytes[this.start(place)]! - 48;
    return digit >= 0 && digit <= 9 ? digit : -1;
  }

  /** A blank or a minus sign, digits, a point and six digits; NaN for anything else. */
  price(bytes: Uint8Array, place: number): number {
    const start = this.start(place);
    const end = this.end(place);
    const sign = bytes[start];
    if ((sign !== BLANK && sign !== MINUS) || bytes[end - PRICE_PLACES - 1] !== POINT) return Number.NaN;
    // the number's own minus sign would stand behind the blank
    const value = bytes[start + 1] === MINUS ? Number.NaN : scanPlainNumber(bytes, start + 1, end, POINT);
    return sign === MINUS && value !== 0 ? -value : value;
  }

  /** End of a field without the blanks that fill it up. */
  textEnd(bytes: Uint8Array, place: number): number {
    const start = this.start(place);
    let end = this.end(place);
    while (end > start && bytes[end - 1] === BLANK) end--;
    return end;
  }

  /** Says that a field of the line taken last is not as `expected`; `line` is its number in the file. */
  reject(bad: BadLines, line: number, bytes: Uint8Array, place: number, expected: string): void {
    const found = bytes.subarray(this.start(place), this.end(place));
    bad.reject(line, place + 1, this.fields[place]!.name, found, expected);
  }

  /** Says what is wrong with a line that `take` refused. */
  rejectShape(bad: BadLines, line: number, bytes: Uint8Array, start: number, end: number): void {
    const { place, start: from, end: to, expected } = this.wrongShape(bytes, start, end);
    bad.reject(line, place + 1, this.fields[place]!.name, bytes.subarray(from, to), expected);
  }

  /** The first field that is not as the layout has it. */
  private wrongShape(bytes: Uint8Array, start: number, end: number): WrongShape {
    const { fields } = this;
    let from = start;
    for (const [place, { width }] of fields.entries()) {
      const semicolon = bytes.subarray(0, end).indexOf(SEMICOLON, from);
      const to = semicolon < 0 ? end : semicolon;
      const isLast = place === fields.length - 1;
      if (isLast !== semicolon < 0) {
        const expected = isLast
          ? `the last of ${fields.length} fields`
          : `followed by a semicolon (a line has ${fields.length} fields)`;
        return { place, start: from, end: to, expected };
      }
      const isRight = width === 'time' ? TIME_WIDTHS.some((each) => each === to - from) : width === to - from;
      const expected = `${width === 'time' ? '12 to 15' : width} characters wide`;
      if (!isRight) return { place, start: from, end: to, expected };
      from = to + 1;
    }
    return { place: 0, start, end, expected: 'a line of the layout' };
  }
}
