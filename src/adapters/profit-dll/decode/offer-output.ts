// What happens to single offers in; rows about them for the recorder and changes of price levels for the engine out.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import {
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  F64_A,
  F64_B,
  F64_C,
  F64_EXCHANGE,
  F64_RECEIVED,
  I32_KIND,
  Kind,
  RECORD_F64,
  RECORD_I32,
} from '../../../core/market/event-record.ts';
import { ORDER_MORE, OrderAction, type OrderActionNumber } from '../../../core/market/order-message.ts';
import { priceAt } from '../../../core/market/price-grid.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FeedSink, FollowedInstrument } from './feed-facts.ts';
import { LevelTotals } from './level-totals.ts';

const FLAGS_SHIFT = 8;

/** One instrument's. Between `beginEvent` and `endEvent` lies what the vendor says at once. */
export class OfferOutput {
  readonly bids = new LevelTotals();
  readonly asks = new LevelTotals();
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private readonly sink: FeedSink;
  /** The offer's own time, or when it was received. */
  exchangeUs = 0;
  private receivedUs = 0;
  private clear = 0;

  constructor(instrument: FollowedInstrument, counters: DecodeCounters, sink: FeedSink) {
    this.instrument = instrument;
    this.counters = counters;
    this.sink = sink;
  }

  beginEvent(arrival: Arrival): void {
    this.receivedUs = arrival.us;
    this.exchangeUs = arrival.us;
  }

  /** The book is empty from here on; told with the next levels. */
  clearBook(flags: number): void {
    this.bids.clear();
    this.asks.clear();
    this.clear = BOOK_CLEAR;
    this.row(OrderAction.clear, flags, 0, Number.NaN, 0, 0);
  }

  row(
    action: OrderActionNumber,
    flags: number,
    orderId: number,
    ticks: number,
    quantity: number,
    agent: number,
    exchangeUs = this.exchangeUs,
  ): void {
    const { instrumentId, grid } = this.instrument;
    this.counters.orderMessages += 1;
    if (this.sink.offer === undefined) return;
    const price = Number.isNaN(ticks) ? 0 : priceAt(grid, ticks);
    this.sink.offer(instrumentId, exchangeUs, this.receivedUs, action, flags, orderId, price, quantity, agent);
  }

  /** Tells the levels that are other than before; a clearing in any case. */
  endEvent(batch: EventBatch): void {
    const first = batch.length;
    this.tellSide(this.bids, 0, batch);
    this.tellSide(this.asks, BOOK_ASK, batch);
    if (this.clear !== 0) this.push(0, 0, 0, 0, batch);
    if (batch.length > first) batch.i32[(batch.length - 1) * RECORD_I32 + I32_KIND]! &= ~(BOOK_MORE << FLAGS_SHIFT);
  }

  private tellSide(totals: LevelTotals, flag: number, batch: EventBatch): void {
    const { touchedLength } = totals;
    for (let at = 0; at < touchedLength; at++) {
      if (!totals.isChanged(at)) continue;
      this.push(flag, totals.touchedTicks(at), totals.touchedQuantity(at), totals.touchedOrders(at), batch);
    }
    totals.endEvent();
    totals.beginEvent();
  }

  private push(flag: number, ticks: number, quantity: number, orders: number, batch: EventBatch): void {
    const { instrumentId, grid } = this.instrument;
    const { tick, ticksPerUnit } = grid;
    const flags = flag | this.clear | BOOK_MORE;
    this.clear = 0;
    // the vendor dates hardly any of them: a level changes when it is told
    // written in place: numbers that cross a call may be allocations
    const f = batch.push(Kind.bookChange, flags, instrumentId, 0, 0) * RECORD_F64;
    const { f64 } = batch;
    f64[f + F64_RECEIVED] = this.receivedUs;
    f64[f + F64_EXCHANGE] = this.receivedUs;
    f64[f + F64_A] = ticksPerUnit === undefined ? ticks * tick : ticks / ticksPerUnit;
    f64[f + F64_B] = quantity;
    f64[f + F64_C] = orders;
    this.counters.bookChanges += 1;
  }
}

/** Flags of a row: the side, and whether more rows of the same event follow. */
export function rowFlags(isAsk: boolean, isLast: boolean): number {
  return (isAsk ? BOOK_ASK : 0) | (isLast ? 0 : ORDER_MORE);
}
