// Candles in; indicators of trend over whole arrays, written from their definitions alone, out.

import { atr, type Column, mean, type Prices, trueRange } from '../reference.ts';

/** `f` of the last n candles, where there are n. */
export function windows(candles: readonly Prices[], n: number, f: (window: readonly Prices[]) => number): Column {
  return candles.map((_, t) => (t + 1 < n ? undefined : f(candles.slice(t - n + 1, t + 1))));
}

export function aroon(candles: readonly Prices[], p: number) {
  const age = (xs: number[]) => xs.length - 1 - xs.lastIndexOf(Math.max(...xs));
  const up = windows(candles, p + 1, (window) => (100 * (p - age(window.map((c) => c.high)))) / p);
  const down = windows(candles, p + 1, (window) => (100 * (p - age(window.map((c) => -c.low)))) / p);
  return { up, down, oscillator: up.map((x, t) => (x === undefined ? undefined : x - down[t]!)) };
}

/** Wilder's rules with TA-Lib's start: for each candle the trend it belongs to, its extreme, its factor and tomorrow's stop. */
export function parabolicSar(candles: readonly Prices[], step: number, limit: number): Column {
  const [first, second] = [candles[0]!, candles[1]!];
  const [rise, fall] = [second.high - first.high, first.low - second.low];
  let isLong = !(fall > 0 && fall > rise);
  let seen = [isLong ? second.high : second.low];
  let news = 0;
  let stop = isLong ? first.low : first.high;
  const out: Column = [undefined];
  for (let t = 1; t < candles.length; t++) {
    const { high, low } = candles[t]!;
    const before = candles[Math.max(1, t - 1)]!;
    const extreme = isLong ? Math.max(...seen) : Math.min(...seen);
    const isHit = isLong ? low <= stop : high >= stop;
    if (isHit) {
      stop = isLong ? Math.max(extreme, before.high, high) : Math.min(extreme, before.low, low);
      isLong = !isLong;
      seen = [isLong ? high : low];
      news = 0;
    } else {
      if (isLong ? high > extreme : low < extreme) news++;
      seen.push(isLong ? high : low);
    }
    out.push(stop);
    const factor = Math.min(limit, step * (1 + news));
    const goal = isLong ? Math.max(...seen) : Math.min(...seen);
    const closer = stop + factor * (goal - stop);
    stop = isLong ? Math.min(closer, before.low, low) : Math.max(closer, before.high, high);
  }
  return out;
}

/** The reference implementation of TradingView's manual, which calls upward −1; here upward is 1. */
export function supertrend(candles: readonly Prices[], p: number, k: number) {
  const ranges = atr(candles, p);
  const bands: { upper: number; lower: number }[] = [];
  const direction: Column = [];
  const line: Column = [];
  candles.forEach(({ high, low, close }, t) => {
    const range = ranges[t];
    if (range === undefined) {
      direction.push(undefined);
      line.push(undefined);
      return;
    }
    const before = bands[t - 1];
    let [upper, lower] = [(high + low) / 2 + k * range, (high + low) / 2 - k * range];
    if (before !== undefined) {
      const closeBefore = candles[t - 1]!.close;
      lower = lower > before.lower || closeBefore < before.lower ? lower : before.lower;
      upper = upper < before.upper || closeBefore > before.upper ? upper : before.upper;
    }
    bands[t] = { upper, lower };
    let side = -1;
    if (before !== undefined && line[t - 1] === before.upper && direction[t - 1] === -1) side = close > upper ? 1 : -1;
    else if (before !== undefined) side = close < lower ? -1 : 1;
    direction.push(side);
    line.push(side === 1 ? lower : upper);
  });
  return { direction, line };
}

export function middle(candles: readonly Prices[], n: number): Column {
  return windows(
    candles,
    n,
    (window) => (Math.max(...window.map((c) => c.high)) + Math.min(...window.map((c) => c.low))) / 2,
  );
}

export function vortex(candles: readonly Prices[], p: number) {
  const ranges = trueRange(candles);
  const total = (f: (t: number) => number): Column =>
    candles.map((_, t) => {
      if (t < p) return undefined;
      let sum = 0;
      let range = 0;
      for (let i = t - p + 1; i <= t; i++) {
        sum += f(i);
        range += ranges[i]!;
      }
      return range === 0 ? undefined : sum / range;
    });
  return {
    plus: total((t) => Math.abs(candles[t]!.high - candles[t - 1]!.low)),
    minus: total((t) => Math.abs(candles[t]!.low - candles[t - 1]!.high)),
  };
}

/** Least squares in two passes. */
export function regression(candles: readonly Prices[], p: number) {
  const lineOf = (window: readonly Prices[]) => {
    const closes = window.map((c) => c.close);
    const [x0, y0] = [mean(closes.map((_, x) => x)), mean(closes)];
    const sum = (f: (x: number, y: number) => number) => closes.reduce((s, y, x) => s + f(x - x0, y - y0), 0);
    const isFlat = closes.every((close) => close === closes[0]);
    return { isFlat, xx: sum((x) => x * x), xy: sum((x, y) => x * y), yy: sum((_x, y) => y * y) };
  };
  const r2 = windows(candles, p, (window) => {
    const { isFlat, xx, xy, yy } = lineOf(window);
    return isFlat ? Number.NaN : (xy * xy) / (xx * yy);
  });
  return {
    slope: windows(candles, p, (window) => lineOf(window).xy / lineOf(window).xx),
    r2: r2.map((x) => (Number.isNaN(x) ? undefined : x)),
  };
}

export function dpo(candles: readonly Prices[], p: number): Column {
  const back = Math.floor(p / 2) + 1;
  return candles.map((_, t) => {
    if (t + 1 < p || t < back) return undefined;
    return candles[t - back]!.close - mean(candles.slice(t + 1 - p, t + 1).map((c) => c.close));
  });
}
