// A growable batch of packed event records with typed views; writers append, readers use the views and offsets directly.

import { assert } from '../assert.ts';
import { writeBarTime } from './bar-time.ts';
import {
  F64_A,
  F64_B,
  F64_C,
  F64_D,
  F64_EXCHANGE,
  F64_RECEIVED,
  F64_SEQ,
  I32_A,
  I32_B,
  I32_C,
  I32_D,
  I32_E,
  I32_F,
  I32_G,
  I32_H,
  I32_INSTRUMENT,
  I32_KIND,
  Kind,
  type KindName,
  type KindNumber,
  NO_INSTRUMENT,
  type PhaseNumber,
  RECORD_BYTES,
  RECORD_F64,
  RECORD_I32,
} from './event-record.ts';

/** An event whose content does not fit a record: it travels as an object beside the record that gives it its place. */
export interface PayloadEvent {
  readonly kind: KindName;
}

/** The most records one batch may hold (1 GiB): a day that is larger is read in several batches. */
const MAX_BATCH_RECORDS = 1 << 24;

/** Packed records in order. Times are integer microseconds UTC, prices instrument points, quantities contracts. */
export class EventBatch {
  length = 0;
  bytes: Uint8Array;
  i32: Int32Array;
  f64: Float64Array;
  readonly payloads: PayloadEvent[] = [];

  constructor(capacity = 1024) {
    const buffer = new ArrayBuffer(Math.max(1, capacity) * RECORD_BYTES);
    this.bytes = new Uint8Array(buffer);
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }

  clear(): void {
    this.length = 0;
    this.payloads.length = 0;
  }

  /** Word offset (f64) of a record. */
  f64At(index: number): number {
    return index * RECORD_F64;
  }

  kindAt(index: number): KindNumber {
    return (this.i32[index * RECORD_I32 + I32_KIND]! & 0xff) as KindNumber;
  }

  flagsAt(index: number): number {
    return this.i32[index * RECORD_I32 + I32_KIND]! >>> 8;
  }

  instrumentAt(index: number): number {
    return this.i32[index * RECORD_I32 + I32_INSTRUMENT]!;
  }

  seqAt(index: number): number {
    return this.f64[index * RECORD_F64 + F64_SEQ]!;
  }

  receivedTimeUsAt(index: number): number {
    return this.f64[index * RECORD_F64 + F64_RECEIVED]!;
  }

  exchangeTimeUsAt(index: number): number {
    return this.f64[index * RECORD_F64 + F64_EXCHANGE]!;
  }

  payloadAt(index: number): PayloadEvent {
    const payload = this.payloads[this.f64[index * RECORD_F64 + F64_A]!];
    if (payload === undefined) assert(false, `record ${index} of kind ${this.kindAt(index)} has no payload`);
    return payload;
  }

  /** The sequencer's stamp: done in place, once, when an event takes its seat in the session. */
  stamp(index: number, seq: number, receivedTimeUs: number): void {
    this.f64[index * RECORD_F64 + F64_SEQ] = seq;
    this.f64[index * RECORD_F64 + F64_RECEIVED] = receivedTimeUs;
  }

  /** Appends a record with its head; the caller writes the payload words. Returns the index. */
  push(kind: number, flags: number, instrumentId: number, receivedTimeUs: number, exchangeTimeUs: number): number {
    const index = this.length;
    if ((index + 1) * RECORD_BYTES > this.bytes.length) this.grow(index + 1);
    const i = index * RECORD_I32;
    const f = index * RECORD_F64;
    this.f64.fill(0, f, f + RECORD_F64);
    this.i32[i + I32_KIND] = kind | (flags << 8);
    this.i32[i + I32_INSTRUMENT] = instrumentId;
    this.f64[f + F64_RECEIVED] = receivedTimeUs;
    this.f64[f + F64_EXCHANGE] = exchangeTimeUs;
    this.length = index + 1;
    return index;
  }

  pushTrade(
    instrumentId: number,
    exchangeTimeUs: number,
    price: number,
    quantity: number,
    flags: number,
    tradeId: number,
    buyAgent: number,
    sellAgent: number,
  ): number {
    const index = this.push(Kind.trade, flags, instrumentId, exchangeTimeUs, exchangeTimeUs);
    const f = index * RECORD_F64;
    this.f64[f + F64_A] = price;
    this.f64[f + F64_B] = quantity;
    this.f64[f + F64_C] = tradeId;
    this.i32[index * RECORD_I32 + I32_G] = buyAgent;
    this.i32[index * RECORD_I32 + I32_H] = sellAgent;
    return index;
  }

  pushQuote(
    instrumentId: number,
    exchangeTimeUs: number,
    flags: number,
    bid: number,
    ask: number,
    bidSize: number,
    askSize: number,
  ): number {
    const index = this.push(Kind.quote, flags, instrumentId, exchangeTimeUs, exchangeTimeUs);
    this.writeF64(index, bid, ask, bidSize, askSize);
    return index;
  }

  pushBookChange(
    instrumentId: number,
    exchangeTimeUs: number,
    flags: number,
    price: number,
    quantity: number,
    orders: number,
  ): number {
    const index = this.push(Kind.bookChange, flags, instrumentId, exchangeTimeUs, exchangeTimeUs);
    this.writeF64(index, price, quantity, orders, 0);
    return index;
  }

  /** A closed candle of a source without ticks. Prices in integer ticks; `closeTimeUs` is the end of its interval, which microseconds divide. */
  pushBar(
    instrumentId: number,
    closeTimeUs: number,
    flags: number,
    openTicks: number,
    highTicks: number,
    lowTicks: number,
    closeTicks: number,
    volume: number,
    trades: number,
    intervalSeconds: number,
  ): number {
    const index = this.push(Kind.bar, flags, instrumentId, closeTimeUs, closeTimeUs);
    const i = index * RECORD_I32;
    this.i32[i + I32_A] = openTicks;
    this.i32[i + I32_B] = highTicks;
    this.i32[i + I32_C] = lowTicks;
    this.i32[i + I32_D] = closeTicks;
    this.f64[index * RECORD_F64 + F64_C] = volume;
    this.i32[i + I32_G] = trades;
    writeBarTime(this.i32, index, Math.round(intervalSeconds * 1_000_000));
    return index;
  }

  /** Microstructure of the bar that follows for the same instrument. */
  pushBarFlow(
    instrumentId: number,
    closeTimeUs: number,
    flags: number,
    buyVolume: number,
    sellVolume: number,
    buyTrades: number,
    sellTrades: number,
    rlpVolume: number,
  ): number {
    const index = this.push(Kind.barFlow, flags, instrumentId, closeTimeUs, closeTimeUs);
    this.writeF64(index, buyVolume, sellVolume, 0, rlpVolume);
    this.i32[index * RECORD_I32 + I32_E] = buyTrades;
    this.i32[index * RECORD_I32 + I32_F] = sellTrades;
    return index;
  }

  pushClockTick(timeUs: number): number {
    return this.push(Kind.clockTick, 0, NO_INSTRUMENT, timeUs, timeUs);
  }

  pushPhase(instrumentId: number, timeUs: number, phase: PhaseNumber): number {
    return this.push(Kind.phaseChange, phase, instrumentId, timeUs, timeUs);
  }

  /** Price limits of the day in points, both on the grid; 0 where one is not known, which is no limit. */
  pushPriceLimits(instrumentId: number, timeUs: number, low: number, high: number): number {
    const index = this.push(Kind.priceLimits, 0, instrumentId, timeUs, timeUs);
    this.writeF64(index, low, high, 0, 0);
    return index;
  }

  pushPayload(payload: PayloadEvent, receivedTimeUs: number): number {
    const index = this.push(Kind[payload.kind], 0, NO_INSTRUMENT, receivedTimeUs, receivedTimeUs);
    this.f64[index * RECORD_F64 + F64_A] = this.payloads.length;
    this.payloads.push(payload);
    return index;
  }

  /** Appends a copy of a record of another batch, its payload included. */
  pushFrom(source: EventBatch, index: number): number {
    const at = this.length;
    if ((at + 1) * RECORD_BYTES > this.bytes.length) this.grow(at + 1);
    const to = at * RECORD_F64;
    // a NaN pattern may not survive a float copy: the words that hold integers are copied as integers
    const fromI = index * RECORD_I32;
    const toI = at * RECORD_I32;
    for (let k = 0; k < RECORD_I32; k++) this.i32[toI + k] = source.i32[fromI + k]!;
    this.length = at + 1;
    if (source.kindAt(index) >= Kind.connectionChange) {
      this.f64[to + F64_A] = this.payloads.length;
      this.payloads.push(source.payloadAt(index));
    }
    return at;
  }

  private writeF64(index: number, a: number, b: number, c: number, d: number): void {
    const f = index * RECORD_F64;
    this.f64[f + F64_A] = a;
    this.f64[f + F64_B] = b;
    this.f64[f + F64_C] = c;
    this.f64[f + F64_D] = d;
  }

  private grow(records: number): void {
    assert(records <= MAX_BATCH_RECORDS, `a batch holds at most ${MAX_BATCH_RECORDS} records`);
    const capacity = Math.min(MAX_BATCH_RECORDS, Math.max(records, (this.bytes.length / RECORD_BYTES) * 2));
    const buffer = new ArrayBuffer(capacity * RECORD_BYTES);
    const bytes = new Uint8Array(buffer);
    bytes.set(this.bytes);
    this.bytes = bytes;
    this.i32 = new Int32Array(buffer);
    this.f64 = new Float64Array(buffer);
  }
}
