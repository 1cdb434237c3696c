// The fields of one row of a Parquet file to numbers, texts and times; the first field that is wrong rejects the row.

import { dayNumberOf } from '../../../core/market/civil-day.ts';
import { DAY_US } from '../candle-kind.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { BadLines } from '../text/bad-lines.ts';
import { type DecimalStyle, scanNumber } from '../text/field-scan.ts';
import { leadingCodeOf, wholeNumberOf } from './csv-digits.ts';
import { RowFields } from './csv-fields.ts';
import type { TextMeanings } from './csv-text.ts';
import type { CsvTime } from './csv-time.ts';
import type { SliceColumn } from './parquet-values.ts';

const NO_TEXT = new Uint8Array(0);
const ENCODER = new TextEncoder();
const FIRST_DAY = dayNumberOf(2008, 1, 1);
const LAST_DAY = dayNumberOf(2098, 12, 31);

/** Texts are read as they would be in a csv file, so that numbers and times written as text mean the same. */
export class ParquetFields extends RowFields {
  /** Columns of the slice by place; undefined for those that the mapping does not read. */
  columns: readonly (SliceColumn | undefined)[] = [];
  private readonly names: readonly string[];
  private readonly style: DecimalStyle;
  private readonly session: ImportSession;
  private readonly bad: BadLines;
  private readonly scratch = new Uint8Array(32);
  /** Row in the slice. */
  private row = 0;
  /** Row in the file, from 1. */
  private line = 0;

  constructor(names: readonly string[], style: DecimalStyle, session: ImportSession, bad: BadLines) {
    super();
    this.names = names;
    this.style = style;
    this.session = session;
    this.bad = bad;
  }

  /** Turns to a row of the slice; `line` counts the rows of the file from 1. */
  next(row: number, line: number): void {
    this.failed = false;
    this.row = row;
    this.line = line;
  }

  override isEmpty(place: number): boolean {
    const column = this.columns[place]!;
    if (column.kind === 'text') return (column.values[this.row]?.length ?? 0) === 0;
    return Number.isNaN(column.kind === 'number' ? column.values[this.row] : column.us[this.row]);
  }

  override number(place: number): number {
    const column = this.columns[place]!;
    if (column.kind === 'text') {
      const bytes = column.values[this.row] ?? NO_TEXT;
      return finite(scanNumber(bytes, 0, bytes.length, this.style));
    }
    return column.kind === 'number' ? finite(column.values[this.row]!) : Number.NaN;
  }

  override wholeNumber(place: number, radix: 10 | 16): number {
    const column = this.columns[place]!;
    if (column.kind === 'text') {
      const bytes = column.values[this.row] ?? NO_TEXT;
      return wholeNumberOf(bytes, 0, bytes.length, radix, this.style);
    }
    // whether the digits of a number were meant as hexadecimal ones, nobody can tell
    const value = radix === 16 ? Number.NaN : this.number(place);
    return Number.isSafeInteger(value) && value >= 0 ? value + 0 : Number.NaN;
  }

  override leadingCode(place: number): number {
    const column = this.columns[place]!;
    if (this.isEmpty(place)) return 0;
    if (column.kind !== 'text') return this.wholeNumber(place, 10);
    const bytes = column.values[this.row]!;
    return leadingCodeOf(bytes, 0, bytes.length, this.style);
  }

  override meaning<T>(place: number, meanings: TextMeanings<T>): T | undefined {
    const column = this.columns[place]!;
    if (column.kind === 'text') {
      const bytes = column.values[this.row] ?? NO_TEXT;
      return meanings.ofBytes(bytes, 0, bytes.length);
    }
    return meanings.ofText(this.textOf(place));
  }

  override scanTime(place: number, time: CsvTime): boolean {
    const column = this.columns[place]!;
    const { row } = this;
    switch (column.kind) {
      case 'text': {
        const bytes = column.values[row] ?? NO_TEXT;
        return time.scan(bytes, 0, bytes.length);
      }
      case 'number': {
        if (this.isEmpty(place)) return false;
        const { written } = ENCODER.encodeInto(this.textOf(place).padStart(time.digits, '0'), this.scratch);
        return time.scan(this.scratch, 0, written);
      }
      case 'instant':
        time.setInstant(column.us[row]!, column.ns[row]!);
        return !this.isEmpty(place);
      case 'local': {
        const day = column.days[row]!;
        const us = column.us[row]!;
        time.setLocal(day, us, column.ns[row]!);
        return us >= 0 && us < DAY_US && (Number.isNaN(day) || (day >= FIRST_DAY && day <= LAST_DAY));
      }
    }
  }

  protected override refuse(place: number, expected: string): void {
    this.session.rowsSkipped++;
    this.bad.reject(this.line, place + 1, this.names[place]!, ENCODER.encode(this.textOf(place)), expected);
  }

  /** As it would stand in a csv file. */
  private textOf(place: number): string {
    const column = this.columns[place]!;
    if (this.isEmpty(place)) return '';
    switch (column.kind) {
      case 'text':
        return new TextDecoder('latin1').decode(column.values[this.row]);
      case 'number':
        return String(column.values[this.row]);
      case 'instant':
        return `${column.us[this.row]} microseconds UTC`;
      case 'local':
        return `day ${column.days[this.row]}, ${column.us[this.row]} microseconds`;
    }
  }
}

function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
