// Slow indicators of momentum over whole arrays, from their published definitions: what the incremental ones must equal.

import { zip } from '../averages/columns.ts';
import type { Step } from '../candles.ts';
import { type Column, ema, mean, rolling, rsi } from '../reference.ts';

const sum = (xs: readonly number[]) => xs.reduce((total, x) => total + x, 0);
const finite = (xs: Column): Column => xs.map((x) => (Number.isFinite(x) ? x : undefined));
const back = (xs: Column, k: number): Column => xs.map((_, t) => xs[t - k]);

/** %K and %D of the index; a range of rounding alone is none. */
export function stochRsi(closes: readonly number[], period: number, window: number, smoothing: number, signal: number) {
  const raw = rolling(finite(rsi(closes, period)), window, (values) => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return high - low > 1e-9 ? (100 * (values.at(-1)! - low)) / (high - low) : Number.NaN;
  });
  const k = rolling(finite(raw), smoothing, mean);
  return { k, d: rolling(k, signal, mean) };
}

export function williamsR(steps: readonly Step[], n: number): Column {
  return steps.map(({ candle }, t) => {
    const window = steps.slice(Math.max(0, t - n + 1), t + 1).map((step) => step.candle);
    if (window.length < n) return undefined;
    const [high, low] = [Math.max(...window.map((c) => c.high)), Math.min(...window.map((c) => c.low))];
    return (-100 * (high - candle.close)) / (high - low);
  });
}

export function cci(steps: readonly Step[], n: number): Column {
  const typical: Column = steps.map(({ candle: { high, low, close } }) => (high + low + close) / 3);
  return rolling(typical, n, (window) => {
    if (window.every((x) => x === window[0])) return Number.NaN;
    const middle = mean(window);
    return (window.at(-1)! - middle) / (0.015 * mean(window.map((x) => Math.abs(x - middle))));
  });
}

/** With Wilder's averages, as TA-Lib: written here from rises and falls, not from the index. */
export function cmo(closes: readonly number[], n: number): Column {
  let [rise, fall] = [0, 0];
  return closes.map((close, t) => {
    if (t === 0) return undefined;
    const change = close - closes[t - 1]!;
    const [up, down] = [Math.max(change, 0), Math.max(-change, 0)];
    // the first n changes are summed with equal weight
    rise = t <= n ? rise + up / n : rise - rise / n + up / n;
    fall = t <= n ? fall + down / n : fall - fall / n + down / n;
    return t < n ? undefined : (100 * (rise - fall)) / (rise + fall);
  });
}

export function trix(closes: Column, n: number): Column {
  const smooth = ema(ema(ema(closes, n), n), n);
  return zip(smooth, back(smooth, 1), (now, before) => ((now - before) / before) * 100);
}

export function ultimateOscillator(steps: readonly Step[], windows: readonly [number, number, number]): Column {
  const pressure: Column = [];
  const range: Column = [];
  steps.forEach(({ candle: { high, low, close } }, t) => {
    const before = steps[t - 1]?.candle.close;
    pressure.push(before === undefined ? undefined : close - Math.min(low, before));
    range.push(
      before === undefined ? undefined : Math.max(high - low, Math.abs(high - before), Math.abs(low - before)),
    );
  });
  const [fast, middle, slow] = windows.map((n) =>
    zip(rolling(pressure, n, sum), rolling(range, n, sum), (a, b) => a / b),
  );
  return slow!.map((x, t) => (x === undefined ? undefined : (100 * (4 * fast![t]! + 2 * middle![t]! + x)) / 7));
}

export function awesomeOscillator(steps: readonly Step[], fast: number, slow: number): Column {
  const middles: Column = steps.map(({ candle: { high, low } }) => (high + low) / 2);
  return zip(rolling(middles, fast, mean), rolling(middles, slow, mean), (a, b) => a - b);
}

export function tsi(closes: readonly number[], slow: number, fast: number): Column {
  const changes: Column = closes.map((close, t) => (t === 0 ? undefined : close - closes[t - 1]!));
  const sizes: Column = changes.map((x) => (x === undefined ? undefined : Math.abs(x)));
  return zip(ema(ema(changes, slow), fast), ema(ema(sizes, slow), fast), (a, b) => (100 * a) / b);
}

/** How many closes in a row rose or fell, counted back from each. */
export function streaks(closes: readonly number[]): number[] {
  return closes.map((_, t) => {
    const sign = t === 0 ? 0 : Math.sign(closes[t]! - closes[t - 1]!);
    let count = 0;
    while (sign !== 0 && t - count > 0 && Math.sign(closes[t - count]! - closes[t - count - 1]!) === sign) count++;
    return sign * count;
  });
}

export function connorsRsi(closes: readonly number[], period: number, streak: number, rank: number): Column {
  const returns: Column = closes.map((close, t) => (t === 0 ? undefined : close / closes[t - 1]! - 1));
  const ranks = rolling(returns, rank + 1, (window) => (100 * window.filter((x) => x < window.at(-1)!).length) / rank);
  const ofStreaks = [undefined, ...rsi(streaks(closes).slice(1), streak)];
  const both = zip(finite(rsi(closes, period)), finite(ofStreaks), (a, b) => a + b);
  return zip(both, ranks, (a, b) => (a + b) / 3);
}

/** Reference columns by feature id. */
export function oscillators(steps: readonly Step[]): Map<string, Column> {
  const closes = steps.map(({ candle }) => candle.close);
  const { k, d } = stochRsi(closes, 14, 14, 3, 3);
  return new Map([
    ['rsi_14', rsi(closes, 14)],
    ['stochRsiK_14_14_3_3', k],
    ['stochRsiD_14_14_3_3', d],
    ['williamsR_14', williamsR(steps, 14)],
    ['cci_20', cci(steps, 20)],
    ['roc_10', zip(closes, back(closes, 10), (now, then) => (100 * (now - then)) / then)],
    ['mom_10', zip(closes, back(closes, 10), (now, then) => now - then)],
    ['cmo_14', cmo(closes, 14)],
    ['trix_15', trix(closes, 15)],
    ['ultimateOscillator_7_14_28', ultimateOscillator(steps, [7, 14, 28])],
    ['awesomeOscillator_5_34', awesomeOscillator(steps, 5, 34)],
    ['tsi_25_13', tsi(closes, 25, 13)],
    ['connorsRsi_3_2_100', connorsRsi(closes, 3, 2, 100)],
  ]);
}
