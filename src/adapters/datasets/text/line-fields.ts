// The fields of one line to whole numbers and prices, strictly; the first field that is wrong rejects the line and is named.

import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from './bad-lines.ts';
import { type DecimalStyle, emptyFields, scanDigits, scanNumber, scanWhole, splitFields } from './field-scan.ts';

const FIELDS = 64;

/** Reads fields of the current line by place; `failed` is set by the first wrong one and cleared by `next`. */
export class LineFields {
  failed = false;
  bytes: Uint8Array = new Uint8Array(0);
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  private readonly fields = emptyFields(FIELDS);
  private readonly names: readonly string[];
  private readonly delimiter: number;
  private readonly style: DecimalStyle;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private line = 0;

  /** `names` are the column names for messages, by place; `delimiter` is the code of one. */
  constructor(names: readonly string[], delimiter: number, style: DecimalStyle, session: ImportSession, bad: BadLines) {
    this.names = names;
    this.delimiter = delimiter;
    this.style = style;
    this.session = session;
    this.bad = bad;
    this.starts = this.fields.starts;
    this.ends = this.fields.ends;
  }

  /** Turns to a line, a data row of the session; false when it has another number of fields than there are names. */
  next(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    this.failed = false;
    this.bytes = bytes;
    this.line = line;
    this.session.rowsRead++;
    splitFields(bytes, start, end, this.delimiter, this.fields);
    const wanted = this.names.length;
    const { count } = this.fields;
    if (count === wanted) return true;
    this.failed = true;
    this.session.rowsSkipped++;
    const column = Math.max(1, Math.min(count, wanted));
    const expected = `a line of ${wanted} fields (it has ${count})`;
    this.bad.reject(line, column, this.names[column - 1]!, bytes.subarray(start, end), expected);
    return false;
  }

  isEmpty(place: number): boolean {
    return this.starts[place] === this.ends[place];
  }

  isZero(place: number): boolean {
    return this.scan(place) === 0;
  }

  /** Code of the only byte of a field; -1 for a field of more or none. */
  letter(place: number): number {
    const start = this.starts[place]!;
    return this.ends[place]! - start === 1 ? this.bytes[start]! : -1;
  }

  /** A number above 0 in the style of the file; 0 after a failure. */
  price(place: number): number {
    const value = this.scan(place);
    if (value > 0) return value;
    this.reject(place, 'a price above 0');
    return 0;
  }

  /** A number not below 0; 0 after a failure. */
  amount(place: number): number {
    const value = this.scan(place);
    if (value >= 0) return value;
    this.reject(place, 'a number not below 0');
    return 0;
  }

  /** A whole number in the style of the file, such as 1.156 with grouped thousands; 0 after a failure. */
  whole(place: number, least: number, most: number): number {
    const value = scanWhole(this.bytes, this.starts[place]!, this.ends[place]!, this.style);
    if (value >= least && value <= most) return value;
    this.reject(place, `a whole number from ${least} to ${most}`);
    return 0;
  }

  /** Digits alone that make a number from `least` to `most`, such as the number of an order; 0 after a failure. */
  digits(place: number, least = 0, most = Number.MAX_SAFE_INTEGER): number {
    const value = scanDigits(this.bytes, this.starts[place]!, this.ends[place]!);
    if (value >= least && value <= most) return value;
    this.reject(place, `digits that make a number from ${least} to ${most}`);
    return 0;
  }

  /** Rejects the line for this field, unless an earlier field has done so. */
  reject(place: number, expected: string): void {
    if (this.failed) return;
    this.failed = true;
    this.session.rowsSkipped++;
    const found = this.bytes.subarray(this.starts[place], this.ends[place]);
    this.bad.reject(this.line, place + 1, this.names[place]!, found, expected);
  }

  private scan(place: number): number {
    return scanNumber(this.bytes, this.starts[place]!, this.ends[place]!, this.style);
  }
}
