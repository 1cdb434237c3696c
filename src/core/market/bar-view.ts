// A bar or bar-flow record and its instrument in; its fields by name out, in one object that is filled again and again.

import { barTimeUs } from './bar-time.ts';
import type { EventBatch } from './event-batch.ts';
import {
  BAR_TRADES_UNKNOWN,
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  I32_A,
  I32_B,
  I32_C,
  I32_D,
  I32_E,
  I32_F,
  I32_G,
  RECORD_I32,
} from './event-record.ts';
import type { Instrument } from './instrument.ts';
import { priceAt } from './price-grid.ts';

/** A closed candle as it travels: prices in points, start and end in microseconds UTC. */
export class BarView {
  openTimeUs = 0;
  closeTimeUs = 0;
  open = 0;
  high = 0;
  low = 0;
  close = 0;
  volume = 0;
  /** Number of trades; BAR_TRADES_UNKNOWN where the source does not tell. */
  trades = BAR_TRADES_UNKNOWN;

  read(batch: EventBatch, index: number, instrument: Instrument): this {
    const i = index * RECORD_I32;
    const { i32 } = batch;
    this.closeTimeUs = batch.exchangeTimeUsAt(index);
    this.openTimeUs = this.closeTimeUs - barTimeUs(i32, index);
    this.open = priceAt(instrument, i32[i + I32_A]!);
    this.high = priceAt(instrument, i32[i + I32_B]!);
    this.low = priceAt(instrument, i32[i + I32_C]!);
    this.close = priceAt(instrument, i32[i + I32_D]!);
    this.volume = batch.f64[batch.f64At(index) + F64_C]!;
    this.trades = i32[i + I32_G]!;
    return this;
  }
}

/** Microstructure of the bar that follows: contracts and trades by the aggressor's side. */
export class BarFlowView {
  buyVolume = 0;
  sellVolume = 0;
  buyTrades = 0;
  sellTrades = 0;
  rlpVolume = 0;

  read(batch: EventBatch, index: number): this {
    const f = batch.f64At(index);
    const i = index * RECORD_I32;
    this.buyVolume = batch.f64[f + F64_A]!;
    this.sellVolume = batch.f64[f + F64_B]!;
    this.buyTrades = batch.i32[i + I32_E]!;
    this.sellTrades = batch.i32[i + I32_F]!;
    this.rlpVolume = batch.f64[f + F64_D]!;
    return this;
  }
}
