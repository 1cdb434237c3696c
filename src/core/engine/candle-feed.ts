// A candle builder of one instrument with the strategies that read its candles and those that decide on its intervals.

import type { CandleBuilder } from '../candles/candle-builder.ts';
import { makeCandleBuilder } from '../candles/make-candle-builder.ts';
import type { RunningStrategy } from './running-strategy.ts';

export class CandleFeed {
  readonly builder: CandleBuilder;
  /** Set when an interval ended and its decisions are still to be taken. */
  due = false;
  private readonly instrumentId: number;
  private readonly readers: readonly RunningStrategy[];
  private readonly deciders: readonly RunningStrategy[];

  constructor(
    builder: CandleBuilder,
    instrumentId: number,
    readers: readonly RunningStrategy[],
    deciders: readonly RunningStrategy[],
  ) {
    this.builder = builder;
    this.instrumentId = instrumentId;
    this.readers = readers;
    this.deciders = deciders;
  }

  /** Hands the candle that has just closed to everyone who reads it. */
  give(): void {
    for (const runtime of this.readers) runtime.onCandle(this.instrumentId, this.builder.candle);
  }

  /** The interval that ends at the opening had no market: it is no decision point. */
  decide(): void {
    this.due = false;
    for (const runtime of this.deciders) {
      if (this.builder.endedUs > runtime.openUs) runtime.decide('candle');
    }
  }
}

/** One feed for each interval that some strategy wants of an instrument; strategies with the same interval share it. */
export function candleFeedsOf(
  runtimes: readonly RunningStrategy[],
  requested: string,
  instrumentId: number,
): readonly CandleFeed[] {
  const feeds: CandleFeed[] = [];
  const readersAll = runtimes.filter(({ strategy }) => Object.values(strategy.instruments).includes(requested));
  for (const text of new Set(readersAll.map(({ strategy }) => strategy.candle))) {
    const readers = readersAll.filter(({ strategy }) => strategy.candle === text);
    const deciders = readers.filter(({ strategy }) => strategy.instruments.trade === requested);
    feeds.push(new CandleFeed(makeCandleBuilder(readers[0]!.interval), instrumentId, readers, deciders));
  }
  return feeds;
}
