// The fields of one candle line to numbers; the first field that is wrong rejects the line and is named.

import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { type DecimalStyle, type Fields, scanNumber } from '../text/field-scan.ts';

const ZERO = 48;

/** Reads fields of the current line by place; `failed` is set by the first wrong one and cleared by `next`. */
export class BarFields {
  failed = false;
  private readonly fields: Fields;
  private readonly names: readonly string[];
  private readonly style: DecimalStyle;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private bytes: Uint8Array = new Uint8Array(0);
  private line = 0;

  /** `names` are the column names for messages, by place. */
  constructor(fields: Fields, names: readonly string[], style: DecimalStyle, session: ImportSession, bad: BadLines) {
    this.fields = fields;
    this.names = names;
    this.style = style;
    this.session = session;
    this.bad = bad;
  }

  /** Turns to a line that has been split; false when it has another number of fields than there are names. */
  next(bytes: Uint8Array, start: number, end: number, line: number): boolean {
    this.failed = false;
    this.bytes = bytes;
    this.line = line;
    const wanted = this.names.length;
    if (this.fields.count === wanted) return true;
    this.failed = true;
    this.session.rowsSkipped++;
    const column = Math.max(1, Math.min(this.fields.count, wanted));
    const expected = `a line of ${wanted} fields (it has ${this.fields.count})`;
    this.bad.reject(line, column, this.names[column - 1]!, bytes.subarray(start, end), expected);
    return false;
  }

  /** A price above 0, divided by `divisor`; 0 after a failure. */
  price(place: number, divisor = 1): number {
    const value = this.scan(place);
    if (value > 0) return value / divisor;
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

  /** Like `price`, but an empty field or a zero is 0: there is none. */
  optionalPrice(place: number, divisor: number): number {
    if (this.fields.starts[place] === this.fields.ends[place]) return 0;
    return this.amount(place) / divisor;
  }

  /** The digits that a code such as `85 - BTG` begins with; 0 where there are none. */
  code(place: number): number {
    let code = 0;
    for (let at = this.fields.starts[place]!; at < this.fields.ends[place]!; at++) {
      const digit = this.bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) break;
      code = code * 10 + digit;
    }
    return code;
  }

  /** Rejects the line for this field, unless an earlier field has done so. */
  reject(place: number, expected: string): void {
    if (this.failed) return;
    this.failed = true;
    this.session.rowsSkipped++;
    const found = this.bytes.subarray(this.fields.starts[place], this.fields.ends[place]);
    this.bad.reject(this.line, place + 1, this.names[place] ?? `column ${place + 1}`, found, expected);
  }

  private scan(place: number): number {
    return scanNumber(this.bytes, this.fields.starts[place]!, this.fields.ends[place]!, this.style);
  }
}
