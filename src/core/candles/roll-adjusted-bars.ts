// Warm-up records of an earlier contract and the change of its prices in; the same records at prices of the later contract out.

import { adjustedPrice, nearestOnGrid } from '../market/continuous/adjusted-price.ts';
import type { PriceChange } from '../market/continuous/adjustment.ts';
import { EventBatch } from '../market/event-batch.ts';
import { I32_A, I32_D, Kind, RECORD_I32 } from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { priceAt, tickAt } from '../market/price-grid.ts';
import type { Candle } from './candle.ts';

/**
 * Prices on the tick grid: a difference is whole ticks, a ratio is rounded to the nearest tick. Times, volumes, trades and flow stay
 * as they were traded. The records are copies.
 */
export function rollAdjustedBars(bars: EventBatch, change: PriceChange, instrument: Instrument): EventBatch {
  const out = new EventBatch(Math.max(1, bars.length));
  for (let index = 0; index < bars.length; index++) {
    const at = out.pushFrom(bars, index);
    if (out.kindAt(at) !== Kind.bar) continue;
    // open, high, low and close stand side by side, in ticks
    for (let word = at * RECORD_I32 + I32_A; word <= at * RECORD_I32 + I32_D; word++) {
      out.i32[word] = tickAt(instrument, rollAdjustedPrice(priceAt(instrument, out.i32[word]!), change, instrument));
    }
  }
  return out;
}

/** The same of one candle. */
export function rollAdjustedCandle(candle: Candle, change: PriceChange, instrument: Instrument): Candle {
  const moved = (price: number): number => rollAdjustedPrice(price, change, instrument);
  const { open, high, low, close } = candle;
  return { ...candle, open: moved(open), high: moved(high), low: moved(low), close: moved(close) };
}

function rollAdjustedPrice(price: number, change: PriceChange, instrument: Instrument): number {
  return nearestOnGrid(instrument, adjustedPrice(change, price));
}
