// The warm-up bars of an epoch in, candles out in order; complete only when their number and digest are as announced.

import type { EpochStart } from '../account/account-event.ts';
import { emptyCandle, type MutableCandle } from '../candles/candle.ts';
import { Digest128 } from '../digest128.ts';
import { dayNumberAt } from '../market/civil-time.ts';
import type { EventBatch } from '../market/event-batch.ts';
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
  I32_H,
  RECORD_I32,
} from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { priceAt } from '../market/price-grid.ts';
import { addWarmupRecord } from './warmup-digest.ts';

export type WarmupEnd =
  | { readonly kind: 'more' }
  | { readonly kind: 'complete' }
  | { readonly kind: 'wrong'; readonly reason: string };

const MORE: WarmupEnd = { kind: 'more' };
const COMPLETE: WarmupEnd = { kind: 'complete' };

export class Warmup {
  readonly candle: MutableCandle = emptyCandle();
  private expected = 0;
  private seen = 0;
  private announced = '';
  private digest = new Digest128();
  private readonly lastDay = new Map<number, number>();

  start(epoch: EpochStart): WarmupEnd {
    this.expected = epoch.warmupBars;
    this.announced = epoch.warmupDigest;
    this.seen = 0;
    this.digest = new Digest128();
    this.lastDay.clear();
    this.clearFlow();
    return this.end();
  }

  onFlow(batch: EventBatch, index: number): void {
    addWarmupRecord(this.digest, batch, index);
    const f = batch.f64At(index);
    this.candle.buyVolume = batch.f64[f + F64_A]!;
    this.candle.sellVolume = batch.f64[f + F64_B]!;
    this.candle.buyTrades = batch.i32[index * RECORD_I32 + I32_E]!;
    this.candle.sellTrades = batch.i32[index * RECORD_I32 + I32_F]!;
    this.candle.rlpVolume = batch.f64[f + F64_D]!;
    this.candle.hasFlow = true;
  }

  /** Fills `candle`; the caller hands it on before the next record. */
  onBar(batch: EventBatch, index: number, instrument: Instrument): void {
    addWarmupRecord(this.digest, batch, index);
    this.seen += 1;
    const i = index * RECORD_I32;
    const { candle } = this;
    const trades = batch.i32[i + I32_G]!;
    candle.closeTimeUs = batch.exchangeTimeUsAt(index);
    candle.openTimeUs = candle.closeTimeUs - batch.i32[i + I32_H]! * 1_000_000;
    candle.open = priceAt(instrument, batch.i32[i + I32_A]!);
    candle.high = priceAt(instrument, batch.i32[i + I32_B]!);
    candle.low = priceAt(instrument, batch.i32[i + I32_C]!);
    candle.close = priceAt(instrument, batch.i32[i + I32_D]!);
    candle.volume = batch.f64[batch.f64At(index) + F64_C]!;
    candle.hasTrades = trades !== BAR_TRADES_UNKNOWN;
    candle.trades = candle.hasTrades ? trades : 0;
    const day = dayNumberAt(candle.openTimeUs);
    const id = batch.instrumentAt(index);
    candle.firstOfSession = this.lastDay.get(id) !== day;
    this.lastDay.set(id, day);
  }

  /** To be asked after each bar, once the candle was handed on. */
  end(): WarmupEnd {
    this.clearFlow();
    if (this.seen < this.expected) return MORE;
    if (this.seen > this.expected)
      return { kind: 'wrong', reason: `${this.seen} warm-up bars, ${this.expected} announced` };
    const digest = this.digest.hex();
    return digest === this.announced
      ? COMPLETE
      : { kind: 'wrong', reason: `warm-up digest ${digest}, announced ${this.announced}` };
  }

  private clearFlow(): void {
    this.candle.buyVolume = 0;
    this.candle.sellVolume = 0;
    this.candle.buyTrades = 0;
    this.candle.sellTrades = 0;
    this.candle.rlpVolume = 0;
    this.candle.hasFlow = false;
  }
}
