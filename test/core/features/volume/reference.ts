// Slow, obvious volume indicators over whole arrays, written from the published definitions alone.

import type { Candle } from '../../../../src/core/candles/candle.ts';
import { type Column, ema, mean, rolling } from '../reference.ts';

type Candles = readonly Candle[];

const sum = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);

/** For each candle, those of its session up to it; undefined where the session's first candle is not among them. */
function sessionsSoFar(candles: Candles): (Candle[] | undefined)[] {
  return candles.map((_, t) => {
    let first = t;
    while (first >= 0 && !candles[first]!.firstOfSession) first--;
    return first < 0 ? undefined : candles.slice(first, t + 1);
  });
}

function sinceOpening(candles: Candles, f: (session: Candle[]) => number): Column {
  return sessionsSoFar(candles).map((session) => session && f(session));
}

export function moneyFlowVolume({ high, low, close, volume }: Candle): number {
  return high === low ? 0 : (volume * (close - low - (high - close))) / (high - low);
}

/** `f` of each candle but the first and the one before it. */
function steps(session: Candles, f: (now: Candle, before: Candle) => number): number[] {
  return session.slice(1).map((now, t) => f(now, session[t]!));
}

export const obv = (candles: Candles): Column =>
  sinceOpening(
    candles,
    (session) => session[0]!.volume + sum(steps(session, (c, b) => Math.sign(c.close - b.close) * c.volume)),
  );

export const adLine = (candles: Candles): Column =>
  sinceOpening(candles, (session) => sum(session.map(moneyFlowVolume)));

export const pvt = (candles: Candles): Column =>
  sinceOpening(candles, (session) => sum(steps(session, (c, b) => c.volume * (c.close / b.close - 1))));

const product = (xs: readonly number[]): number => xs.reduce((total, x) => total * x, 1000);

export const nvi = (candles: Candles): Column =>
  sinceOpening(candles, (session) => product(steps(session, (c, b) => (c.volume < b.volume ? c.close / b.close : 1))));

export const pvi = (candles: Candles): Column =>
  sinceOpening(candles, (session) => product(steps(session, (c, b) => (c.volume > b.volume ? c.close / b.close : 1))));

/** `f` of the last n candles at each place, where there are n. */
function windows(candles: Candles, n: number, f: (window: Candles) => number): Column {
  return candles.map((_, t) => (t + 1 < n ? undefined : f(candles.slice(t + 1 - n, t + 1))));
}

export const chaikinMoneyFlow = (candles: Candles, n: number): Column =>
  windows(candles, n, (window) => sum(window.map(moneyFlowVolume)) / sum(window.map(({ volume }) => volume)));

export const mfi = (candles: Candles, n: number): Column =>
  windows(candles, n + 1, (window) => {
    const typical = (c: Candle) => (c.high + c.low + c.close) / 3;
    const flow = (side: number) =>
      sum(steps(window, (c, b) => (Math.sign(typical(c) - typical(b)) === side ? typical(c) * c.volume : 0)));
    return 100 - 100 / (1 + flow(1) / flow(-1));
  });

/** Both averages start from the line's first value. */
export function chaikinOscillator(candles: Candles, fast: number, slow: number): Column {
  let line = 0;
  const lines = candles.map((candle) => {
    line += moneyFlowVolume(candle);
    return line;
  });
  const average = (n: number) => {
    const weight = 2 / (n + 1);
    const out = [lines[0]!];
    for (const x of lines.slice(1)) out.push(weight * x + (1 - weight) * out.at(-1)!);
    return out;
  };
  const [short, long] = [average(fast), average(slow)];
  return lines.map((_, t) => (t + 1 < slow ? undefined : short[t]! - long[t]!));
}

export const forceIndex = (candles: Candles, n: number): Column =>
  ema([undefined, ...steps(candles, (c, b) => (c.close - b.close) * c.volume)], n);

/** Move of the middle over the box ratio, as published; a candle without volume has none. */
export function easeOfMovement(candles: Candles, n: number): Column {
  const single = steps(candles, (c, b) => {
    if (c.high === c.low) return c.volume > 0 ? 0 : Number.NaN;
    const boxRatio = c.volume / 10_000 / (c.high - c.low);
    return boxRatio === 0 ? Number.NaN : ((c.high + c.low) / 2 - (b.high + b.low) / 2) / boxRatio;
  });
  return rolling([undefined, ...single], n, mean);
}

export const volumeOscillator = (candles: Candles, fast: number, slow: number): Column =>
  windows(candles, slow, (window) => {
    const volumes = window.map(({ volume }) => volume);
    return 100 * (mean(volumes.slice(-fast)) / mean(volumes) - 1);
  });
