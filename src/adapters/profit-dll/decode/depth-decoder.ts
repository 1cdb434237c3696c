// The best levels of both sides, whole at each flush, in; the levels that changed since the one before out.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE, I32_KIND, RECORD_I32 } from '../../../core/market/event-record.ts';
import { isOnGrid, priceAt, tickAt } from '../../../core/market/price-grid.ts';
import { DEPTH, DEPTH_LEVEL, FEED_FULL, FEED_UNREAD } from '../feed/feed-record.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import { DepthSide } from './depth-side.ts';
import type { FollowedInstrument } from './feed-facts.ts';
import { int64At } from './int64.ts';
import { pushTheoretical } from './theoretical-price.ts';

/** Update types of the vendor that end a batch. */
const FULL_BOOK = 4;
const THEORETICAL = 7;
/** Flag of a price group: the theoretical entry of an auction, which is no level. */
const GROUP_THEORETICAL = 1;
const FLAGS_SHIFT = 8;
/** Stands for the price of a change that is about no level. */
const NO_LEVEL = new Float64Array(1);

/** A level that falls out of what is told is removed, so the book is always exactly the levels of the last message. */
export class DepthDecoder {
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private readonly bids = new DepthSide(-1);
  private readonly asks = new DepthSide(1);
  private isSynchronised = false;
  private first = 0;
  private clear = 0;

  constructor(instrument: FollowedInstrument, counters: DecodeCounters) {
    this.instrument = instrument;
    this.counters = counters;
  }

  /** Changes may have been lost: the next message begins a new book. */
  forget(): void {
    this.isSynchronised = false;
  }

  /** A payload of `length` bytes. Gives why it cannot be read; undefined when it was. */
  take(
    view: DataView,
    at: number,
    length: number,
    flags: number,
    arrival: Arrival,
    batch: EventBatch,
  ): string | undefined {
    const buys = view.getUint16(at + DEPTH.buyLevels, true);
    const sells = view.getUint16(at + DEPTH.sellLevels, true);
    if (length !== DEPTH.BYTES + (buys + sells) * DEPTH_LEVEL.BYTES) {
      return `a book of ${buys} and ${sells} levels has ${length} bytes`;
    }
    const updateType = view.getUint8(at + DEPTH.updateType);
    if (updateType === THEORETICAL) {
      const price = view.getFloat64(at + DEPTH.theoreticalPrice, true);
      const quantity = int64At(view, at + DEPTH.theoreticalQuantity);
      pushTheoretical(this.instrument, this.counters, price, quantity, arrival, batch);
    }
    // which levels are missing nobody knows: the next whole message begins a new book
    if ((flags & FEED_UNREAD) !== 0) {
      this.counters.unreadBooks += 1;
      this.forget();
      return undefined;
    }
    const isRead =
      this.read(view, at + DEPTH.BYTES, buys, this.bids) &&
      this.read(view, at + DEPTH.BYTES + buys * DEPTH_LEVEL.BYTES, sells, this.asks);
    if (!isRead) {
      this.counters.badBooks += 1;
      return undefined;
    }
    if ((flags & FEED_FULL) !== 0 || updateType === FULL_BOOK) this.isSynchronised = false;
    this.tell(arrival, batch);
    return undefined;
  }

  private tell(arrival: Arrival, batch: EventBatch): void {
    this.first = batch.length;
    this.clear = 0;
    if (!this.isSynchronised) {
      this.bids.length = 0;
      this.asks.length = 0;
      this.clear = BOOK_CLEAR;
      this.isSynchronised = true;
    }
    this.tellSide(this.bids, 0, arrival, batch);
    this.tellSide(this.asks, BOOK_ASK, arrival, batch);
    // a book that is empty now: the clearing alone is told
    if (this.clear !== 0) this.push(0, NO_LEVEL, undefined, undefined, 0, arrival, batch);
    if (batch.length > this.first) {
      batch.i32[(batch.length - 1) * RECORD_I32 + I32_KIND]! &= ~(BOOK_MORE << FLAGS_SHIFT);
    }
  }

  /** Both lists run from the best outwards: what stands in one only was added or removed. */
  private tellSide(side: DepthSide, flag: number, arrival: Arrival, batch: EventBatch): void {
    const { direction } = side;
    let now = 0;
    let before = 0;
    while (now < side.nextLength || before < side.length) {
      const ahead = now < side.nextLength ? side.nextTicks[now]! * direction : Number.POSITIVE_INFINITY;
      const behind = before < side.length ? side.ticks[before]! * direction : Number.POSITIVE_INFINITY;
      if (ahead > behind) {
        this.push(flag, side.ticks, undefined, undefined, before, arrival, batch);
        before += 1;
        continue;
      }
      const isSame =
        ahead === behind &&
        side.nextQuantities[now] === side.quantities[before] &&
        side.nextOrders[now] === side.orders[before];
      if (!isSame) this.push(flag, side.nextTicks, side.nextQuantities, side.nextOrders, now, arrival, batch);
      now += 1;
      if (ahead === behind) before += 1;
    }
    side.accept();
  }

  /** The level at a place of these columns; without quantities it is gone. */
  private push(
    flag: number,
    ticks: Float64Array,
    quantities: Float64Array | undefined,
    orders: Float64Array | undefined,
    at: number,
    arrival: Arrival,
    batch: EventBatch,
  ): void {
    const { grid, instrumentId } = this.instrument;
    const flags = flag | this.clear | BOOK_MORE;
    this.clear = 0;
    const price = priceAt(grid, ticks[at]!);
    batch.pushBookChange(instrumentId, arrival.us, flags, price, quantities?.[at] ?? 0, orders?.[at] ?? 0);
    this.counters.bookChanges += 1;
  }

  /** Levels of one side into its next list; false where they are not in order. */
  private read(view: DataView, from: number, levels: number, side: DepthSide): boolean {
    const { grid } = this.instrument;
    side.beginNext(levels);
    for (let k = 0; k < levels; k++) {
      const at = from + k * DEPTH_LEVEL.BYTES;
      const price = view.getFloat64(at + DEPTH_LEVEL.price, true);
      const isTheoretical = (view.getUint32(at + DEPTH_LEVEL.flags, true) & GROUP_THEORETICAL) !== 0;
      if (isTheoretical || !(price > 0 && price < Number.POSITIVE_INFINITY)) {
        this.counters.theoreticalLevels += 1;
        continue;
      }
      if (!isOnGrid(grid, price)) {
        this.counters.offGrid += 1;
        continue;
      }
      const quantity = int64At(view, at + DEPTH_LEVEL.quantity);
      if (!(quantity > 0 && quantity <= Number.MAX_SAFE_INTEGER)) {
        this.counters.badQuantity += 1;
        continue;
      }
      const to = side.nextLength;
      side.nextTicks[to] = tickAt(grid, price);
      side.nextQuantities[to] = quantity;
      side.nextOrders[to] = view.getUint32(at + DEPTH_LEVEL.orders, true);
      if (!side.addNext()) return false;
    }
    return true;
  }
}
