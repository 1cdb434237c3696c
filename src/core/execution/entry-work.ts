// One approved signal in; the orders that open it, one after the other, at prices that follow its plan, out, until it is filled or given up.

import type { BracketPlan, Order } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { priceAt } from '../market/price-grid.ts';
import { signOf } from '../market/side.ts';
import type { Signal } from '../signal/signal.ts';
import { openQuantity, whyOf } from './bracket.ts';
import { type EntryPlan, marketEntry } from './entry-plan.ts';
import { type EntryStep, entryPrice, type PricedEntry, restingTicks } from './entry-prices.ts';
import type { MarketView } from './market-view.ts';
import type { ExecutionAccount, ExecutionOutput, OrderDesk } from './order-desk.ts';
import { classifyReject } from './reject-class.ts';

/** Orders that were refused for a reason that passes are sent again so often, and not sooner than after this. */
export const ENTRY_RETRIES = 3;
const ENTRY_RETRY_US = 1_000_000;
/** A limit order that takes and has not filled by then is cancelled. */
const TAKE_US = 1_000_000;

/** How an entry may be worked: decided by the strategy and by risk, looked at again before each further order. */
export interface EntryTerms {
  readonly plan: EntryPlan;
  /** Ticks that any order may lie from the last trade. */
  readonly collarTicks: number;
  /** Received time from which one more entry order may be sent; not after `nowUs` where it may at once. */
  readonly freeAtUs: (nowUs: number) => number;
  /** Why no new risk may be taken now; undefined where it may. */
  readonly blocked: () => string | undefined;
}

export const plainTerms: EntryTerms = {
  plan: marketEntry,
  collarTicks: Number.POSITIVE_INFINITY,
  freeAtUs: (nowUs) => nowUs,
  blocked: () => undefined,
};

/** What an entry needs of the execution it belongs to. */
export interface EntryPorts {
  readonly desk: OrderDesk;
  readonly account: ExecutionAccount;
  readonly out: Pick<ExecutionOutput, 'alert' | 'pause' | 'wake'>;
  readonly instrument: Instrument;
  readonly market: () => MarketView;
  /** Told of each order before anything can be heard of it. */
  readonly sent: (clientOrderId: string) => void;
}

/**
 * At most one order of an entry is alive: the next is sent when the venue has said that the one before has ended, so that no two of
 * them look alike and none is sent twice. What is left below a lot is given up.
 */
export class EntryWork {
  readonly signal: Signal;
  readonly quantity: number;
  private readonly bracket: BracketPlan;
  private readonly terms: EntryTerms;
  private readonly ports: EntryPorts;
  private readonly priced: PricedEntry;
  private readonly orders: string[] = [];
  /** Nothing more is sent. */
  private isOver = false;
  /** How the present order was sent, or the next one is while none is alive. */
  private step: EntryStep;
  /** What is sent when the present order has ended because we asked for it; undefined: nothing was asked. */
  private after: EntryStep | 'nothing' | undefined;
  /** When the next order is sent while none is alive; else when the present one is looked at. */
  private dueUs: number;
  private readonly restUntilUs: number;
  /** Limit of the present order. */
  private priceTicks: number | undefined;
  private endedId: string | undefined;
  private retries = 0;
  private hasAdapted = false;

  constructor(
    signal: Signal,
    quantity: number,
    bracket: BracketPlan,
    terms: EntryTerms,
    ports: EntryPorts,
    nowUs: number,
  ) {
    const { plan, collarTicks } = terms;
    this.signal = signal;
    this.quantity = quantity;
    this.bracket = bracket;
    this.terms = terms;
    this.ports = ports;
    this.priced = { signal, plan, collarTicks };
    this.step = plan.first;
    this.dueUs = nowUs;
    this.restUntilUs = nowUs + (plan.restUs ?? 0);
    this.send(nowUs);
  }

  /** The order that was sent last; undefined before the first. */
  get orderId(): string | undefined {
    return this.orders.at(-1);
  }

  /** Contracts that may still fill, unsent ones included. */
  get open(): number {
    const alive = openQuantity(this.current);
    return this.isOver ? alive : Math.max(alive, this.left);
  }

  get isDone(): boolean {
    return this.isOver && openQuantity(this.current) === 0;
  }

  /** True while it rests in the book, or has more to send: what would take risk later than it was decided. */
  get isWaiting(): boolean {
    const { current } = this;
    const alive = openQuantity(current);
    if (alive === 0) return !this.isOver;
    return current!.type !== 'market' || (!this.isOver && this.left > alive);
  }

  /** More has filled than was approved: an order filled that had been told to be cancelled. */
  get isOverfilled(): boolean {
    return this.filled > this.quantity;
  }

  /** No more of it: the order that works is taken back, what has filled stays. */
  cancel(reason: string): void {
    this.isOver = true;
    if (openQuantity(this.current) > 0) this.ports.desk.cancel(this.orderId!, reason);
  }

  /** To be called after answers and fills, and when time has passed. `isClosing`: something of the position is being closed. */
  settle(nowUs: number, isClosing: boolean): void {
    const { current } = this;
    if (isClosing && this.isWaiting) this.cancel('the position is being closed');
    if (current !== undefined && !isFinal(current.status)) return this.watch(current, nowUs);
    if (current !== undefined && this.endedId !== current.clientOrderId) this.onEnd(current, nowUs);
    if (this.left === 0) this.isOver = true;
    if (!this.isOver && nowUs >= this.dueUs) this.send(nowUs);
  }

  private get current(): Order | undefined {
    const { orderId } = this;
    return orderId === undefined ? undefined : this.ports.account.order(orderId);
  }

  private get filled(): number {
    let filled = 0;
    for (const orderId of this.orders) filled += this.ports.account.order(orderId)?.filledQuantity ?? 0;
    return filled;
  }

  /** Whole lots that have not filled. */
  private get left(): number {
    const { lot } = this.ports.instrument;
    return Math.max(0, Math.floor((this.quantity - this.filled) / lot) * lot);
  }

  /** The present order is alive: too large after a late fill of one before, or due to be followed or ended. */
  private watch(order: Order, nowUs: number): void {
    if (this.filled + openQuantity(order) > this.quantity)
      return this.replace(this.step, order, 'an order before it has filled after all');
    if (this.isOver || nowUs < this.dueUs) return;
    if (this.step === 'takeLimit') return this.replace('nothing', order, 'not filled in time');
    if (this.step !== 'rest') return;
    const { atEnd, chaseEveryUs } = this.terms.plan;
    if (nowUs >= this.restUntilUs)
      return this.replace(atEnd === 'giveUp' ? 'nothing' : atEnd, order, 'rested long enough');
    this.look(nowUs);
    if (chaseEveryUs !== undefined && this.hasMovedAway()) this.replace('rest', order, 'the price has gone away');
  }

  private replace(after: EntryStep | 'nothing', { clientOrderId, status }: Order, reason: string): void {
    // a cancel of its own is on its way already: what it was for stands
    if (status === 'pendingCancel') return;
    this.after = after;
    this.ports.desk.cancel(clientOrderId, reason);
  }

  /** The next look at a resting order. */
  private look(nowUs: number): void {
    const everyUs = this.terms.plan.chaseEveryUs ?? Number.POSITIVE_INFINITY;
    this.wakeAt(Math.min(nowUs + everyUs, this.restUntilUs));
  }

  private wakeAt(timeUs: number): void {
    this.dueUs = timeUs;
    this.ports.out.wake(timeUs);
  }

  private onEnd(order: Order, nowUs: number): void {
    this.endedId = order.clientOrderId;
    const { after } = this;
    this.after = undefined;
    if (this.isOver || this.left === 0) return;
    if (order.status === 'rejected') this.onReject(order, nowUs);
    // a slice is done; the next one follows
    else if (order.status === 'filled') this.wakeAt(nowUs + this.terms.plan.sliceEveryUs);
    // an end that nobody asked for is the end of the entry
    else if (after === undefined || after === 'nothing') this.isOver = true;
    else {
      this.step = after;
      this.dueUs = nowUs;
    }
  }

  private onReject(order: Order, nowUs: number): void {
    const { out } = this.ports;
    const { kind, meaning } = classifyReject(order.reason);
    const text = `entry ${order.clientOrderId} was refused (${meaning}): ${whyOf(order)}`;
    const adapts = kind === 'adapt' && order.type === 'limit' && !this.hasAdapted;
    const retries = kind === 'retry' && this.retries < ENTRY_RETRIES;
    if (adapts || retries) {
      this.hasAdapted ||= adapts;
      if (retries) this.retries += 1;
      return this.wakeAt(nowUs + ENTRY_RETRY_US);
    }
    this.isOver = true;
    if (kind === 'stop') out.pause('entryRefused', text);
    else out.alert(kind === 'giveUp' ? 'info' : 'warning', 'entryGivenUp', text);
  }

  private send(nowUs: number): void {
    const { terms, ports } = this;
    const isFirst = this.orders.length === 0;
    // the first was judged by risk a moment ago
    const blocked = isFirst ? undefined : terms.blocked();
    if (blocked !== undefined) return this.giveUp(blocked);
    const freeUs = terms.freeAtUs(nowUs);
    if (!Number.isFinite(freeUs)) return this.giveUp('the limit of orders a minute is no number');
    if (freeUs > nowUs) return this.wakeAt(freeUs);
    // one order at market has no price to be wrong, and risk has looked at the market
    if (isFirst && terms.plan === marketEntry) return this.submit(undefined, nowUs);
    const price = entryPrice(this.step, this.priced, ports.market());
    if (price.kind === 'none') return this.giveUp(price.reason);
    const isMarket = this.step === 'market' || this.step === 'takeMarket';
    this.submit(isMarket ? undefined : price.ticks, nowUs);
  }

  private submit(ticks: number | undefined, nowUs: number): void {
    const { desk, instrument } = this.ports;
    assert(ticks === undefined || (Number.isSafeInteger(ticks) && ticks > 0), `entry at tick ${ticks}`);
    const ticket = {
      role: 'entry',
      side: this.signal.side,
      quantity: this.sliceOf(this.left),
      plan: this.bracket,
    } as const;
    const orderId = desk.submit(ticks === undefined ? ticket : { ...ticket, price: priceAt(instrument, ticks) });
    this.orders.push(orderId);
    this.ports.sent(orderId);
    this.priceTicks = ticks;
    if (this.step === 'rest') this.look(nowUs);
    else if (this.step === 'takeLimit') this.wakeAt(nowUs + TAKE_US);
    else this.dueUs = Number.POSITIVE_INFINITY;
  }

  /** A slice smaller than the lot is a lot. */
  private sliceOf(contracts: number): number {
    const { lot } = this.ports.instrument;
    const most = this.terms.plan.sliceContracts ?? contracts;
    return Math.min(contracts, Math.max(lot, Math.floor(most / lot) * lot));
  }

  private giveUp(reason: string): void {
    this.isOver = true;
    const { side } = this.signal;
    this.ports.out.alert('info', 'entryGivenUp', `${side} of ${this.left} contracts is given up: ${reason}`);
  }

  private hasMovedAway(): boolean {
    const wanted = restingTicks(this.priced, this.ports.market());
    if (wanted === undefined || this.priceTicks === undefined) return false;
    return (wanted - this.priceTicks) * signOf(this.signal.side) > 0;
  }
}
