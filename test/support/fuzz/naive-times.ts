// A time format of a mapping (`YYYY-MM-DD HH:mm:ss.SSS`, `epochMillis`) to what reads a field of it, by regular expressions.

import { clockUs, DAY_US, dayOf } from './naive-fields.ts';

/** What a field of times says; parts that it does not have are undefined. */
export interface ReadTime {
  readonly day?: number;
  readonly timeOfDayUs: number;
  readonly ns: number;
  readonly offsetMinutes?: number;
  /** Microseconds UTC of a number since 1970. */
  readonly utcUs?: number;
}

export interface NaiveTime {
  readonly keepsNanoseconds: boolean;
  readonly read: (field: string) => ReadTime | undefined;
}

const UNITS_NS: Readonly<Record<string, bigint>> = {
  Seconds: 1_000_000_000n,
  Millis: 1_000_000n,
  Micros: 1000n,
  Nanos: 1n,
};
const UNITS_OF_DAY: Readonly<Record<string, string>> = {
  secondsOfDay: 'Seconds',
  millisOfDay: 'Millis',
  microsOfDay: 'Micros',
  nanosOfDay: 'Nanos',
};
const MICRO_PLACES = 6;
const MAX_OFFSET_HOURS = 14;

export function naiveTime(format: string): NaiveTime {
  const epoch = /^epoch(\w+)$/.exec(format)?.[1];
  const unit = epoch ?? UNITS_OF_DAY[format];
  if (unit !== undefined) return { keepsNanoseconds: unit === 'Nanos', read: numberReader(unit, epoch !== undefined) };
  const tokens = format.match(/YYYY|YY|MM|DD|HH|mm|ss|S+|Z|'[^']*'|./g)!;
  const places = tokens.find((token) => token.startsWith('S'))?.length ?? 0;
  const keepsNanoseconds = places > MICRO_PLACES;
  const pattern = new RegExp(`^${patternOf(tokens)}$`);
  return { keepsNanoseconds, read: (field) => readParts(pattern.exec(field)?.groups, keepsNanoseconds) };
}

/** A whole number of the unit, or one with a fraction that is whole in nanoseconds (or microseconds). */
function numberReader(unit: string, isEpoch: boolean): (field: string) => ReadTime | undefined {
  const unitNs = UNITS_NS[unit]!;
  return (field) => {
    const match = /^(\d+)(?:\.(\d+))?$/.exec(field);
    if (match === null) return undefined;
    const fraction = match[2] ?? '';
    const scaled = BigInt(match[1]! + fraction) * unitNs;
    const scale = 10n ** BigInt(fraction.length);
    const nanos = scaled / scale;
    if (scaled % scale !== 0n || (unit !== 'Nanos' && nanos % 1000n !== 0n)) return undefined;
    const us = Number(nanos / 1000n);
    if (!isEpoch && us >= DAY_US) return undefined;
    const ns = Number(nanos % 1000n);
    return isEpoch ? { timeOfDayUs: 0, ns, utcUs: us } : { timeOfDayUs: us, ns };
  };
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  YY: '(?<short>\\d\\d)',
  MM: '(?<month>\\d\\d)',
  DD: '(?<day>\\d\\d)',
  HH: '(?<hour>\\d\\d)',
  mm: '(?<minute>\\d\\d)',
  ss: '(?<second>\\d\\d)',
  Z: '(?<offset>Z|[+-]\\d\\d(?::?\\d\\d)?)',
};

/** A fraction behind a mark may be missing with its mark, and have any number of digits up to nine. */
function patternOf(tokens: readonly string[]): string {
  let pattern = '';
  for (const [index, token] of tokens.entries()) {
    const isFraction = token.startsWith('S');
    const nextIsFraction = tokens[index + 1]?.startsWith('S') === true;
    const before = tokens[index - 1] ?? '';
    const isMarked = isFraction && !(before in PARTS);
    if (isMarked) pattern += `(?:${escaped(before)}(?<fraction>\\d{1,9}))?`;
    else if (isFraction) pattern += `(?<fraction>\\d{${token.length}})`;
    else if (token in PARTS) pattern += PARTS[token];
    else if (token.startsWith("'")) pattern += escaped(token.slice(1, -1));
    else if (!nextIsFraction) pattern += escaped(token);
  }
  return pattern;
}

function readParts(parts: Readonly<Record<string, string>> | undefined, keepsNs: boolean): ReadTime | undefined {
  if (parts === undefined) return undefined;
  const { year, short, month, hour = '0', minute = '0', second = '0', fraction = '', offset } = parts;
  const nanos = fraction.padEnd(9, '0');
  const timeOfDayUs = clockUs(hour, minute, second, nanos.slice(0, MICRO_PLACES));
  const ns = Number(nanos.slice(MICRO_PLACES));
  if (timeOfDayUs === undefined || (ns !== 0 && !keepsNs)) return undefined;
  const offsetMinutes = offset === undefined ? undefined : minutesOf(offset);
  if (Number.isNaN(offsetMinutes)) return undefined;
  const time = { timeOfDayUs, ns, ...(offsetMinutes === undefined ? {} : { offsetMinutes }) };
  if (month === undefined) return time;
  const day = dayOf(year ?? `20${short}`, month, parts.day!);
  return day === undefined ? undefined : { ...time, day };
}

/** NaN for more than 14 hours or 59 minutes. */
function minutesOf(offset: string): number {
  if (offset === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(3).replace(':', '') || '0')];
  if (hours > MAX_OFFSET_HOURS || minutes > 59) return Number.NaN;
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) + 0;
}
