// The fields of one line of text to numbers, texts and times; the first field that is wrong rejects the line and is named.

import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { type DecimalStyle, type Fields, scanNumber } from '../text/field-scan.ts';
import { leadingCodeOf, wholeNumberOf } from './csv-digits.ts';
import { RowFields } from './csv-fields.ts';
import type { TextMeanings } from './csv-text.ts';
import type { CsvTime } from './csv-time.ts';

/** Reads fields of the current line by place; `failed` is set by the first wrong one and cleared by `next`. */
export class BarFields extends RowFields {
  private readonly fields: Fields;
  private readonly names: readonly string[];
  private readonly style: DecimalStyle;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private bytes: Uint8Array = new Uint8Array(0);
  private line = 0;

  /** `names` are the column names for messages, by place. */
  constructor(fields: Fields, names: readonly string[], style: DecimalStyle, session: ImportSession, bad: BadLines) {
    super();
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

  override isEmpty(place: number): boolean {
    return this.fields.starts[place] === this.fields.ends[place];
  }

  override number(place: number): number {
    const value = scanNumber(this.bytes, this.fields.starts[place]!, this.fields.ends[place]!, this.style);
    return Number.isFinite(value) ? value : Number.NaN;
  }

  override wholeNumber(place: number, radix: 10 | 16): number {
    return wholeNumberOf(this.bytes, this.fields.starts[place]!, this.fields.ends[place]!, radix, this.style);
  }

  override leadingCode(place: number): number {
    return leadingCodeOf(this.bytes, this.fields.starts[place]!, this.fields.ends[place]!, this.style);
  }

  override meaning<T>(place: number, meanings: TextMeanings<T>): T | undefined {
    return meanings.ofBytes(this.bytes, this.fields.starts[place]!, this.fields.ends[place]!);
  }

  override scanTime(place: number, time: CsvTime): boolean {
    return time.scan(this.bytes, this.fields.starts[place]!, this.fields.ends[place]!);
  }

  protected override refuse(place: number, expected: string): void {
    this.session.rowsSkipped++;
    const found = this.bytes.subarray(this.fields.starts[place], this.fields.ends[place]);
    this.bad.reject(this.line, place + 1, this.names[place] ?? `column ${place + 1}`, found, expected);
  }
}
