// The part kind of a candle interval and the interval of a part kind: `candles-5m` and 300,000,000 microseconds.

import { parseCandleInterval } from '../../core/candles/candle-interval.ts';
import type { PartKind } from './schema.ts';

export const DAY_US = 86_400_000_000;
const HOUR_US = 3_600_000_000;
const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;
const CANDLE_US_MAX = 12 * HOUR_US;

/** `candles-1h` rather than `candles-60m`; a whole day is `daily`. The interval is in whole seconds. */
export function candleKindOf(intervalUs: number): PartKind {
  if (intervalUs === DAY_US) return 'daily';
  if (intervalUs % HOUR_US === 0) return `candles-${intervalUs / HOUR_US}h`;
  if (intervalUs % MINUTE_US === 0) return `candles-${intervalUs / MINUTE_US}m`;
  return `candles-${intervalUs / SECOND_US}s`;
}

/** Microseconds; undefined for kinds that are not candles. The name of a folder is a format: nothing of the core decides on it. */
export function candleIntervalUsOf(kind: string): number | undefined {
  if (kind === 'daily') return DAY_US;
  const match = /^candles-([1-9]\d{0,8})([smh])$/.exec(kind);
  if (match === null) return undefined;
  const us = Number(match[1]) * (match[2] === 's' ? SECOND_US : match[2] === 'm' ? MINUTE_US : HOUR_US);
  return us <= CANDLE_US_MAX ? us : undefined;
}

/** `1m`, `5m`, `1h`, `daily` to microseconds; undefined for anything else, volume and trade intervals included. */
export function intervalUsOf(text: string): number | undefined {
  if (text === 'daily' || text === '1d') return DAY_US;
  const interval = parseCandleInterval(text);
  return interval?.kind === 'time' ? interval.us : undefined;
}

const TICK_KINDS: ReadonlySet<string> = new Set(['trades', 'quotes', 'levels', 'orders', 'lasts']);

/** A folder name read back as a kind; undefined for names this version does not know. */
export function parsePartKind(name: string): PartKind | undefined {
  if (TICK_KINDS.has(name)) return name as PartKind;
  const intervalUs = candleIntervalUsOf(name);
  return intervalUs !== undefined && candleKindOf(intervalUs) === name ? (name as PartKind) : undefined;
}
