// Labels by the plainest loops over candles as objects: slow, and written without a look at how the product does it.

import { localToUtcUs } from '../../../src/core/market/civil-time.ts';
import { MINUTE_US, type PlainCandle } from './label-frames.ts';

export interface NaiveBarriers {
  readonly side: 1 | -1 | 0;
  /** Points; undefined for none. Of side 0 they are upwards and downwards. */
  readonly target: number | undefined;
  readonly stop: number | undefined;
  readonly candles: number;
  readonly costPoints: number;
  /** Minutes before 18:30, when WDO closes in 2025. */
  readonly flattenMinutes: number;
  readonly isThrough?: boolean;
}

interface NaiveLabel {
  readonly knownUs: number;
  readonly entry: number;
  readonly exit: number;
  readonly touch: string;
  readonly side: number;
  readonly returns: number;
}

const flattenTimes = new Map<string, number>();

/** When everything must be flat on that day. */
function flattenUs(day: string, minutes: number): number {
  const known = flattenTimes.get(`${day} ${minutes}`);
  if (known !== undefined) return known;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const us = localToUtcUs(year, month, date, 18, 30) - minutes * MINUTE_US;
  flattenTimes.set(`${day} ${minutes}`, us);
  return us;
}

export function naiveLabel(candles: readonly PlainCandle[], at: number, asked: NaiveBarriers): NaiveLabel | undefined {
  const decided = candles[at]!;
  const window: PlainCandle[] = [];
  const untilUs = flattenUs(decided.day, asked.flattenMinutes);
  for (let next = at + 1; next <= at + asked.candles && next < candles.length; next++) {
    const candle = candles[next]!;
    if (candle.day !== decided.day || candle.contract !== decided.contract) break;
    if (candle.openTimeUs + MINUTE_US > untilUs) break;
    window.push(candle);
  }
  if (window.length === 0) return undefined;
  const entry = window[0]!.open;
  const ended = (candle: PlainCandle, exit: number, touch: string, side: number): NaiveLabel => {
    const returns = asked.side === 0 ? exit / entry - 1 : (asked.side * (exit - entry) - asked.costPoints) / entry;
    return { knownUs: candle.openTimeUs + MINUTE_US, entry, exit, touch, side, returns };
  };
  for (const [nth, candle] of window.entries()) {
    const found = asked.side === 0 ? firstPrice(candle, nth, entry, asked) : tradeEnd(candle, nth, entry, asked);
    if (found !== undefined) return ended(candle, found.exit, found.touch, found.side);
  }
  const last = window.at(-1)!;
  return ended(last, last.close, window.length < asked.candles ? 'flatten' : 'time', asked.side);
}

interface End {
  readonly exit: number;
  readonly touch: string;
  readonly side: number;
}

function firstPrice(candle: PlainCandle, nth: number, entry: number, { target, stop }: NaiveBarriers): End | undefined {
  const up = entry + (target ?? 1e9);
  const down = entry - (stop ?? 1e9);
  if (nth > 0 && candle.open >= up) return { exit: candle.open, touch: 'up', side: 1 };
  if (nth > 0 && candle.open <= down) return { exit: candle.open, touch: 'down', side: -1 };
  if (candle.high >= up && candle.low <= down) return { exit: candle.close, touch: 'both', side: 0 };
  if (candle.high >= up) return { exit: up, touch: 'up', side: 1 };
  if (candle.low <= down) return { exit: down, touch: 'down', side: -1 };
  return undefined;
}

/** In profits and losses instead of prices. */
function tradeEnd(candle: PlainCandle, nth: number, entry: number, asked: NaiveBarriers): End | undefined {
  const { side, target = 1e9, stop = 1e9, isThrough = false } = asked;
  const gained = (price: number): number => side * (price - entry);
  const isTarget = (price: number): boolean => (isThrough ? gained(price) > target : gained(price) >= target);
  const isStop = (price: number): boolean => gained(price) <= -stop;
  const [best, worst] = side === 1 ? [candle.high, candle.low] : [candle.low, candle.high];
  if (nth > 0 && isStop(candle.open)) return { exit: candle.open, touch: 'stop', side };
  if (nth > 0 && isTarget(candle.open)) return { exit: entry + side * target, touch: 'target', side };
  if (isStop(worst)) return { exit: entry - side * stop, touch: 'stop', side };
  if (isTarget(best)) return { exit: entry + side * target, touch: 'target', side };
  return undefined;
}
