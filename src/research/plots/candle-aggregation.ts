// Takes candles and a limit; gives fewer, longer ones for display, never joining two days.

import type { CandleColumns } from '../report/session-result.ts';
import { candleDays } from './candle-days.ts';

/** Sizes tried before doubling, in candles: with one-minute candles they are the intervals people know. */
const USUAL_SIZES: readonly number[] = [1, 2, 3, 5, 10, 15, 30, 60, 120, 240];

export interface AggregatedCandles {
  readonly candles: CandleColumns;
  /** Candles joined into one bar; the last bar of a day may have fewer. 1 when nothing was joined. */
  readonly candlesPerBar: number;
}

/** A bar: its candles by index, from inclusive to exclusive. */
type Bar = readonly [from: number, to: number];

function barsOf(timeUs: ArrayLike<number>, size: number): readonly Bar[] {
  const bars: Bar[] = [];
  for (const { from, to } of candleDays(timeUs)) {
    for (let start = from; start < to; start += size) bars.push([start, Math.min(to, start + size)]);
  }
  return bars;
}

/** Candles `from` inclusive to `to` exclusive as plain arrays. */
export function sliceCandles(candles: CandleColumns, from: number, to: number): CandleColumns {
  const cut = (column: ArrayLike<number>): number[] => Array.from({ length: to - from }, (_, i) => column[from + i]!);
  return {
    timeUs: cut(candles.timeUs),
    open: cut(candles.open),
    high: cut(candles.high),
    low: cut(candles.low),
    close: cut(candles.close),
    volume: cut(candles.volume),
  };
}

function join(candles: CandleColumns, bars: readonly Bar[]): CandleColumns {
  const reduce = (column: ArrayLike<number>, start: number, pick: (a: number, b: number) => number): number[] =>
    bars.map(([from, to]) => {
      let value = start;
      for (let i = from; i < to; i += 1) value = pick(value, column[i]!);
      return value;
    });
  return {
    timeUs: bars.map(([, to]) => candles.timeUs[to - 1]!),
    open: bars.map(([from]) => candles.open[from]!),
    high: reduce(candles.high, Number.NEGATIVE_INFINITY, Math.max),
    low: reduce(candles.low, Number.POSITIVE_INFINITY, Math.min),
    close: bars.map(([, to]) => candles.close[to - 1]!),
    volume: reduce(candles.volume, 0, (a, b) => a + b),
  };
}

/**
 * Joins each run of `candlesPerBar` candles of a day so that at most `maxBars` remain (or one bar a day, if there are more
 * days than that). Highs, lows and volumes of what is joined are kept exactly.
 */
export function aggregateCandles(candles: CandleColumns, maxBars: number): AggregatedCandles {
  let size = 1;
  let bars = barsOf(candles.timeUs, size);
  const days = candleDays(candles.timeUs).length;
  for (let tried = 1; bars.length > maxBars && bars.length > days; tried += 1) {
    size = USUAL_SIZES[tried] ?? size * 2;
    bars = barsOf(candles.timeUs, size);
  }
  if (size === 1) return { candles: sliceCandles(candles, 0, candles.timeUs.length), candlesPerBar: 1 };
  return { candles: join(candles, bars), candlesPerBar: size };
}
