// The vendor's summary of the day in; up to three events of kind dailySummary out, each part only when something in it changed, and price limits.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import {
  F64_A,
  F64_B,
  F64_C,
  F64_RECEIVED,
  I32_A,
  I32_B,
  I32_C,
  I32_D,
  I32_E,
  I32_F,
  I32_G,
  I32_H,
  Kind,
  RECORD_F64,
  RECORD_I32,
} from '../../../core/market/event-record.ts';
import { isOnGrid, tickAt } from '../../../core/market/price-grid.ts';
import { DAILY } from '../feed/feed-record.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FollowedInstrument } from './feed-facts.ts';
import { LimitDecoder } from './price-limits.ts';

/*
 * kind dailySummary, flags = part:
 *   trading  i32 A..D  open, high, low, close in ticks, NO_TICKS where there is none
 *            f64 C     turnover, BRL
 *            i32 G, H  contracts traded, number of trades
 *   flow     f64 A, B  turnover of buying and of selling aggressors, BRL
 *            i32 E, F  contracts of buying and of selling aggressors
 *            i32 G, H  trades of buying and of selling aggressors
 *   terms    f64 A..C  settlement, upper and lower limit of prices in points, 0 where there is none; a settlement is on no grid
 *            i32 G     open contracts
 */
export const DailyPart = { trading: 0, flow: 1, terms: 2 } as const;
/** A price in ticks that is absent. */
export const NO_TICKS = -2_147_483_648;

const FLOATS = 10;
const INTEGERS = 7;
/** Places among the floats. */
const CLOSE = 3;
const UPPER = 6;
const LOWER = 7;
/** Of the ten floats from `open` and the seven integers from `quantity`: the part that each belongs to. */
const partOfFloat = [0, 0, 0, 0, 0, 2, 2, 2, 1, 1] as const;
const partOfInteger = [0, 0, 2, 1, 1, 1, 1] as const;

export class DailyDecoder {
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private readonly limits: LimitDecoder;
  private readonly floats = new Float64Array(FLOATS);
  private readonly integers = new Int32Array(INTEGERS);
  /** Bits of the parts that changed or were never told. */
  private changed = 0b111;
  private receivedUs = 0;
  private timeUs = 0;

  constructor(instrument: FollowedInstrument, counters: DecodeCounters) {
    this.instrument = instrument;
    this.counters = counters;
    this.limits = new LimitDecoder(instrument, counters);
  }

  /** `timeUs`: the summary's own time, or when it was received where it has none. */
  take(view: DataView, at: number, timeUs: number, arrival: Arrival, batch: EventBatch): void {
    if (!this.isReadable(view, at)) return;
    const { floats, integers } = this;
    for (let k = 0; k < FLOATS; k++) {
      const value = finite(view.getFloat64(at + DAILY.open + 8 * k, true));
      if (value !== floats[k]) this.changed |= 1 << partOfFloat[k]!;
      floats[k] = value;
    }
    for (let k = 0; k < INTEGERS; k++) {
      const value = view.getInt32(at + DAILY.quantity + 4 * k, true);
      if (value !== integers[k]) this.changed |= 1 << partOfInteger[k]!;
      integers[k] = value;
    }
    this.timeUs = timeUs;
    this.receivedUs = arrival.us;
    if ((this.changed & 1) !== 0) this.pushTrading(batch);
    if ((this.changed & 2) !== 0) this.pushFlow(batch);
    if ((this.changed & 4) !== 0) this.pushTerms(batch);
    this.changed = 0;
    const lower = view.getFloat64(at + DAILY.open + 8 * LOWER, true);
    const upper = view.getFloat64(at + DAILY.open + 8 * UPPER, true);
    this.limits.take(lower, upper, floats[CLOSE]!, timeUs, arrival, batch);
  }

  /** Tells all parts again at the next summary. */
  forget(): void {
    this.changed = 0b111;
    this.limits.forget();
  }

  private isReadable(view: DataView, at: number): boolean {
    for (let k = 0; k < 4; k++) {
      const price = view.getFloat64(at + DAILY.open + 8 * k, true);
      if (!(price > 0) || isOnGrid(this.instrument.grid, price)) continue;
      this.counters.offGrid += 1;
      return false;
    }
    return true;
  }

  private pushTrading(batch: EventBatch): void {
    const index = this.push(DailyPart.trading, batch);
    const i = index * RECORD_I32;
    const { floats, integers } = this;
    batch.i32[i + I32_A] = this.ticksOf(floats[0]!);
    batch.i32[i + I32_B] = this.ticksOf(floats[1]!);
    batch.i32[i + I32_C] = this.ticksOf(floats[2]!);
    batch.i32[i + I32_D] = this.ticksOf(floats[3]!);
    batch.f64[index * RECORD_F64 + F64_C] = floats[4]!;
    batch.i32[i + I32_G] = integers[0]!;
    batch.i32[i + I32_H] = integers[1]!;
  }

  private pushFlow(batch: EventBatch): void {
    const index = this.push(DailyPart.flow, batch);
    const i = index * RECORD_I32;
    const f = index * RECORD_F64;
    const { floats, integers } = this;
    batch.f64[f + F64_A] = floats[8]!;
    batch.f64[f + F64_B] = floats[9]!;
    batch.i32[i + I32_E] = integers[3]!;
    batch.i32[i + I32_F] = integers[4]!;
    batch.i32[i + I32_G] = integers[5]!;
    batch.i32[i + I32_H] = integers[6]!;
  }

  private pushTerms(batch: EventBatch): void {
    const index = this.push(DailyPart.terms, batch);
    const f = index * RECORD_F64;
    const { floats, integers } = this;
    batch.f64[f + F64_A] = floats[5]!;
    batch.f64[f + F64_B] = floats[6]!;
    batch.f64[f + F64_C] = floats[7]!;
    batch.i32[index * RECORD_I32 + I32_G] = integers[2]!;
  }

  private push(part: number, batch: EventBatch): number {
    const index = batch.push(Kind.dailySummary, part, this.instrument.instrumentId, this.timeUs, this.timeUs);
    batch.f64[index * RECORD_F64 + F64_RECEIVED] = this.receivedUs;
    this.counters.summaries += 1;
    return index;
  }

  private ticksOf(price: number): number {
    return price > 0 ? tickAt(this.instrument.grid, price) : NO_TICKS;
  }
}

/** Absent numbers come as 0, negative ones or infinities. */
function finite(value: number): number {
  return value > 0 && value < Number.POSITIVE_INFINITY ? value : 0;
}
