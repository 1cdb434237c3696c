// A store with the trades of an instrument in; its one-minute bars out, built as the engine builds candles.

import { readEvents } from '../src/adapters/datasets/reader/event-reader.ts';
import type { DatasetStore } from '../src/adapters/datasets/store.ts';
import { TimeCandleBuilder } from '../src/core/candles/time-candle-builder.ts';
import { F64_A, F64_B } from '../src/core/market/event-record.ts';

const MINUTE_US = 60_000_000;

/** Start in microseconds UTC, open, high, low, close, quantity. */
export type MinuteBar = readonly [startUs: number, open: number, high: number, low: number, close: number, sum: number];

/** Each day by itself; minutes without a trade have no bar. */
export async function minuteBarsOf(store: DatasetStore, instrument: string): Promise<readonly MinuteBar[]> {
  const bars: MinuteBar[] = [];
  for (const { day } of store.parts(instrument, 'trades')) await addDay(store, instrument, day, bars);
  return bars;
}

async function addDay(store: DatasetStore, instrument: string, day: string, bars: MinuteBar[]): Promise<void> {
  const builder = new TimeCandleBuilder(MINUTE_US);
  const closeUpTo = (timeUs: number): void => {
    for (let end = builder.advanceTo(timeUs); end !== 'none'; end = builder.advanceTo(timeUs)) {
      const { openTimeUs, open, high, low, close, volume } = builder.candle;
      if (end === 'closed') bars.push([openTimeUs, open, high, low, close, volume]);
    }
  };
  const series = [{ instrument, instrumentId: 0, kinds: ['trades'] as const }];
  // counted from 1970, minutes are those of every clock
  builder.startSession(0);
  for await (const batch of readEvents(store, { series, from: day, to: day })) {
    const { f64 } = batch;
    for (let index = 0; index < batch.length; index++) {
      const timeUs = batch.exchangeTimeUsAt(index);
      closeUpTo(timeUs);
      const f = batch.f64At(index);
      builder.addTrade(timeUs, f64[f + F64_A]!, f64[f + F64_B]!, batch.flagsAt(index));
    }
  }
  // the present minute ends, then the one that may have begun
  for (let left = 2; left > 0 && builder.boundaryUs !== undefined; left--) closeUpTo(builder.boundaryUs + 1);
}
