// What the vendor says about one order of ours in; the fills and the update that are news to the engine out.

import type { Fill, Order, OrderRequest, OrderStatus, OrderUpdate } from '../../../core/account/order.ts';
import { applyUpdate, isFinal, newOrder } from '../../../core/account/order-transitions.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import { priceAt } from '../../../core/market/price-grid.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import type { AssetName } from '../feed/feed.ts';
import { type ImpliedFill, impliedFills, type TradedSum, tradedSum } from './implied-fills.ts';
import type { StoredOrder } from './order-id-store.ts';
import { statusName, statusOf } from './vendor-status.ts';

/** Where the orders of an instrument go. */
export interface OrderInstrument {
  /** Number in the answers. */
  readonly instrumentId: number;
  readonly asset: AssetName;
  readonly grid: PriceGrid;
  /** Fees and exchange costs of one contract on one side, E4. */
  readonly contractCostsE4: number;
}

export interface OrderNews {
  readonly fills: readonly Fill[];
  readonly update: OrderUpdate | undefined;
  /** What does not fit together: the broker is right, so a person has to know. */
  readonly contradiction: string | undefined;
}

const NOTHING: OrderNews = { fills: [], update: undefined, contradiction: undefined };

/** Follows the same table of transitions as the engine, so that what it tells is always possible there. */
export class SentOrder {
  readonly request: OrderRequest;
  readonly instrument: OrderInstrument;
  readonly sentUs: number;
  localOrderId: bigint | undefined = undefined;
  messageId: bigint | undefined = undefined;
  clOrderId: string | undefined = undefined;
  /** A cancel that waits for an id of the order. */
  wantsCancel = false;
  isCancelOnItsWay = false;
  /** Microseconds UTC; undefined while the call that sends it is on its way: the vendor may create the order as late as this. */
  callEndedUs: number | undefined = undefined;
  private order: Order;
  private sum: TradedSum = { quantity: 0, tickContracts: 0 };
  private told: Fill[] = [];
  private last: OrderUpdate | undefined = undefined;
  private endedUs: number | undefined = undefined;
  /** When the cancel that is pending was asked for, and the vendor's last event that said so. */
  private cancelUs: number | undefined = undefined;
  private cancelEventId = 0n;
  private readonly contradictions = new Set<string>();

  constructor(request: OrderRequest, instrument: OrderInstrument, sentUs: number) {
    this.request = request;
    this.instrument = instrument;
    this.sentUs = sentUs;
    this.order = newOrder(request);
  }

  /** As it was before a restart; instruments may have other numbers since. */
  static restored(stored: StoredOrder, instrument: OrderInstrument): SentOrder {
    const sent = new SentOrder(stored.request, instrument, stored.sentUs);
    const { update, fills, tickContracts } = stored;
    sent.messageId = stored.messageId;
    sent.clOrderId = stored.clOrderId;
    const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0);
    sent.sum = { quantity, tickContracts };
    sent.told = fills.map((fill) => ({ ...fill, instrumentId: instrument.instrumentId }));
    sent.last = update;
    const status = quantity === stored.request.quantity ? 'filled' : (update?.status ?? 'pendingNew');
    sent.order = { ...sent.order, status, filledQuantity: quantity };
    return sent;
  }

  get clientOrderId(): string {
    return this.request.clientOrderId;
  }

  get status(): OrderStatus {
    return this.order.status;
  }

  get hasEnded(): boolean {
    return isFinal(this.order.status);
  }

  get tickContracts(): number {
    return this.sum.tickContracts;
  }

  /** All that was told so far: fills first. */
  history(): readonly (Fill | OrderUpdate)[] {
    return this.last === undefined ? this.told : [...this.told, this.last];
  }

  /** The engine marks an order so when it asks for the cancel. */
  markPendingCancel(nowUs: number): void {
    if (this.hasEnded) return;
    this.order = { ...this.order, status: 'pendingCancel' };
    this.cancelUs = nowUs;
    this.cancelEventId = 0n;
  }

  /** The cancel was refused: the order works on, and a record may say so whatever its time is. */
  cancelRefused(): void {
    this.cancelUs = undefined;
  }

  /** False where the same was said before: cumulative records repeat what does not fit. */
  isNewContradiction(text: string): boolean {
    const isNew = !this.contradictions.has(text);
    this.contradictions.add(text);
    return isNew;
  }

  /** A status that no order record told: of a refused or lost call, or of a message on its way. */
  becomes(status: OrderStatus, reason: string): OrderNews {
    return this.news([], status, reason, undefined);
  }

  /** An order record, which is cumulative: repeated and late ones are no news. */
  take(vendor: VendorOrder, receivedUs: number): OrderNews {
    const { request, sum } = this;
    const { traded } = vendor;
    if (traded > request.quantity || traded < 0) {
      return { ...NOTHING, contradiction: `the vendor says that ${traded} of ${request.quantity} contracts traded` };
    }
    if (traded < sum.quantity) return NOTHING;
    const { fills, contradiction } = this.newFills(vendor, receivedUs);
    if (contradiction !== undefined) return { ...NOTHING, contradiction };
    const reason = vendor.text === '' ? statusName(vendor.status) : vendor.text;
    const status = livelyStatus(vendor, request.quantity);
    if (fills.length === 0 && this.isFromBeforeCancel(status, vendor)) return NOTHING;
    const revived = this.revivedBy(status, vendor);
    const news = this.news(fills, status, reason, revived);
    if (this.hasEnded) this.endedUs = Math.max(this.endedUs ?? 0, vendor.updatedUs ?? 0);
    return news;
  }

  private newFills(
    vendor: VendorOrder,
    receivedUs: number,
  ): { readonly fills: readonly Fill[]; readonly contradiction: string | undefined } {
    const { sum, instrument } = this;
    if (vendor.traded === sum.quantity) return { fills: [], contradiction: undefined };
    const after = tradedSum(instrument.grid, vendor.traded, vendor.averagePrice);
    const implied = after === undefined ? undefined : impliedFills(sum, after);
    if (after === undefined || implied === undefined) {
      const text = `${vendor.traded} contracts traded at an average of ${vendor.averagePrice}, which implies no price`;
      return { fills: [], contradiction: text };
    }
    const fills: Fill[] = [];
    let quantity = sum.quantity;
    for (const each of implied) {
      quantity += each.quantity;
      fills.push(this.fillOf(each, quantity, vendor.updatedUs ?? receivedUs));
    }
    this.sum = after;
    return { fills, contradiction: undefined };
  }

  private fillOf({ quantity, ticks }: ImpliedFill, traded: number, exchangeTimeUs: number): Fill {
    const { request, instrument } = this;
    const { clientOrderId, strategyId, side, type } = request;
    return {
      kind: 'fill',
      // the quantity traded with it names a fill, so the same one told twice has the same name
      fillId: `${clientOrderId}/q${traded}`,
      clientOrderId,
      strategyId,
      instrumentId: instrument.instrumentId,
      side,
      quantity,
      price: priceAt(instrument.grid, ticks),
      costsE4: instrument.contractCostsE4 * quantity,
      exchangeTimeUs,
      // the vendor does not tell it: an order that rests is taken to have been hit
      aggressor: type !== 'limit',
    };
  }

  /** The states of an order are repeated and come late: one that was true before the cancel does not undo it. */
  private isFromBeforeCancel(status: OrderStatus, { updatedUs, eventId }: VendorOrder): boolean {
    if (this.order.status !== 'pendingCancel' || this.cancelUs === undefined) return false;
    if (status === 'pendingCancel' && eventId > this.cancelEventId) this.cancelEventId = eventId;
    if (status !== 'working' && status !== 'partiallyFilled') return false;
    const isLaterEvent = this.cancelEventId > 0n && eventId > this.cancelEventId;
    return !isLaterEvent && !(updatedUs !== undefined && updatedUs > this.cancelUs);
  }

  /** An end that was none: builds before 4.0.0.41 told some intermediate confirmations as final. */
  private revivedBy(status: OrderStatus, { updatedUs, leaves }: VendorOrder): string | undefined {
    const isAlive = status === 'working' || status === 'partiallyFilled';
    if (!this.hasEnded || !isAlive || leaves <= 0 || this.order.status === 'filled') return undefined;
    if (updatedUs === undefined || this.endedUs === undefined || updatedUs <= this.endedUs) return undefined;
    return `it is ${status} with ${leaves} contracts left after it was ${this.order.status}`;
  }

  private news(
    fills: readonly Fill[],
    status: OrderStatus,
    reason: string,
    contradiction: string | undefined,
  ): OrderNews {
    const wasRejected = this.order.status === 'rejected' && fills.length > 0;
    for (const fill of fills) this.book(fill);
    const { clientOrderId } = this;
    const update: OrderUpdate = {
      kind: 'orderUpdate',
      clientOrderId,
      status,
      filledQuantity: this.order.filledQuantity,
      reason,
    };
    const before = this.order;
    const change = applyUpdate(before, update);
    const problem = wasRejected
      ? 'an order that was rejected has filled'
      : change.kind === 'contradiction'
        ? change.reason
        : contradiction;
    if (change.kind !== 'applied') return { fills, update: undefined, contradiction: problem };
    this.order = change.order;
    const isNews = fills.length > 0 || change.order.status !== before.status || this.last === undefined;
    if (!isNews) return { fills, update: undefined, contradiction: problem };
    this.last = { ...update, status: change.order.status };
    return { fills, update: this.last, contradiction: problem };
  }

  /** As the engine's account books it. */
  private book(fill: Fill): void {
    const { order } = this;
    const filledQuantity = order.filledQuantity + fill.quantity;
    const waits = order.status === 'pendingNew' || order.status === 'working';
    const status = filledQuantity === order.quantity ? 'filled' : waits ? 'partiallyFilled' : order.status;
    this.order = { ...order, filledQuantity, status };
    this.told.push(fill);
  }
}

/** What the record says about the order's life: quantities go before the word for it, which may come too early. */
function livelyStatus({ status, traded }: VendorOrder, quantity: number): OrderStatus {
  if (traded === quantity) return 'filled';
  const said = statusOf(status);
  if (said === 'filled' || said === 'partiallyFilled') return traded > 0 ? 'partiallyFilled' : 'working';
  return said;
}
