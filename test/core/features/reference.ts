// Slow, obvious indicators over whole arrays, written from the published definitions alone: what the incremental ones must equal.

export type Column = (number | undefined)[];

export function mean(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0) / xs.length;
}

/** Divisor n − `freedom`: 0 for the population, 1 for a sample. */
export function deviation(xs: readonly number[], freedom: 0 | 1): number {
  const middle = mean(xs);
  return Math.sqrt(xs.reduce((sum, x) => sum + (x - middle) ** 2, 0) / (xs.length - freedom));
}

/** `f` of the last n numbers at each place, where there are n defined ones. */
export function rolling(xs: Column, n: number, f: (window: number[]) => number): Column {
  return xs.map((_, t) => {
    const window = xs.slice(Math.max(0, t - n + 1), t + 1).filter((x) => x !== undefined);
    return window.length === n ? f(window) : undefined;
  });
}

/** Starts from the mean of the first n defined numbers at or after `from`. */
export function ema(xs: Column, n: number, from = 0): Column {
  const first = Math.max(
    from,
    xs.findIndex((x) => x !== undefined),
  );
  const seed = first + n - 1;
  const out: Column = xs.map(() => undefined);
  for (let t = seed; t < xs.length; t++) {
    out[t] =
      t === seed
        ? mean(xs.slice(first, seed + 1) as number[])
        : (2 / (n + 1)) * xs[t]! + (1 - 2 / (n + 1)) * out[t - 1]!;
  }
  return out;
}

export function wilder(xs: Column, n: number): Column {
  const first = xs.findIndex((x) => x !== undefined);
  const seed = first + n - 1;
  const out: Column = xs.map(() => undefined);
  for (let t = seed; t < xs.length; t++) {
    out[t] = t === seed ? mean(xs.slice(first, seed + 1) as number[]) : out[t - 1]! + (xs[t]! - out[t - 1]!) / n;
  }
  return out;
}

export function rsi(closes: readonly number[], n: number): Column {
  const changes: Column = closes.map((close, t) => (t === 0 ? undefined : close - closes[t - 1]!));
  const rises = wilder(
    changes.map((x) => (x === undefined ? undefined : Math.max(x, 0))),
    n,
  );
  const falls = wilder(
    changes.map((x) => (x === undefined ? undefined : Math.max(-x, 0))),
    n,
  );
  return rises.map((rise, t) => (rise === undefined ? undefined : 100 - 100 / (1 + rise / falls[t]!)));
}

export function macd(closes: readonly number[], fast: number, slow: number, signal: number) {
  const slowAverage = ema([...closes], slow);
  const fastAverage = ema([...closes], fast, slow - fast);
  const line: Column = slowAverage.map((x, t) => (x === undefined ? undefined : fastAverage[t]! - x));
  const signals = ema(line, signal);
  return { line, signal: signals, histogram: signals.map((x, t) => (x === undefined ? undefined : line[t]! - x)) };
}

export interface Prices {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

export function trueRange(prices: readonly Prices[]): Column {
  return prices.map(({ high, low }, t) => {
    if (t === 0) return undefined;
    const before = prices[t - 1]!.close;
    return Math.max(high, before) - Math.min(low, before);
  });
}

export function atr(prices: readonly Prices[], n: number): Column {
  return wilder(trueRange(prices), n);
}

/** Wilder's sums: of the first n − 1 moves plain, from then on S − S/n + x, counted from move n. */
function wilderSum(moves: Column, n: number): Column {
  const out: Column = moves.map(() => undefined);
  let sum = moves.slice(1, n).reduce<number>((total, x) => total + x!, 0);
  for (let t = n; t < moves.length; t++) {
    sum = sum - sum / n + moves[t]!;
    out[t] = sum;
  }
  return out;
}

export function adx(prices: readonly Prices[], n: number) {
  const ups: Column = prices.map(({ high }, t) => (t === 0 ? undefined : high - prices[t - 1]!.high));
  const downs: Column = prices.map(({ low }, t) => (t === 0 ? undefined : prices[t - 1]!.low - low));
  const plusMoves = ups.map((up, t) => (up === undefined ? undefined : up > downs[t]! && up > 0 ? up : 0));
  const minusMoves = downs.map((down, t) => (down === undefined ? undefined : down > ups[t]! && down > 0 ? down : 0));
  const ranges = wilderSum(trueRange(prices), n);
  const share = (sum: Column): Column => sum.map((x, t) => (x === undefined ? undefined : (100 * x) / ranges[t]!));
  const plusDi = share(wilderSum(plusMoves, n));
  const minusDi = share(wilderSum(minusMoves, n));
  const index = plusDi.map((plus, t) =>
    plus === undefined ? undefined : (100 * Math.abs(plus - minusDi[t]!)) / (plus + minusDi[t]!),
  );
  return { plusDi, minusDi, adx: wilder(index, n) };
}

/** Closes with the moves between sessions taken out by ratio, so that c / c[k] is the product of the moves inside sessions. */
export function gapFree(candles: readonly (Prices & { readonly firstOfSession: boolean })[]): number[] {
  const chain: number[] = [];
  candles.forEach((candle, t) => {
    if (t === 0) chain.push(candle.close);
    else {
      const reference = candle.firstOfSession ? candle.open : candles[t - 1]!.close;
      chain.push((chain[t - 1]! * candle.close) / reference);
    }
  });
  return chain;
}

/** The same by points. */
export function gapFreePoints(candles: readonly (Prices & { readonly firstOfSession: boolean })[]): number[] {
  const chain: number[] = [];
  candles.forEach((candle, t) => {
    if (t === 0) chain.push(candle.close);
    else {
      const reference = candle.firstOfSession ? candle.open : candles[t - 1]!.close;
      chain.push(chain[t - 1]! + candle.close - reference);
    }
  });
  return chain;
}

export function changeOver(xs: readonly number[], k: number, f: (now: number, before: number) => number): Column {
  return xs.map((x, t) => (t < k ? undefined : f(x, xs[t - k]!)));
}

export function slope(xs: readonly number[], ys: readonly number[]): number {
  const [x, y] = [mean(xs), mean(ys)];
  const products = xs.reduce((sum, value, i) => sum + (value - x) * (ys[i]! - y), 0);
  return products / xs.reduce((sum, value) => sum + (value - x) ** 2, 0);
}

/** Lo and MacKinlay (1988), equations 12 and 13: overlapping sums, unbiased. */
export function varianceRatio(returns: readonly number[], q: number): number {
  const n = returns.length;
  const drift = mean(returns);
  const single = returns.reduce((sum, r) => sum + (r - drift) ** 2, 0) / (n - 1);
  let squares = 0;
  for (let t = q; t <= n; t++) {
    squares += (returns.slice(t - q, t).reduce((sum, r) => sum + r, 0) - q * drift) ** 2;
  }
  return squares / (q * (n - q + 1) * (1 - q / n)) / single;
}

export function autocorrelation(returns: readonly number[], k: number): number {
  const middle = mean(returns);
  const lagged = returns.slice(k).reduce((sum, r, i) => sum + (r - middle) * (returns[i]! - middle), 0);
  return lagged / returns.reduce((sum, r) => sum + (r - middle) ** 2, 0);
}

/** Rescaled range over blocks of 1/1, 1/2, 1/5, 1/10 of the window. */
export function hurst(returns: readonly number[]): number {
  const sizes = [1, 2, 5, 10].map((parts) => returns.length / parts);
  const rescaled = sizes.map((size) => {
    const blocks = Array.from({ length: returns.length / size }, (_, i) => returns.slice(i * size, (i + 1) * size));
    return mean(
      blocks.map((block) => {
        const middle = mean(block);
        const sums = [0];
        for (const r of block) sums.push(sums.at(-1)! + r - middle);
        return (Math.max(...sums) - Math.min(...sums)) / deviation(block, 0);
      }),
    );
  });
  return slope(sizes.map(Math.log), rescaled.map(Math.log));
}

/** 1 − bipower variation / realised variance, at least 0 (Barndorff-Nielsen and Shephard 2004). */
export function jumpShare(returns: readonly number[]): number {
  const n = returns.length;
  const variance = returns.reduce((sum, r) => sum + r * r, 0);
  const products = returns.slice(1).reduce((sum, r, i) => sum + Math.abs(r * returns[i]!), 0);
  return Math.max(0, 1 - ((Math.PI / 2) * (n / (n - 1)) * products) / variance);
}

export function fractionalDifference(prices: readonly number[], order: number, threshold: number): Column {
  const weights = [1];
  while (Math.abs(weights.at(-1)!) >= threshold) {
    weights.push((-weights.at(-1)! * (order - weights.length + 1)) / weights.length);
  }
  weights.pop();
  return prices.map((_, t) =>
    t + 1 < weights.length ? undefined : weights.reduce((sum, w, k) => sum + w * Math.log(prices[t - k]!), 0),
  );
}
