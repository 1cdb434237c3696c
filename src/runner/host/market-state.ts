// Takes the market events of one instrument; gives those that say how it stands now, for a stream that begins in the midst of a day.

import { dayNumberAt } from '../../core/market/civil-time.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import {
  BOOK_ASK,
  BOOK_CLEAR,
  BOOK_MORE,
  F64_A,
  F64_B,
  F64_C,
  I32_INSTRUMENT,
  Kind,
  RECORD_I32,
} from '../../core/market/event-record.ts';

interface Level {
  quantity: number;
  orders: number;
}

/** Kinds of which the last one says all, in the order in which they are told. */
const LAST_KINDS: readonly number[] = [
  ...[Kind.phaseChange, Kind.dailySummary, Kind.priceLimits, Kind.theoreticalPrice, Kind.quote],
];

/** Keeps the last quote, phase, summary, price limits and theoretical price, and every level of the book. */
export class MarketState {
  private readonly last = new EventBatch(LAST_KINDS.length);
  private readonly seatOf = new Map<number, number>();
  private readonly bids = new Map<number, Level>();
  private readonly asks = new Map<number, Level>();
  private bookTimeUs = 0;

  take(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    if (kind === Kind.bookChange) this.takeBook(batch, index);
    else if (LAST_KINDS.includes(kind)) this.keep(kind, batch, index);
  }

  /** What was known of the market is no longer sure: books come anew. */
  clear(): void {
    this.bids.clear();
    this.asks.clear();
    this.seatOf.clear();
    this.last.clear();
  }

  /** Appends the events, for the instrument id and at the received time that the stream has. */
  write(target: EventBatch, instrumentId: number, receivedUs: number, wants: StateWanted): void {
    for (const kind of LAST_KINDS) {
      const seat = this.seatOf.get(kind);
      if (seat === undefined || (kind === Kind.quote && !wants.quotes)) continue;
      // those of yesterday are none of today
      if (kind === Kind.priceLimits && dayNumberAt(this.last.exchangeTimeUsAt(seat)) !== dayNumberAt(receivedUs))
        continue;
      const index = target.pushFrom(this.last, seat);
      target.i32[index * RECORD_I32 + I32_INSTRUMENT] = instrumentId;
      target.stamp(index, 0, receivedUs);
    }
    if (!wants.book || this.bids.size + this.asks.size === 0) return;
    const levels = [
      ...[...this.bids].map(([price, level]) => ({ price, level, side: 0 })),
      ...[...this.asks].map(([price, level]) => ({ price, level, side: BOOK_ASK })),
    ];
    levels.forEach(({ price, level, side }, n) => {
      const flags = side | (n === 0 ? BOOK_CLEAR : 0) | (n < levels.length - 1 ? BOOK_MORE : 0);
      const index = target.pushBookChange(instrumentId, this.bookTimeUs, flags, price, level.quantity, level.orders);
      target.stamp(index, 0, receivedUs);
    });
  }

  private takeBook(batch: EventBatch, index: number): void {
    const flags = batch.flagsAt(index);
    const f = batch.f64At(index);
    if ((flags & BOOK_CLEAR) !== 0) {
      this.bids.clear();
      this.asks.clear();
    }
    const side = (flags & BOOK_ASK) !== 0 ? this.asks : this.bids;
    const price = batch.f64[f + F64_A]!;
    const quantity = batch.f64[f + F64_B]!;
    const orders = batch.f64[f + F64_C]!;
    this.bookTimeUs = batch.exchangeTimeUsAt(index);
    if (!(quantity > 0)) {
      side.delete(price);
      return;
    }
    const level = side.get(price);
    if (level === undefined) side.set(price, { quantity, orders });
    else {
      level.quantity = quantity;
      level.orders = orders;
    }
  }

  private keep(kind: number, batch: EventBatch, index: number): void {
    let seat = this.seatOf.get(kind);
    if (seat === undefined) {
      seat = this.last.push(kind, 0, 0, 0, 0);
      this.seatOf.set(kind, seat);
    }
    const from = index * RECORD_I32;
    const to = seat * RECORD_I32;
    for (let word = 0; word < RECORD_I32; word++) this.last.i32[to + word] = batch.i32[from + word]!;
  }
}

export interface StateWanted {
  readonly quotes: boolean;
  readonly book: boolean;
}
