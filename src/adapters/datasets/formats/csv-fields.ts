// The fields of one row, whatever it is stored as, to numbers, texts and times; the first wrong one rejects the row.

import type { TextMeanings } from './csv-text.ts';
import type { CsvTime } from './csv-time.ts';

/** How the prices of a column are written. */
export interface PriceForm {
  /** Number in the file / divisor = points. */
  readonly divisor: number;
  /** 10 to the number of decimals that prices have; 0 where they are kept as they are. */
  readonly unitsPerPoint: number;
}

const AS_WRITTEN: PriceForm = { divisor: 1, unitsPerPoint: 0 };

/** Noise of floats is far smaller, a further decimal far larger. */
const NOISE_POINTS = 1e-6;
export const MAX_INT32 = 2_147_483_647;

/** Fields by place from 0. `failed` is set by the first wrong field of a row and cleared when the next row begins. */
export abstract class RowFields {
  failed = false;

  abstract isEmpty(place: number): boolean;
  /** NaN for a field that is no finite number. */
  abstract number(place: number): number;
  /** A whole number from 0 up to 2^53 - 1, with each digit as it is written; NaN for anything else. */
  abstract wholeNumber(place: number, radix: 10 | 16): number;
  /** The digits that a code such as `85 - BTG` begins with, 0 where there are none; NaN when they run into letters. */
  abstract leadingCode(place: number): number;
  abstract meaning<T>(place: number, meanings: TextMeanings<T>): T | undefined;
  /** Sets the parts of `time`; false for a field that is no such time. */
  abstract scanTime(place: number, time: CsvTime): boolean;
  protected abstract refuse(place: number, expected: string): void;

  /** Rejects the row for this field, unless an earlier field has done so. */
  reject(place: number, expected: string): void {
    if (this.failed) return;
    this.failed = true;
    this.refuse(place, expected);
  }

  /** An empty field, or a zero where `zeroIsNone`. */
  isNone(place: number, zeroIsNone: boolean): boolean {
    return this.isEmpty(place) || (zeroIsNone && this.number(place) === 0);
  }

  /** A price above 0, points; 0 after a failure. */
  price(place: number, form: PriceForm = AS_WRITTEN): number {
    return this.points(place, this.number(place), form);
  }

  /** Like `price`, but 0 for an empty field, and for a zero where `zeroIsNone`. */
  optionalPrice(place: number, form: PriceForm, zeroIsNone: boolean): number {
    if (this.isEmpty(place)) return 0;
    const value = this.number(place);
    return value === 0 && zeroIsNone ? 0 : this.points(place, value, form);
  }

  private points(place: number, value: number, { divisor, unitsPerPoint }: PriceForm): number {
    const points = value / divisor;
    // a number beyond the range of floats is none once it is scaled
    if (!(points > 0 && points < Number.POSITIVE_INFINITY)) {
      this.reject(place, 'a price above 0');
      return 0;
    }
    if (unitsPerPoint === 0) return points;
    const rounded = Math.round(points * unitsPerPoint) / unitsPerPoint;
    if (rounded > 0 && Math.abs(rounded - points) < NOISE_POINTS) return rounded;
    this.reject(place, `a price with at most ${Math.round(Math.log10(unitsPerPoint))} decimals`);
    return 0;
  }

  /** A number above 0; 0 after a failure. */
  quantity(place: number): number {
    const value = this.number(place);
    if (value > 0) return value;
    this.reject(place, 'a quantity above 0');
    return 0;
  }

  /** A number not below 0; 0 after a failure. */
  amount(place: number): number {
    const value = this.number(place);
    // a minus before a zero is no amount of its own
    if (value >= 0) return value + 0;
    this.reject(place, 'a number not below 0');
    return 0;
  }

  /** A whole number in a range; 0 after a failure. */
  whole(place: number, least: number, most: number): number {
    const value = this.wholeNumber(place, 10);
    if (value >= least && value <= most) return value;
    this.reject(place, `a whole number from ${least} to ${most}`);
    return 0;
  }

  /** A whole number up to 2^31 - 1; 0 after a failure. */
  count(place: number): number {
    return this.whole(place, 0, MAX_INT32);
  }

  /** A whole number up to 2^53 - 1, such as an id; 0 after a failure. */
  digits(place: number): number {
    return this.whole(place, 0, Number.MAX_SAFE_INTEGER);
  }

  /** A whole number up to 2^31 - 1 in hexadecimal digits; 0 after a failure. */
  hex(place: number): number {
    const value = this.wholeNumber(place, 16);
    if (value <= MAX_INT32) return value;
    this.reject(place, 'a text of hexadecimal digits up to 7fffffff');
    return 0;
  }

  /** The number of a broker; 0 where the field names none. */
  code(place: number): number {
    const value = this.leadingCode(place);
    if (value <= MAX_INT32) return value;
    this.reject(place, 'a code such as 85, or 85 - BTG');
    return 0;
  }
}
