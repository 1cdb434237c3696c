// Text of a field to what it says, by the plainest means: regular expressions, Number, BigInt and Date. For references only.

import { naiveTrim } from './naive-trim.ts';
export const DAY_US = 86_400_000_000;
/** What a float holds exactly, whatever the digits are. */
const WHOLE_DIGITS = 15;
const EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** A field in double quotes may hold the delimiter; quotes around the whole field are no part of it. */
export function fieldsOf(line: string, delimiter: string): readonly string[] {
  const fields: string[] = [];
  for (let from = 0; ; ) {
    const close = line[from] === '"' ? line.indexOf('"', from + 1) : -1;
    const found = line.indexOf(delimiter, close < 0 ? from : close + 1);
    const field = line.slice(from, found < 0 ? line.length : found);
    fields.push(/^".*"$/s.test(field) && field.length > 1 ? field.slice(1, -1) : field);
    if (found < 0) return fields;
    from = found + delimiter.length;
  }
}

export interface NumberStyle {
  readonly mark: '.' | ',';
  /** Between groups of three digits; empty for none. */
  readonly group: '' | '.' | ',' | ' ';
}

export const POINT_STYLE: NumberStyle = { mark: '.', group: '' };
export const COMMA_STYLE: NumberStyle = { mark: ',', group: '.' };

/** The parts of a decimal number: its digits without marks, and the power of ten they are counted in. */
interface Decimal {
  readonly digits: string;
  readonly exponent: number;
  readonly negative: boolean;
}

/** Undefined for what is no number. Spaces around it, a sign and an exponent are allowed; an exponent not where numbers are grouped. */
function decimalOf(field: string, { mark, group }: NumberStyle): Decimal | undefined {
  const text = naiveTrim(field, ' ');
  const shape = mark === '.' ? /^([+-]?)(\d*)(?:\.(\d+))?$/ : /^([+-]?)(\d*)(?:,(\d+))?$/;
  const [body, power = '0', ...more] = group === '' ? text.split(/[eE]/) : [text];
  if (more.length > 0 || !/^[+-]?\d+$/.test(power)) return undefined;
  let plain = body!;
  if (group !== '' && plain.includes(group)) {
    const mine = group === '.' ? '\\.' : group;
    const grouped = new RegExp(`^[+-]?(?!0+[${mine}])\\d{1,3}([${mine}]\\d{3})+(\\${mark}\\d+)?$`);
    if (!grouped.test(plain)) return undefined;
    plain = plain.replaceAll(group, '');
  }
  const match = shape.exec(plain);
  const [, sign, whole = '', fraction = ''] = match ?? [];
  if (match === null || whole + fraction === '') return undefined;
  const digits = whole + fraction;
  // nothing to the power of anything
  const exponent = /[1-9]/.test(digits) ? Number(power) - fraction.length : 0;
  return { digits, exponent, negative: sign === '-' };
}

/** The float next to the number; undefined for what is no number, too large for a float or so small that nothing is left. */
export function numberOf(field: string, style: NumberStyle): number | undefined {
  const decimal = decimalOf(field, style);
  if (decimal === undefined) return undefined;
  const value = Number(`${decimal.negative ? '-' : ''}${decimal.digits}e${decimal.exponent}`);
  const isLost = value === 0 && /[1-9]/.test(decimal.digits);
  return Number.isFinite(value) && !isLost ? value + 0 : undefined;
}

/** A whole number of up to 15 digits; undefined where a digit other than 0 stands behind the point, or outside the range. */
export function wholeOf(field: string, style: NumberStyle, least: number, most: number): number | undefined {
  const decimal = decimalOf(field, style);
  if (decimal === undefined || Math.abs(decimal.exponent) > 400) return undefined;
  const { digits, exponent, negative } = decimal;
  const kept = exponent < 0 ? digits.padStart(-exponent + 1, '0').slice(0, exponent) : digits + '0'.repeat(exponent);
  const dropped = exponent < 0 ? digits.padStart(-exponent + 1, '0').slice(exponent) : '';
  const value = BigInt(kept) * (negative ? -1n : 1n);
  if (digits.replace(/^0+/, '').length > WHOLE_DIGITS) return undefined;
  if (/[1-9]/.test(dropped) || value < BigInt(least) || value > BigInt(most)) return undefined;
  return Number(value) + 0;
}

/** Digits and nothing else, up to 2^53 - 1. */
export function digitsOf(field: string, least = 0, most = Number.MAX_SAFE_INTEGER): number | undefined {
  if (!/^\d+$/.test(field)) return undefined;
  const value = BigInt(field);
  return value <= EXACT && value >= BigInt(least) && value <= BigInt(most) ? Number(value) : undefined;
}

/** Days since 1970 of a date of 2008 to 2098. */
export function dayOf(year: string, month: string, day: string): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const same = date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  return same && Number(year) >= 2008 && Number(year) <= 2098 ? date.getTime() / 86_400_000 : undefined;
}

/** `2026-01-05`, with dots or slashes too. */
export function yearFirstDay(field: string): number | undefined {
  const match = /^(\d{4})([./-])(\d\d)\2(\d\d)$/.exec(field);
  return match === null ? undefined : dayOf(match[1]!, match[3]!, match[4]!);
}

/** `05/01/2026`, with dots or dashes too. */
export function dayFirstDay(field: string): number | undefined {
  const match = /^(\d\d)([./-])(\d\d)\2(\d{4})$/.exec(field);
  return match === null ? undefined : dayOf(match[4]!, match[3]!, match[1]!);
}

/** Microseconds since midnight of `09:00`, `09:00:00` or `09:00:00.123456`. */
export function clockOf(field: string): number | undefined {
  const match = /^(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?$/.exec(field);
  if (match === null) return undefined;
  const [, hour, minute, second = '0', fraction = ''] = match;
  return clockUs(hour!, minute!, second, fraction.padEnd(6, '0'));
}

/** Undefined for no time of day. `micros` has six digits. */
export function clockUs(hour: string, minute: string, second: string, micros: string): number | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1_000_000 + Number(micros);
}

const OFFSETS = new Map<string, number>();

/** Microseconds that a zone is ahead of UTC at an instant; zones change on full quarters of an hour. */
export function offsetUsAt(zone: string, utcUs: number): number {
  const quarter = Math.floor(utcUs / 900_000_000);
  const key = `${zone} ${quarter}`;
  let offset = OFFSETS.get(key);
  if (offset === undefined) {
    const at = new Date(quarter * 900_000);
    const text = at.toLocaleString('sv-SE', { timeZone: zone });
    offset = (Date.parse(`${text.replace(' ', 'T')}Z`) - at.getTime()) * 1000;
    OFFSETS.set(key, offset);
  }
  return offset;
}

/** UTC of a local clock: the first of two, and where clocks are put forward over it, with the offset before. */
export function utcOf(zone: string, day: number, timeOfDayUs: number): number {
  const localUs = day * DAY_US + timeOfDayUs;
  const before = offsetUsAt(zone, localUs - DAY_US);
  const after = offsetUsAt(zone, localUs + DAY_US);
  if (offsetUsAt(zone, localUs - before) !== before && offsetUsAt(zone, localUs - after) === after)
    return localUs - after;
  return localUs - before;
}

export const SAO_PAULO = 'America/Sao_Paulo';

/** UTC of a time of day counted from midnight by the clock at noon, as files of B3 without a zone are read. */
export function saoPauloUs(day: number, timeOfDayUs: number): number {
  return utcOf(SAO_PAULO, day, DAY_US / 2) - DAY_US / 2 + timeOfDayUs;
}

/** Microseconds and the nanoseconds beyond them. */
export type Instant = readonly [us: number, ns: number];

/** Of 2000 to 2098: nanoseconds since 1970, or `2023-12-25T23:00:00.123456789Z`. */
export function instantOf(field: string): Instant | undefined {
  const iso = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(field);
  const millis = iso === null ? Number.NaN : Date.parse(`${iso[1]}Z`);
  // some months have no 31st, and Date goes on into the next
  const isReal = iso !== null && !Number.isNaN(millis) && new Date(millis).toISOString().startsWith(iso[1]!);
  const fraction = BigInt((iso?.[2] ?? '').padEnd(9, '0'));
  const counted = /^\d{4,}$/.test(field) ? BigInt(field) : undefined;
  const nanos = isReal ? BigInt(millis) * 1_000_000n + fraction : counted;
  if (nanos === undefined) return undefined;
  const us = nanos / 1000n;
  const isInRange = us >= BigInt(Date.UTC(2000, 0, 1)) * 1000n && us < BigInt(Date.UTC(2099, 0, 1)) * 1000n;
  return isInRange ? [Number(us), Number(nanos % 1000n)] : undefined;
}

/** Text in UTF-8 or, where it is none, Windows-1252. */
export function textOf(field: string): string {
  const bytes = Buffer.from(field, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
