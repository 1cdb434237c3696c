// A time format such as `YYYY-MM-DD HH:mm:ss.SSS` and bytes written in it to a date and a time of day, or an instant.

import { UserError } from '../../user-error.ts';
import { scanDigits } from '../text/field-scan.ts';

const EPOCH_UNITS: Readonly<Record<string, number>> = {
  epochSeconds: 1_000_000,
  epochMillis: 1_000,
  epochMicros: 1,
  epochNanos: 0.001,
};
const TOKEN = /YYYY|YY|MM|DD|HH|mm|ss|S+/y;
const FRACTION = 'S';
const ZERO = 48;
const MAX_PLACES = 9;

interface Step {
  /** A token, or undefined for a literal byte. */
  readonly token: string | undefined;
  readonly byte: number;
}

/** Reads fields of one format. After `scan` said true, the parts that the format has are set. */
export class CsvTime {
  /** 20250805; -1 where the format has no date. */
  packedDay = -1;
  /** Microseconds since local midnight; 0 where the format has no time. */
  timeOfDayUs = 0;
  /** Microseconds UTC; NaN unless the format is one of the epoch ones. */
  utcUs = Number.NaN;
  readonly format: string;
  private readonly steps: readonly Step[];
  private readonly epochUnit: number | undefined;

  /** A UserError `bad-mapping` for a format without any token. */
  constructor(format: string, mapping: string) {
    this.format = format;
    this.epochUnit = EPOCH_UNITS[format];
    this.steps = this.epochUnit === undefined ? stepsOf(format) : [];
    if (this.epochUnit !== undefined || this.steps.some(({ token }) => token !== undefined)) return;
    throw new UserError({
      code: 'bad-mapping',
      message: `The mapping ${mapping} is wrong: "${format}" is no time format`,
      file: mapping,
      field: 'format',
      fix: 'Use YYYY YY MM DD HH mm ss S with the marks between them, or epochSeconds, epochMillis, epochMicros, epochNanos',
    });
  }

  scan(bytes: Uint8Array, start: number, end: number): boolean {
    return this.epochUnit === undefined ? this.scanFields(bytes, start, end) : this.scanEpoch(bytes, start, end);
  }

  private scanEpoch(bytes: Uint8Array, start: number, end: number): boolean {
    let whole = 0;
    // nanoseconds do not fit a float: leave the last three digits away before they are added up
    const last = this.epochUnit === EPOCH_UNITS.epochNanos ? end - 3 : end;
    whole = scanDigits(bytes, start, last);
    this.utcUs = this.epochUnit === EPOCH_UNITS.epochNanos ? whole : whole * this.epochUnit!;
    return whole >= 0;
  }

  private scanFields(bytes: Uint8Array, start: number, end: number): boolean {
    let at = start;
    let year = -1;
    let month = 1;
    let day = 1;
    let seconds = 0;
    let us = 0;
    for (const [index, { token, byte }] of this.steps.entries()) {
      // a time on the full second is often written without its fraction
      if (at === end && this.steps[index + 1]?.token?.startsWith(FRACTION) === true) break;
      if (token === undefined) {
        if (at >= end || bytes[at++] !== byte) return false;
        continue;
      }
      const stop = token.startsWith(FRACTION) ? fractionEnd(bytes, at, end) : at + token.length;
      const value = stop <= end ? scanDigits(bytes, at, stop) : -1;
      if (value < 0) return false;
      if (token === 'YYYY') year = value;
      else if (token === 'YY') year = 2000 + value;
      else if (token === 'MM') month = value;
      else if (token === 'DD') day = value;
      else if (token === 'HH' && value < 24) seconds += value * 3600;
      else if (token === 'mm' && value < 60) seconds += value * 60;
      else if (token === 'ss' && value < 60) seconds += value;
      else if (token.startsWith(FRACTION)) us = Math.floor(value * 10 ** (6 - (stop - at)));
      else return false;
      at = stop;
    }
    this.packedDay = year < 0 ? -1 : year * 10_000 + month * 100 + day;
    this.timeOfDayUs = seconds * 1_000_000 + us;
    return at === end;
  }
}

function fractionEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && at - start < MAX_PLACES && bytes[at]! >= ZERO && bytes[at]! <= ZERO + 9) at++;
  return at;
}

function stepsOf(format: string): readonly Step[] {
  const steps: Step[] = [];
  let at = 0;
  while (at < format.length) {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(format)?.[0];
    steps.push({ token, byte: format.charCodeAt(at) });
    at += token?.length ?? 1;
  }
  return steps;
}
