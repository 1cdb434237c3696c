// Orders sent, answers and fills in; our orders, virtual positions and exact result out. The one book of what we hold.

import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { tickAt } from '../market/price-grid.ts';
import type { CarriedOrder, ForeignOrder } from './account-event.ts';
import { closedByOthers } from './closed-by-others.ts';
import { ForeignOrders } from './foreign-orders.ts';
import type { Fill, Order, OrderRequest, OrderTerms, OrderUpdate } from './order.ts';
import { OrderChanges } from './order-changes.ts';
import { applyUpdate, isFinal, newOrder } from './order-transitions.ts';
import { Position } from './position.ts';

/** Orders of one epoch kept in memory; a system that sends more in a day is out of control. */
const MAX_ORDERS = 100_000;

export type AccountChange =
  /** `contradiction`: the fill is booked, but an answer that had waited for it makes no sense. */
  | { readonly kind: 'applied'; readonly order: Order; readonly contradiction?: string | undefined }
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'contradiction'; readonly reason: string };

interface Holding {
  readonly strategyId: string;
  readonly symbol: string;
  readonly position: Position;
  /** Net result of the position when the session began, E4; undefined where what was held had no price then. */
  sessionStartNetE4: number | undefined;
}

/** Answers overtake each other: one that knows of fewer fills, or not of the end, was given before. */
function isOlder(update: OrderUpdate, than: OrderUpdate): boolean {
  if (update.filledQuantity !== than.filledQuantity) return update.filledQuantity < than.filledQuantity;
  return isFinal(than.status) && !isFinal(update.status);
}

/** Virtual positions per strategy and contract above one account; the venue nets them. */
export class Account {
  private readonly orders = new Map<string, Order>();
  private readonly fillIds = new Set<string>();
  private readonly deferred = new Map<string, OrderUpdate>();
  private readonly holdings: Holding[] = [];
  /** To be told of through `noteForeign`. */
  readonly foreign = new ForeignOrders();
  private readonly changes = new OrderChanges();
  private readonly isAlone: boolean;
  private instruments: readonly Instrument[] = [];

  /** @param isAlone nobody else may trade on it: what others did all the same has closed what is ours */
  constructor(isAlone = false) {
    this.isAlone = isAlone;
  }

  /**
   * A new epoch. Of a new session: the day orders of the former are over, positions stay, marked at `lastTicks` by symbol. Within a
   * session the feed was lost, not the orders: they go on, and so do their ids and fills.
   */
  startEpoch(
    instruments: readonly Instrument[],
    newSession: boolean,
    lastTicks: (symbol: string) => number | undefined,
  ): void {
    this.instruments = instruments;
    if (!newSession) return;
    this.orders.clear();
    this.deferred.clear();
    this.changes.clear();
    this.fillIds.clear();
    this.foreign.clear();
    for (const holding of this.holdings) {
      // held without a price: the day's result is not known, and risk refuses what is not known
      const ticks = holding.position.quantity === 0 ? 0 : lastTicks(holding.symbol);
      holding.sessionStartNetE4 = ticks === undefined ? undefined : holding.position.netAtE4(ticks);
    }
  }

  add(request: OrderRequest): void {
    assert(!this.orders.has(request.clientOrderId), `order ${request.clientOrderId} exists already`);
    assert(this.orders.size < MAX_ORDERS, `more than ${MAX_ORDERS} orders in one epoch`);
    this.orders.set(request.clientOrderId, newOrder(request));
  }

  /** An order of the account that is not ours, as it stands now. */
  noteForeign(order: ForeignOrder): void {
    this.foreign.note(order);
  }

  /** Signed contracts that orders which are not ours have traded in this session. */
  netForeign(symbol: string): number {
    return this.foreign.net(this.instruments, symbol);
  }

  /** The venue's word about the whole account. */
  notePosition(symbol: string, quantity: number): void {
    this.foreign.notePosition(this.instruments, symbol, quantity - this.netQuantity(symbol));
  }

  /** Contracts of a strategy's position that others have closed at the venue: to close them again would open the opposite. */
  closedByOthers(strategyId: string, instrumentId: number): number {
    const symbol = this.instruments[instrumentId]?.symbol;
    if (!this.isAlone || symbol === undefined) return 0;
    const own = this.holdings.filter((holding) => holding.symbol === symbol);
    const nets = own.map(({ position }) => position.quantity);
    const closed = closedByOthers(nets, this.foreign.held(this.instruments, symbol));
    return closed[own.findIndex((holding) => holding.strategyId === strategyId)] ?? 0;
  }

  /**
   * The orders of an earlier process of this session, with their fills. What had not ended is unknown until the venue speaks of it.
   * Gives what does not add up, one text each.
   */
  restore(orders: readonly CarriedOrder[]): readonly string[] {
    const wrong: string[] = [];
    for (const { request, status, reason, fills, change: asked } of orders) {
      this.add(request);
      if (asked !== undefined) this.changes.restore(request.clientOrderId, asked);
      for (const fill of fills) {
        const change = this.onFill(fill);
        if (change.kind !== 'applied') wrong.push(`${request.clientOrderId}: ${change.reason}`);
      }
      const order = this.orders.get(request.clientOrderId)!;
      if (isFinal(order.status)) continue;
      // an order that ended as filled has fills that we have not heard of
      const hasEnded = isFinal(status) && status !== 'filled';
      this.orders.set(request.clientOrderId, { ...order, status: hasEnded ? status : 'unknown', reason });
    }
    return wrong;
  }

  order(clientOrderId: string): Order | undefined {
    return this.orders.get(clientOrderId);
  }

  /** Orders that have not ended, in the order in which they were sent. */
  working(): readonly Order[] {
    return [...this.orders.values()].filter(({ status }) => !isFinal(status));
  }

  markPendingCancel(clientOrderId: string): void {
    const order = this.orders.get(clientOrderId);
    if (order !== undefined && !isFinal(order.status))
      this.orders.set(clientOrderId, { ...order, status: 'pendingCancel' });
  }

  markPendingReplace(clientOrderId: string, terms: OrderTerms): void {
    const order = this.orders.get(clientOrderId);
    if (order === undefined || isFinal(order.status)) return;
    this.orders.set(clientOrderId, this.changes.ask(order, terms));
  }

  /** What the venue says to a change: it is done once the order works again after it was accepted. */
  onChangeResult(clientOrderId: string, outcome: 'accepted' | 'refused' | 'unknown'): void {
    const order = this.orders.get(clientOrderId);
    if (order !== undefined) this.orders.set(clientOrderId, this.changes.onResult(order, outcome));
  }

  /** An answer that tells of fills which have not arrived yet waits for them, so that order and position never disagree. */
  onUpdate(update: OrderUpdate): AccountChange {
    const order = this.changes.grown(this.orders.get(update.clientOrderId), update.filledQuantity);
    if (order === undefined)
      return { kind: 'contradiction', reason: `answer about ${update.clientOrderId}, which is not ours` };
    if (update.filledQuantity > order.filledQuantity && update.filledQuantity <= order.quantity) {
      const waiting = this.deferred.get(update.clientOrderId);
      if (waiting === undefined || !isOlder(update, waiting)) this.deferred.set(update.clientOrderId, update);
      return { kind: 'ignored', reason: 'waits for its fills' };
    }
    const change = applyUpdate(order, update);
    if (change.kind === 'applied') this.orders.set(update.clientOrderId, this.changes.onUpdate(order, change.order));
    return change;
  }

  onFill(fill: Fill): AccountChange {
    const key = `${fill.clientOrderId}/${fill.fillId}`;
    if (this.fillIds.has(key)) return { kind: 'ignored', reason: `fill ${fill.fillId} is known` };
    const told = this.orders.get(fill.clientOrderId)?.filledQuantity ?? 0;
    const order = this.changes.grown(this.orders.get(fill.clientOrderId), told + fill.quantity);
    if (order === undefined)
      return { kind: 'contradiction', reason: `fill of ${fill.clientOrderId}, which is not ours` };
    const filledQuantity = order.filledQuantity + fill.quantity;
    if (filledQuantity > order.quantity) {
      return {
        kind: 'contradiction',
        reason: `${filledQuantity} filled of ${order.quantity} in ${fill.clientOrderId}`,
      };
    }
    if (fill.side !== order.side || fill.instrumentId !== order.instrumentId) {
      return { kind: 'contradiction', reason: `fill ${fill.fillId} is of another side or instrument than its order` };
    }
    const instrument = this.instruments[fill.instrumentId];
    assert(instrument !== undefined, `fill of instrument ${fill.instrumentId}, which the session does not have`);
    this.fillIds.add(key);
    // the order knows whose it is and which way it goes; the venue only repeats it
    this.holding(order.strategyId, instrument).position.apply(
      order.side,
      fill.quantity,
      tickAt(instrument, fill.price),
      fill.costsE4,
    );
    const before = order.averagePrice === undefined ? 0 : order.averagePrice * order.filledQuantity;
    const averagePrice = (before + fill.price * fill.quantity) / filledQuantity;
    const filled = filledQuantity === order.quantity;
    const waiting = order.status === 'pendingNew' || order.status === 'working';
    const status = filled ? 'filled' : waiting ? 'partiallyFilled' : order.status;
    const next: Order = { ...order, filledQuantity, averagePrice, status };
    this.orders.set(fill.clientOrderId, next);
    // money moved, whatever we had been told
    const wasRejected = order.status === 'rejected' ? 'an order that was rejected has filled' : undefined;
    const update = this.deferred.get(fill.clientOrderId);
    if (update !== undefined && update.filledQuantity <= filledQuantity) {
      this.deferred.delete(fill.clientOrderId);
      const change = this.onUpdate(update);
      const contradiction = change.kind === 'contradiction' ? change.reason : wasRejected;
      return { kind: 'applied', order: this.orders.get(fill.clientOrderId)!, contradiction };
    }
    return { kind: 'applied', order: next, contradiction: wasRejected };
  }

  /** Signed contracts that a strategy holds of an instrument of the session. */
  held(strategyId: string, instrumentId: number): number {
    return this.positionOf(strategyId, instrumentId)?.quantity ?? 0;
  }

  positionOf(strategyId: string, instrumentId: number): Position | undefined {
    const instrument = this.instruments[instrumentId];
    return instrument === undefined ? undefined : this.find(strategyId, instrument.symbol)?.position;
  }

  /** Signed contracts over all strategies: what the venue sees. */
  netQuantity(symbol: string): number {
    let quantity = 0;
    for (const holding of this.holdings) if (holding.symbol === symbol) quantity += holding.position.quantity;
    return quantity;
  }

  /** Strategies and contracts that are not flat. */
  open(): readonly { readonly strategyId: string; readonly symbol: string; readonly quantity: number }[] {
    const open = [];
    for (const { strategyId, symbol, position } of this.holdings) {
      if (position.quantity !== 0) open.push({ strategyId, symbol, quantity: position.quantity });
    }
    return open;
  }

  /** True once a fill of this session was booked. */
  get hasTraded(): boolean {
    return this.fillIds.size > 0;
  }

  get openPositions(): number {
    let count = 0;
    for (const holding of this.holdings) if (holding.position.quantity !== 0) count += 1;
    return count;
  }

  get openContracts(): number {
    let contracts = 0;
    for (const holding of this.holdings) contracts += Math.abs(holding.position.quantity);
    return contracts;
  }

  /** Realised plus open result since the beginning, net of costs, E4; undefined when something held has no price. */
  netE4(lastTicks: (symbol: string) => number | undefined): number | undefined {
    let net = 0;
    for (const { symbol, position } of this.holdings) {
      const ticks = position.quantity === 0 ? 0 : lastTicks(symbol);
      if (ticks === undefined) return undefined;
      net += position.netAtE4(ticks);
    }
    return net;
  }

  /** Realised plus open result of the session, net of costs, E4; undefined when something held has no price, or had none at the start. */
  sessionNetE4(lastTicks: (symbol: string) => number | undefined): number | undefined {
    let net = 0;
    for (const { symbol, position, sessionStartNetE4 } of this.holdings) {
      const ticks = position.quantity === 0 ? 0 : lastTicks(symbol);
      if (ticks === undefined || sessionStartNetE4 === undefined) return undefined;
      net += position.netAtE4(ticks) - sessionStartNetE4;
    }
    return net;
  }

  /** A handful at most: a scan is faster than a key. */
  private find(strategyId: string, symbol: string): Holding | undefined {
    for (const holding of this.holdings) {
      if (holding.symbol === symbol && holding.strategyId === strategyId) return holding;
    }
    return undefined;
  }

  private holding(strategyId: string, instrument: Instrument): Holding {
    const known = this.find(strategyId, instrument.symbol);
    if (known !== undefined) return known;
    const position = new Position(instrument.tickValueE4);
    const holding = { strategyId, symbol: instrument.symbol, position, sessionStartNetE4: 0 };
    this.holdings.push(holding);
    return holding;
  }
}
