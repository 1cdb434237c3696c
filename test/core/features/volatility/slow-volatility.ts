// Candles in; measures of volatility over whole arrays, written from their definitions alone, out.

import { atr, type Column, changeOver, deviation, ema, gapFree, mean, type Prices, rolling } from '../reference.ts';

type Candles = readonly (Prices & { readonly firstOfSession: boolean })[];

export function combine(a: Column, b: Column, f: (x: number, y: number) => number): Column {
  return a.map((x, t) => (x === undefined || b[t] === undefined ? undefined : f(x, b[t])));
}

export function keltner(candles: Candles, p: number, a: number, k: number) {
  const middle = ema(
    candles.map((c) => c.close),
    p,
  );
  const range = atr(candles, a);
  return {
    upper: combine(middle, range, (x, y) => x + k * y),
    middle,
    lower: combine(middle, range, (x, y) => x - k * y),
  };
}

export function donchian(candles: Candles, p: number) {
  const upper = rolling(
    candles.map((c) => c.high),
    p,
    (window) => Math.max(...window),
  );
  const lower = rolling(
    candles.map((c) => c.low),
    p,
    (window) => Math.min(...window),
  );
  return { upper, middle: combine(upper, lower, (x, y) => (x + y) / 2), lower };
}

export function bollinger(candles: Candles, p: number, k: number) {
  const closes = candles.map((c) => c.close);
  const middle = rolling(closes, p, mean);
  const spread = rolling(closes, p, (window) => (new Set(window).size === 1 ? 0 : deviation(window, 0)));
  const upper = combine(middle, spread, (m, s) => m + k * s);
  const lower = combine(middle, spread, (m, s) => m - k * s);
  const position = closes.map((c, t) => (spread[t] ? (c - lower[t]!) / (upper[t]! - lower[t]!) : undefined));
  return { upper, middle, lower, width: combine(spread, middle, (s, m) => (2 * k * s) / m), position };
}

export function standardDeviation(candles: Candles, p: number): Column {
  return rolling(
    candles.map((c) => c.close),
    p,
    (window) => deviation(window, 0),
  );
}

export function chaikinVolatility(candles: Candles, p: number, k: number): Column {
  const average = ema(
    candles.map((c) => c.high - c.low),
    p,
  );
  return average.map((x, t) => {
    const before = t < k ? undefined : average[t - k];
    return x === undefined || !before ? undefined : (x / before - 1) * 100;
  });
}

export function massIndex(candles: Candles, p: number, n: number): Column {
  const once = ema(
    candles.map((c) => c.high - c.low),
    p,
  );
  const ratios = combine(once, ema(once, p), (x, y) => x / y);
  return rolling(ratios, n, (window) => window.reduce((sum, x) => sum + x, 0));
}

export function ulcerIndex(candles: Candles, n: number): Column {
  const closes = candles.map((c) => c.close);
  const falls = rolling(closes, n, (window) => 100 * (window.at(-1)! / Math.max(...window) - 1));
  return rolling(falls, n, (window) => Math.sqrt(mean(window.map((x) => x * x))));
}

/** 0, 1 or 2 by the share of earlier spreads below the newest. */
export function volatilityTercile(candles: Candles, n: number, history: number): Column {
  const returns = changeOver(gapFree(candles), 1, (now, before) => now / before - 1);
  const spreads = rolling(returns, n, (window) => deviation(window, 1));
  return rolling(spreads, history, (window) => {
    const [newest, others] = [window.at(-1)!, window.slice(0, -1)];
    const below = others.filter((x) => x < newest).length + others.filter((x) => x === newest).length / 2;
    return Math.min(2, Math.floor((3 * below) / others.length));
  });
}
