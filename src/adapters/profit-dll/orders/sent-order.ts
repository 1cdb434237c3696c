// What the vendor says about one order of ours in; the fills and the update that are news to the engine out.

import type { BracketPlan, Fill, Order, OrderRequest, OrderStatus, OrderUpdate } from '../../../core/account/order.ts';
import { applyUpdate, isFinal, newOrder } from '../../../core/account/order-transitions.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import type { TradedSum } from './implied-fills.ts';
import type { NewStoredOrder, OrderOrigin, StoredOrder } from './order-id-store.ts';
import type { OrderInstrument } from './order-instrument.ts';
import { NO_NEWS, type OrderNews } from './order-news.ts';
import { hasTerms, type OrderTerms, termsOf } from './order-terms.ts';
import { ProvisionalEnd } from './provisional-end.ts';
import { UnpricedRecord } from './unpriced-record.ts';
import { vendorFills } from './vendor-fills.ts';
import { hasNothingLeft, wordOf } from './vendor-status.ts';

/** Records that show an order as it was before a change was asked for mean after this that it was not made. */
const CHANGE_LOST_US = 5_000_000;

/** Follows the same table of transitions as the engine, so that what it tells is always possible there. */
export class SentOrder {
  readonly instrument: OrderInstrument;
  readonly plan: BracketPlan | undefined;
  readonly origin: OrderOrigin;
  readonly sentUs: number;
  localOrderId: bigint | undefined = undefined;
  messageId: bigint | undefined = undefined;
  clOrderId: string | undefined = undefined;
  /** A cancel that waits for an id of the order. */
  wantsCancel = false;
  isCancelOnItsWay = false;
  isChangeOnItsWay = false;
  /** It was named by its fields, not by an id: another order may fit them as well. */
  isTakenByFields = false;
  /** Microseconds UTC; undefined while the call that sends it is on its way: the vendor may create the order as late as this. */
  callEndedUs: number | undefined = undefined;
  /** When a record of it came last. */
  seenUs: number | undefined = undefined;
  /** In the order in which they were told. */
  fills: readonly Fill[] = [];
  private order: Order;
  private sum: TradedSum = { quantity: 0, tickContracts: 0, residual: 0 };
  private hadLeaves = false;
  private last: OrderUpdate | undefined = undefined;
  /** When the cancel that is pending was asked for, and the vendor's last event that said so. */
  private cancelUs: number | undefined = undefined;
  private cancelEventId = 0n;
  /** The latest event of the present vendor process about it. */
  private eventId = 0n;
  private wanted: OrderTerms | undefined = undefined;
  private changeUs = 0;
  private readonly end: ProvisionalEnd;
  private readonly unpriced = new UnpricedRecord();
  private readonly said = new Set<string>();

  constructor(
    { request, plan, origin, sentUs }: NewStoredOrder,
    instrument: OrderInstrument,
    provisionalUs: () => number,
  ) {
    this.instrument = instrument;
    this.plan = plan;
    this.origin = origin;
    this.sentUs = sentUs;
    this.order = newOrder(request);
    this.end = new ProvisionalEnd(provisionalUs);
  }

  /** As it was before a restart; instruments may have other numbers since. */
  static restored(stored: StoredOrder, instrument: OrderInstrument, provisionalUs: () => number): SentOrder {
    const { update, fills, tickContracts, changed } = stored;
    const request = { ...stored.request, ...changed?.now };
    const sent = new SentOrder({ ...stored, request }, instrument, provisionalUs);
    sent.messageId = stored.messageId;
    sent.clOrderId = stored.clOrderId;
    sent.wanted = changed?.wanted;
    const quantity = fills.reduce((sum, fill) => sum + fill.quantity, 0);
    sent.sum = { ...sent.sum, quantity, tickContracts };
    sent.fills = fills.map((fill) => ({ ...fill, instrumentId: instrument.instrumentId }));
    sent.last = update;
    sent.end.restore(update?.reason ?? '');
    const status = quantity === request.quantity ? 'filled' : (update?.status ?? 'pendingNew');
    sent.order = { ...sent.order, status, filledQuantity: quantity };
    return sent;
  }

  get clientOrderId(): string {
    return this.order.clientOrderId;
  }

  /** With the terms that are in force, and the instrument's number of the answers. */
  get request(): OrderRequest {
    const { clientOrderId, strategyId, side, type, role, quantity, price, stopPrice, bracketId } = this.order;
    const { instrumentId } = this.instrument;
    return { clientOrderId, strategyId, instrumentId, side, type, role, quantity, price, stopPrice, bracketId };
  }

  get status(): OrderStatus {
    return this.order.status;
  }

  get filledQuantity(): number {
    return this.sum.quantity;
  }

  get tickContracts(): number {
    return this.sum.tickContracts;
  }

  get hasEnded(): boolean {
    return isFinal(this.order.status);
  }

  /** The vendor has given it an id that means something now. */
  get isNamed(): boolean {
    return this.localOrderId !== undefined || this.clOrderId !== undefined;
  }

  /** Terms that a record of it may show: those in force, and those that were asked for. */
  get possibleTerms(): readonly OrderTerms[] {
    return this.wanted === undefined ? [this.order] : [this.order, this.wanted];
  }

  get changed(): NonNullable<StoredOrder['changed']> {
    return { now: termsOf(this.order), wanted: this.wanted };
  }

  /** All that was told so far: fills first. */
  history(): readonly (Fill | OrderUpdate)[] {
    return this.last === undefined ? this.fills : [...this.fills, this.last];
  }

  /** Event ids of another vendor process are not compared. */
  forgetRun(): void {
    this.localOrderId = undefined;
    this.eventId = 0n;
    this.cancelEventId = 0n;
    this.hadLeaves = false;
    this.end.forget();
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

  /** Other terms are asked for from now on. */
  wantChange(terms: OrderTerms, nowUs: number): void {
    this.wanted = terms;
    this.changeUs = nowUs;
  }

  /** The vendor will not change it: it works on as it was. */
  changeRefused(reason: string): OrderNews {
    this.wanted = undefined;
    return this.status === 'pendingReplace' ? this.becomes('working', reason) : NO_NEWS;
  }

  /** False where the same was said before: cumulative records repeat what does not fit. */
  isFirst(text: string): boolean {
    const isNew = !this.said.has(text);
    this.said.add(text);
    return isNew;
  }

  /** A status that no order record told: of a refused or lost call, or of a message on its way. */
  becomes(status: OrderStatus, reason: string): OrderNews {
    return this.news([], status, reason, undefined);
  }

  /** The end that nothing has contradicted for long enough, and fills whose price nobody has told for long enough. */
  due(nowUs: number): OrderNews {
    const record = this.unpriced.due(nowUs);
    if (record !== undefined) return this.take(record, nowUs);
    const end = this.end.due(nowUs);
    return end === undefined ? NO_NEWS : this.becomes(end.status, end.reason);
  }

  get endIsOpen(): boolean {
    return this.end.isWaiting;
  }

  get awaitsTime(): boolean {
    return this.end.isWaiting || this.unpriced.isWaiting;
  }

  /** An order record, which is cumulative: repeated and late ones are no news. */
  take(vendor: VendorOrder, receivedUs: number): OrderNews {
    const { sum } = this;
    const { traded } = vendor;
    this.seenUs = receivedUs;
    const most = Math.max(...this.possibleTerms.map(({ quantity }) => quantity));
    if (traded > most || traded < 0)
      return this.contradicted(`the vendor says that ${traded} of ${most} contracts traded`);
    const isOld = vendor.eventId > 0n && vendor.eventId < this.eventId;
    if (traded < sum.quantity || (isOld && traded === sum.quantity)) return NO_NEWS;
    if (!isOld) this.eventId = vendor.eventId;
    const traces = vendorFills(this.request, this.instrument, sum, vendor, receivedUs, this.plan);
    if (traces.kind === 'contradiction') return this.contradicted(traces.text);
    const { fills, remark, unpriced } = traces;
    if (unpriced !== undefined && this.unpriced.hold(vendor, receivedUs)) return this.contradicted(unpriced);
    this.unpriced.clear();
    this.sum = traces.sum;
    this.takeTerms(vendor);
    const word = wordOf(
      vendor,
      this.order.quantity,
      this.wanted === undefined && hasNothingLeft(vendor, this.hadLeaves),
    );
    this.hadLeaves ||= vendor.leaves > 0;
    const status = this.hasEnded ? word.said : this.end.take(word, receivedUs, this.alive(), vendor);
    const isUnchanged = this.isFromBeforeChange(status, vendor, receivedUs);
    if (fills.length === 0 && (isUnchanged || this.isFromBeforeCancel(status, vendor))) return NO_NEWS;
    const revived = this.end.revivedBy(status, this.order.status, vendor);
    const news = this.news(fills, isUnchanged ? this.alive() : status, word.reason, revived);
    this.end.time(vendor, this.hasEnded);
    return { ...news, remark, unpriced };
  }

  /** Nothing that was told before counts as an end beside it. */
  private contradicted(contradiction: string): OrderNews {
    this.end.forget();
    return { ...NO_NEWS, contradiction };
  }

  /** What it is while its end is not believed. */
  private alive(): OrderStatus {
    const { status } = this.order;
    return this.sum.quantity > 0 && (status === 'working' || status === 'pendingNew') ? 'partiallyFilled' : status;
  }

  /** The broker is right about the terms that were asked for. */
  private takeTerms(vendor: VendorOrder): void {
    const { wanted, instrument } = this;
    if (wanted === undefined || !hasTerms(vendor, wanted, instrument.grid.tick)) return;
    this.order = { ...this.order, ...wanted };
    this.wanted = undefined;
  }

  /** The states of an order are repeated and come late: one that was true before the cancel does not undo it. */
  private isFromBeforeCancel(status: OrderStatus, { updatedUs, eventId }: VendorOrder): boolean {
    if (this.order.status !== 'pendingCancel' || this.cancelUs === undefined) return false;
    if (status === 'pendingCancel' && eventId > this.cancelEventId) this.cancelEventId = eventId;
    if (status !== 'working' && status !== 'partiallyFilled') return false;
    const isLaterEvent = this.cancelEventId > 0n && eventId > this.cancelEventId;
    return !isLaterEvent && !(updatedUs !== undefined && updatedUs > this.cancelUs);
  }

  private isFromBeforeChange(status: OrderStatus, vendor: VendorOrder, receivedUs: number): boolean {
    if (this.order.status !== 'pendingReplace' || this.wanted === undefined) return false;
    if (status !== 'working' && status !== 'partiallyFilled') return false;
    return vendor.status !== 5 && receivedUs - this.changeUs < CHANGE_LOST_US;
  }

  private news(
    fills: readonly Fill[],
    status: OrderStatus,
    reason: string,
    contradiction: string | undefined,
  ): OrderNews {
    const wasRejected = this.order.status === 'rejected' && fills.length > 0;
    for (const fill of fills) this.book(fill);
    const { clientOrderId, filledQuantity } = this.order;
    const update: OrderUpdate = { kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason };
    const { status: before } = this.order;
    const change = applyUpdate(this.order, update);
    const problem = wasRejected
      ? 'an order that was rejected has filled'
      : change.kind === 'contradiction'
        ? change.reason
        : contradiction;
    if (change.kind !== 'applied') return { fills, update: undefined, contradiction: problem };
    this.order = change.order;
    const isNews = fills.length > 0 || change.order.status !== before || this.last === undefined;
    if (isNews) this.last = { ...update, status: change.order.status };
    return { fills, update: isNews ? this.last : undefined, contradiction: problem };
  }

  /** As the engine's account books it. */
  private book(fill: Fill): void {
    const { order } = this;
    const filledQuantity = order.filledQuantity + fill.quantity;
    const waits = order.status === 'pendingNew' || order.status === 'working';
    const status = filledQuantity === order.quantity ? 'filled' : waits ? 'partiallyFilled' : order.status;
    this.order = { ...order, filledQuantity, status };
    this.fills = [...this.fills, fill];
  }
}
