// The vendor's book of offers, whole pages and changes by position, in; rows about offers and changes of levels out, or its loss.

import type { EventBatch } from '../../../core/market/event-batch.ts';
import { ORDER_MORE, ORDER_SNAPSHOT, OrderAction } from '../../../core/market/order-message.ts';
import { GRID_TOLERANCE_TICKS } from '../../../core/market/price-grid.ts';
import {
  FEED_TRUNCATED,
  OFFER,
  OFFER_ENTRY,
  OFFER_HAS_AGENT,
  OFFER_HAS_DATE,
  OFFER_HAS_ID,
  OFFER_HAS_PRICE,
  OFFER_HAS_QUANTITY,
  OFFER_PAGE,
  PAGE_FIRST,
  PAGE_LAST,
} from '../feed/feed-record.ts';
import type { Arrival } from './arrival.ts';
import type { DecodeCounters } from './decode-counters.ts';
import type { FeedSink, FollowedInstrument } from './feed-facts.ts';
import { int64At } from './int64.ts';
import { type LocalClock, NO_UTC } from './local-clock.ts';
import { OfferList } from './offer-list.ts';
import { OfferLoad } from './offer-load.ts';
import { OfferOutput, rowFlags } from './offer-output.ts';
import { BOOK_BUY, BOOK_SELL } from './quote-decoder.ts';

const ACTION_ADD = 0;
const ACTION_EDIT = 1;
const ACTION_DELETE = 2;
const ACTION_DELETE_FROM = 3;

/**
 * Positions count from the end of a list, whose end is the best price: an addition goes to size − position, a change and a deletion
 * mean size − position − 1, and a deletion "from" takes that place and all behind it. The quantity of a change is added to what is
 * there. A position out of range means that list and vendor have come apart: the book is lost until the next whole one.
 */
export class OfferDecoder {
  /** Why the book was lost in the last `take` or `takePage`; undefined where it was not. */
  lostReason: string | undefined = undefined;
  private readonly instrument: FollowedInstrument;
  private readonly counters: DecodeCounters;
  private readonly clock: LocalClock;
  private readonly out: OfferOutput;
  private readonly bids = new OfferList();
  private readonly asks = new OfferList();
  private readonly load = new OfferLoad();

  constructor(instrument: FollowedInstrument, counters: DecodeCounters, clock: LocalClock, sink: FeedSink) {
    this.instrument = instrument;
    this.counters = counters;
    this.clock = clock;
    this.out = new OfferOutput(instrument, counters, sink);
  }

  /** The vendor begins anew: changes mean nothing before the next whole book. */
  forget(): void {
    this.load.reset();
  }

  /** Whether levels of this book have been told that may still be believed. */
  get isBelieved(): boolean {
    return this.load.state !== 'waiting';
  }

  /** Tells that the book is empty and begins to wait for a whole one. */
  lose(reason: string, arrival: Arrival, batch: EventBatch): void {
    this.lostReason = reason;
    this.counters.booksLost += 1;
    this.load.reset();
    this.bids.length = 0;
    this.asks.length = 0;
    this.out.beginEvent(arrival);
    this.out.clearBook(0);
    this.out.endEvent(batch);
  }

  /** A change of one offer. */
  take(view: DataView, at: number, arrival: Arrival, batch: EventBatch): void {
    this.lostReason = undefined;
    if (this.load.state === 'waiting') {
      this.counters.beforeBook += 1;
      return;
    }
    if (this.load.state === 'loading') return this.lose('a change came between pages', arrival, batch);
    const side = view.getUint8(at + OFFER.side);
    if (side !== BOOK_BUY && side !== BOOK_SELL) return this.lose(`side ${side} is neither`, arrival, batch);
    this.load.endJoining();
    const has = view.getUint8(at + OFFER.has);
    this.out.beginEvent(arrival);
    if ((has & OFFER_HAS_DATE) !== 0) {
      this.clock.read(view, at + OFFER.localMs);
      if (this.clock.us !== NO_UTC) this.out.exchangeUs = this.clock.us;
    }
    const reason = this.apply(view, at, has, side === BOOK_SELL);
    if (reason === undefined) this.out.endEvent(batch);
    else this.lose(reason, arrival, batch);
  }

  /** One page of a whole book. Gives why it cannot be read; undefined when it was. */
  takePage(
    view: DataView,
    at: number,
    length: number,
    flags: number,
    arrival: Arrival,
    batch: EventBatch,
  ): string | undefined {
    this.lostReason = undefined;
    const side = view.getUint8(at + OFFER_PAGE.side);
    const offers = view.getUint32(at + OFFER_PAGE.offers, true);
    if (length !== OFFER_PAGE.BYTES + offers * OFFER_ENTRY.BYTES)
      return `a page of ${offers} offers has ${length} bytes`;
    if (side !== BOOK_BUY && side !== BOOK_SELL) return `a page of side ${side}`;
    const pageFlags = view.getUint32(at + OFFER_PAGE.pageFlags, true);
    this.out.beginEvent(arrival);
    const isLast = (pageFlags & PAGE_LAST) !== 0;
    if (this.load.begin(side, (pageFlags & PAGE_FIRST) !== 0, isLast)) this.clearBook();
    const truncated = (flags & FEED_TRUNCATED) !== 0;
    if (truncated || !this.append(view, at + OFFER_PAGE.BYTES, offers, side === BOOK_SELL, isLast, arrival)) {
      this.lose('a page holds more offers than there is room for', arrival, batch);
    } else if (isLast) this.out.endEvent(batch);
    return undefined;
  }

  private clearBook(): void {
    this.bids.length = 0;
    this.asks.length = 0;
    this.out.clearBook(ORDER_MORE);
  }

  /** Gives why the list and the change do not fit together. */
  private apply(view: DataView, at: number, has: number, isAsk: boolean): string | undefined {
    const action = view.getUint8(at + OFFER.action);
    const list = isAsk ? this.asks : this.bids;
    const position = view.getInt32(at + OFFER.position, true);
    const index = list.length - position - (action === ACTION_ADD ? 0 : 1);
    if (position < 0 || index < 0) return `position ${position} of ${list.length} offers`;
    switch (action) {
      case ACTION_ADD:
        return this.add(view, at, has, isAsk, index);
      case ACTION_EDIT:
        return this.edit(view, at, has, isAsk, index);
      case ACTION_DELETE:
        this.remove(list, isAsk, index, true);
        return undefined;
      case ACTION_DELETE_FROM:
        while (list.length > index) this.remove(list, isAsk, list.length - 1, list.length === index + 1);
        return undefined;
      default:
        return `action ${action} is not known`;
    }
  }

  private add(view: DataView, at: number, has: number, isAsk: boolean, index: number): string | undefined {
    const list = isAsk ? this.asks : this.bids;
    const quantity = (has & OFFER_HAS_QUANTITY) === 0 ? 0 : int64At(view, at + OFFER.quantity);
    if (!(quantity >= 0 && quantity <= Number.MAX_SAFE_INTEGER)) return `an offer of ${quantity} contracts`;
    if (!list.insert(index)) return 'more offers than there is room for';
    const ticks = (has & OFFER_HAS_PRICE) === 0 ? Number.NaN : this.ticksAt(view, at + OFFER.price);
    list.ticks[index] = ticks;
    list.quantities[index] = quantity;
    list.ids[index] = (has & OFFER_HAS_ID) === 0 ? 0 : this.idOf(int64At(view, at + OFFER.offerId));
    list.agents[index] = (has & OFFER_HAS_AGENT) === 0 ? 0 : view.getInt32(at + OFFER.agent, true);
    this.count(isAsk, ticks, quantity, 1);
    this.tell(OrderAction.add, list, index, rowFlags(isAsk, true));
    return undefined;
  }

  private edit(view: DataView, at: number, has: number, isAsk: boolean, index: number): string | undefined {
    const list = isAsk ? this.asks : this.bids;
    const delta = (has & OFFER_HAS_QUANTITY) === 0 ? 0 : int64At(view, at + OFFER.quantity);
    const quantity = list.quantities[index]! + delta;
    if (!(quantity >= 0 && quantity <= Number.MAX_SAFE_INTEGER)) return `an offer with ${quantity} contracts left`;
    const id = (has & OFFER_HAS_ID) === 0 ? list.ids[index]! : this.idOf(int64At(view, at + OFFER.offerId));
    const isOther = id !== list.ids[index];
    if (isOther) this.tell(OrderAction.remove, list, index, rowFlags(isAsk, false));
    this.count(isAsk, list.ticks[index]!, -list.quantities[index]!, -1);
    if ((has & OFFER_HAS_PRICE) !== 0) list.ticks[index] = this.ticksAt(view, at + OFFER.price);
    if ((has & OFFER_HAS_AGENT) !== 0) list.agents[index] = view.getInt32(at + OFFER.agent, true);
    list.quantities[index] = quantity;
    list.ids[index] = id;
    this.count(isAsk, list.ticks[index]!, quantity, 1);
    this.tell(isOther ? OrderAction.add : OrderAction.modify, list, index, rowFlags(isAsk, true));
    return undefined;
  }

  private remove(list: OfferList, isAsk: boolean, index: number, isLast: boolean): void {
    this.count(isAsk, list.ticks[index]!, -list.quantities[index]!, -1);
    this.tell(OrderAction.remove, list, index, rowFlags(isAsk, isLast));
    list.remove(index);
  }

  /** Entries of a page to the end of the list, in the vendor's order; false when it is full. */
  private append(
    view: DataView,
    from: number,
    offers: number,
    isAsk: boolean,
    isLastPage: boolean,
    arrival: Arrival,
  ): boolean {
    const list = isAsk ? this.asks : this.bids;
    for (let k = 0; k < offers; k++) {
      const at = from + k * OFFER_ENTRY.BYTES;
      const index = list.length;
      const quantity = int64At(view, at + OFFER_ENTRY.quantity);
      if (!list.insert(index)) return false;
      const isWhole = quantity >= 0 && quantity <= Number.MAX_SAFE_INTEGER;
      if (!isWhole) this.counters.badQuantity += 1;
      list.ticks[index] = isWhole ? this.ticksAt(view, at + OFFER_ENTRY.price) : Number.NaN;
      list.quantities[index] = isWhole ? quantity : 0;
      list.ids[index] = this.idOf(int64At(view, at + OFFER_ENTRY.offerId));
      list.agents[index] = view.getInt32(at + OFFER_ENTRY.agent, true);
      this.count(isAsk, list.ticks[index]!, list.quantities[index]!, 1);
      const utcUs = this.clock.utcUs(int64At(view, at + OFFER_ENTRY.localMs));
      const flags = rowFlags(isAsk, isLastPage && k === offers - 1) | ORDER_SNAPSHOT;
      this.tell(OrderAction.add, list, index, flags, utcUs === NO_UTC ? arrival.us : utcUs);
    }
    return true;
  }

  private tell(
    action: 1 | 2 | 6,
    list: OfferList,
    index: number,
    flags: number,
    exchangeUs: number | undefined = undefined,
  ): void {
    const { ids, ticks, quantities, agents } = list;
    // gone is gone: what was left of it stands in the rows before
    const quantity = action === OrderAction.remove ? 0 : quantities[index]!;
    this.out.row(action, flags, ids[index]!, ticks[index]!, quantity, agents[index]!, exchangeUs);
  }

  /** Takes an offer into the total of its level, where it has one. */
  private count(isAsk: boolean, ticks: number, quantity: number, orders: number): void {
    if (!Number.isNaN(ticks)) (isAsk ? this.out.asks : this.out.bids).change(ticks, quantity, orders);
  }

  /** NaN for the theoretical entry of an auction and for a price that nobody can trade at. */
  private ticksAt(view: DataView, at: number): number {
    const price = view.getFloat64(at, true);
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) {
      this.counters.theoreticalLevels += 1;
      return Number.NaN;
    }
    const { tick, ticksPerUnit } = this.instrument.grid;
    // as in price-grid.ts, in place: a price that crosses a call may be an allocation
    const raw = ticksPerUnit === undefined ? price / tick : price * ticksPerUnit;
    const ticks = Math.round(raw) + 0;
    if (Math.abs(raw - ticks) <= GRID_TOLERANCE_TICKS) return ticks;
    this.counters.offGrid += 1;
    return Number.NaN;
  }

  private idOf(id: number): number {
    if (Number.isSafeInteger(id)) return id;
    this.counters.unsafeOfferIds += 1;
    return 0;
  }
}
