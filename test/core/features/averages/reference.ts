// Slow averages of prices over whole arrays, from their published definitions: what the incremental ones must equal.

import type { Step } from '../candles.ts';
import { type Column, ema, mean, rolling } from '../reference.ts';
import { zip } from './columns.ts';

const sum = (xs: readonly number[]) => xs.reduce((total, x) => total + x, 0);

export function wma(xs: Column, n: number): Column {
  return rolling(xs, n, (window) => sum(window.map((x, i) => x * (i + 1))) / sum(window.map((_, i) => i + 1)));
}

/** Hull's steps, half and root cut to whole numbers. */
export function hma(closes: Column, n: number): Column {
  const raw = zip(wma(closes, Math.trunc(n / 2)), wma(closes, n), (short, long) => 2 * short - long);
  return wma(raw, Math.trunc(Math.sqrt(n)));
}

export function dema(closes: Column, n: number): Column {
  const once = ema(closes, n);
  return zip(once, ema(once, n), (a, b) => 2 * a - b);
}

export function tema(closes: Column, n: number): Column {
  const once = ema(closes, n);
  const twice = ema(once, n);
  const difference = zip(once, twice, (a, b) => 3 * a - 3 * b);
  return zip(difference, ema(twice, n), (a, b) => a + b);
}

/** From the close before the first value, as TA-Lib begins. */
export function kama(closes: readonly number[], n: number, fast: number, slow: number): Column {
  const out: Column = closes.map(() => undefined);
  for (let t = n; t < closes.length; t++) {
    const moves = Array.from({ length: n }, (_, k) => Math.abs(closes[t - k]! - closes[t - k - 1]!));
    const efficiency = sum(moves) === 0 ? 1 : Math.abs(closes[t]! - closes[t - n]!) / sum(moves);
    const constant = (efficiency * (2 / (fast + 1) - 2 / (slow + 1)) + 2 / (slow + 1)) ** 2;
    const before = t === n ? closes[t - 1]! : out[t - 1]!;
    out[t] = constant * closes[t]! + (1 - constant) * before;
  }
  return out;
}

export function vwma(steps: readonly Step[], n: number): Column {
  return steps.map((_, t) => {
    const window = steps.slice(Math.max(0, t - n + 1), t + 1).map(({ candle }) => candle);
    if (window.length < n) return undefined;
    return sum(window.map(({ close, volume }) => close * volume)) / sum(window.map(({ volume }) => volume));
  });
}

/** In two passes over the session so far; a deviation below that of rounding to a tick is none. */
export function vwapDeviation(steps: readonly Step[]): Column {
  return steps.map(({ candle, session: { tick } }, t) => {
    const begin = steps.findLastIndex((step, i) => i <= t && step.candle.firstOfSession);
    if (begin < 0) return undefined;
    const session = steps.slice(begin, t + 1).map((step) => step.candle);
    const traded = session.filter(({ volume }) => volume > 0);
    const prices = traded.map(({ high, low, close }) => (high + low + close) / 3);
    const volume = sum(traded.map((c) => c.volume));
    const vwap = sum(prices.map((price, i) => price * traded[i]!.volume)) / volume;
    const variance = sum(prices.map((price, i) => (price - vwap) ** 2 * traded[i]!.volume)) / volume;
    return variance < tick ** 2 / 12 ? undefined : (candle.close - vwap) / Math.sqrt(variance);
  });
}

/** Reference columns by feature id. */
export function averages(steps: readonly Step[]): Map<string, Column> {
  const closes = steps.map(({ candle }) => candle.close);
  return new Map([
    ['sma_20', rolling(closes, 20, mean)],
    ['ema_20', ema(closes, 20)],
    ['wma_20', wma(closes, 20)],
    ['hma_20', hma(closes, 20)],
    ['dema_20', dema(closes, 20)],
    ['tema_20', tema(closes, 20)],
    ['kama_10_2_30', kama(closes, 10, 2, 30)],
    ['vwma_20', vwma(steps, 20)],
    ['vwapDeviation', vwapDeviation(steps)],
  ]);
}
