// The bytes of a field written in a time format to a date and a time of day, or to an instant, to the nanosecond.

import { assert } from '../../../core/assert.ts';
import { DAY_US } from '../candle-kind.ts';
import { scanDigits } from '../text/field-scan.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import { parseTimeFormat, Step, type TimeFormat } from './csv-time-format.ts';

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const PLUS = 43;
const MINUS = 45;
const COLON = 58;
const UTC_MARK = 90;
const MAX_PLACES = 9;
const MAX_OFFSET_HOURS = 14;
const POWERS = Float64Array.from({ length: 10 }, (_, exponent) => 10 ** exponent);

/** Reads fields of one format. After `scan` said true, the parts that the field has are set. */
export class CsvTime {
  /** Days since 1970-01-01 of the date that is written; NaN where there is none. */
  dayNumber = Number.NaN;
  /** Microseconds since midnight, by the clock that is written; 0 where there is no time. */
  timeOfDayUs = 0;
  /** Nanoseconds beyond the microsecond, 0 to 999. */
  nanoseconds = 0;
  /** Minutes that the written clock is before UTC; NaN where none are written. */
  offsetMinutes = Number.NaN;
  /** Microseconds UTC of formats that count from 1970; else NaN. */
  utcUs = Number.NaN;
  /** Nanoseconds can be other than 0. */
  readonly keepsNanoseconds: boolean;
  /** What a field should be, for messages. */
  readonly expected: string;
  /** Digits of a format of nothing else, which a number may be written in without its leading zeros; else 0. */
  readonly digits: number;
  private readonly format: TimeFormat | undefined;
  private year = 0;
  private month = 0;
  private day = 0;
  private seconds = 0;
  private fractionNs = 0;
  private packed = -1;
  private packedDay: number | undefined;

  /** `format` as the mapping has it; undefined for columns whose type says what they are. `nanoseconds` says that it keeps them. */
  constructor(format: string | undefined, nanoseconds = false) {
    const parsed = format === undefined ? undefined : parseTimeFormat(format);
    assert(typeof parsed !== 'string', `a time format that no mapping lets through: ${format}`);
    this.format = parsed;
    this.keepsNanoseconds = nanoseconds || (parsed?.keepsNanoseconds ?? false);
    this.digits = parsed === undefined ? 0 : digitsOf(parsed);
    this.expected = format === undefined ? 'a date or time' : `a time from 2008 on, written as ${format}`;
  }

  /** False for bytes that are not of the format, or no date or time. */
  scan(bytes: Uint8Array, start: number, end: number): boolean {
    const { format } = this;
    if (format === undefined) return false;
    return format.unitNs > 0 ? this.scanNumber(bytes, start, end, format) : this.scanSteps(bytes, start, end, format);
  }

  /** An instant that was no text. */
  setInstant(utcUs: number, nanoseconds: number): void {
    this.clear();
    this.utcUs = utcUs;
    this.nanoseconds = nanoseconds;
  }

  /** A date and a time of day by a local clock that were no text; a NaN date for a time alone. */
  setLocal(dayNumber: number, timeOfDayUs: number, nanoseconds: number): void {
    this.clear();
    this.dayNumber = dayNumber;
    this.timeOfDayUs = timeOfDayUs;
    this.nanoseconds = nanoseconds;
  }

  private clear(): void {
    this.dayNumber = Number.NaN;
    this.timeOfDayUs = 0;
    this.nanoseconds = 0;
    this.offsetMinutes = Number.NaN;
    this.utcUs = Number.NaN;
  }

  /** A whole number of units, or one with a fraction that is whole in nanoseconds. */
  private scanNumber(bytes: Uint8Array, start: number, end: number, { unitNs, isEpoch }: TimeFormat): boolean {
    let point = start;
    while (point < end && bytes[point] !== POINT) point++;
    // nanoseconds since 1970 do not fit a float: their last three digits are read apart
    const digits = unitNs === 1 ? point - 3 : point;
    const whole = digits <= start && unitNs === 1 ? 0 : scanDigits(bytes, start, digits);
    const beyond = unitNs === 1 ? scanDigits(bytes, Math.max(start, digits), point) : 0;
    const fractionNs = point < end ? this.fractionOf(bytes, point + 1, end, unitNs) : 0;
    if (whole < 0 || beyond < 0 || fractionNs < 0) return false;
    const us = unitNs === 1 ? whole : whole * (unitNs / 1000) + Math.floor(fractionNs / 1000);
    const ns = unitNs === 1 ? beyond : fractionNs % 1000;
    if (!this.keepsNanoseconds && ns !== 0) return false;
    if (isEpoch) this.setInstant(us, ns);
    else this.setLocal(Number.NaN, us, ns);
    return isEpoch || us < DAY_US;
  }

  /** Nanoseconds of the digits after the point; -1 when they are none or go beyond the nanosecond. */
  private fractionOf(bytes: Uint8Array, start: number, end: number, unitNs: number): number {
    if (start === end) return -1;
    let ns = 0;
    let place = unitNs;
    for (let at = start; at < end; at++) {
      const digit = bytes[at]! - ZERO;
      if (digit < 0 || digit > 9) return -1;
      place /= 10;
      if (place >= 1) ns += digit * place;
      else if (digit !== 0) return -1;
    }
    return ns;
  }

  private scanSteps(bytes: Uint8Array, start: number, end: number, { steps, arguments: args }: TimeFormat): boolean {
    this.clear();
    this.seconds = 0;
    this.fractionNs = 0;
    this.year = -1;
    let at = start;
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index]!;
      if (step === Step.literal) {
        if (at < end && bytes[at] === args[index]) at++;
        // a time on the full second is often written without its fraction
        else if (steps[index + 1] === Step.markedFraction) index++;
        else return false;
      } else if (step >= Step.markedFraction) {
        at =
          step === Step.offset
            ? this.scanOffset(bytes, at, end)
            : this.scanFraction(bytes, at, endOfDigits(bytes, at, end));
        if (at < 0) return false;
      } else {
        const stop = at + args[index]!;
        const value = stop <= end ? scanDigits(bytes, at, stop) : -1;
        if (value < 0 || !this.setPart(step, value, args[index]!)) return false;
        at = stop;
      }
    }
    return at === end && this.finish();
  }

  private setPart(step: number, value: number, width: number): boolean {
    switch (step) {
      case Step.year:
        this.year = value;
        return true;
      case Step.shortYear:
        this.year = 2000 + value;
        return true;
      case Step.month:
        this.month = value;
        return true;
      case Step.day:
        this.day = value;
        return true;
      case Step.hour:
        this.seconds += value * 3600;
        return value < 24;
      case Step.minute:
        this.seconds += value * 60;
        return value < 60;
      case Step.second:
        this.seconds += value;
        return value < 60;
      default:
        this.fractionNs = value * POWERS[MAX_PLACES - width]!;
        return true;
    }
  }

  private finish(): boolean {
    const us = Math.floor(this.fractionNs / 1000);
    this.timeOfDayUs = this.seconds * 1_000_000 + us;
    this.nanoseconds = this.fractionNs - us * 1000;
    if (this.nanoseconds !== 0 && !this.keepsNanoseconds) return false;
    if (this.year < 0) return true;
    // a month of 99 or a day of 99 packs into no date either
    const packed = this.year * 10_000 + this.month * 100 + this.day;
    if (packed !== this.packed) {
      this.packed = packed;
      this.packedDay = dayNumberOfPacked(packed);
    }
    if (this.packedDay === undefined) return false;
    this.dayNumber = this.packedDay;
    return true;
  }

  /** Where the digits end; -1 for none or for more than nine. */
  private scanFraction(bytes: Uint8Array, start: number, stop: number): number {
    const places = stop - start;
    if (places < 1 || places > MAX_PLACES) return -1;
    this.fractionNs = scanDigits(bytes, start, stop) * POWERS[MAX_PLACES - places]!;
    return stop;
  }

  /** `Z`, `+HH`, `+HHMM` or `+HH:MM`; where it ends, -1 for anything else. */
  private scanOffset(bytes: Uint8Array, start: number, end: number): number {
    if (start < end && bytes[start] === UTC_MARK) {
      this.offsetMinutes = 0;
      return start + 1;
    }
    const sign = bytes[start] === PLUS ? 1 : bytes[start] === MINUS ? -1 : 0;
    if (sign === 0 || start + 3 > end) return -1;
    const hours = scanDigits(bytes, start + 1, start + 3);
    if (hours < 0 || hours > MAX_OFFSET_HOURS) return -1;
    const colon = start + 3 < end && bytes[start + 3] === COLON ? 1 : 0;
    const from = start + 3 + colon;
    const digits = endOfDigits(bytes, from, Math.min(end, from + 2)) - from;
    if (digits === 0 && colon === 0) {
      this.offsetMinutes = sign * hours * 60;
      return from;
    }
    const minutes = digits === 2 ? scanDigits(bytes, from, from + 2) : 60;
    if (minutes > 59) return -1;
    this.offsetMinutes = sign * (hours * 60 + minutes);
    return from + 2;
  }
}

function digitsOf({ steps, arguments: args }: TimeFormat): number {
  const isFixed = steps.every((step) => step !== Step.literal && step < Step.markedFraction);
  return isFixed ? args.reduce((sum, width) => sum + width, 0) : 0;
}

function endOfDigits(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
  return at;
}
