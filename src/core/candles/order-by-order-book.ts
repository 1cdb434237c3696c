// Messages about single orders in; out every resting order in its place in the queue of its price, and the levels they make.

import { assert } from '../assert.ts';
import {
  ORDER_ASK,
  ORDER_MORE,
  ORDER_NO_SIDE,
  ORDER_SNAPSHOT,
  OrderAction,
  type OrderActionNumber,
} from '../market/order-message.ts';
import type { Side } from '../market/side.ts';
import { type BookFaults, noBookFaults } from './book-faults.ts';
import { ABSENT, NumberTable } from './number-table.ts';
import { NO_NODE, OrderNodes } from './order-nodes.ts';
import { LEAST_QUANTITY, OrderQueues } from './order-queues.ts';
import { type LevelWatcher, PriceQueues, type QueuedSide } from './price-queues.ts';

/** Whoever watches a book is told of a level before it changes, and when all of them go at once. */
export interface BookWatcher extends LevelWatcher {
  bookClears(): void;
}

/**
 * Price-time priority: a new order is the last of its price. Prices are whole ticks of any sign, quantities contracts. Bad
 * messages are counted in `faults`, which says what the book did with each; none makes it throw. Nothing is allocated but to
 * grow with the number of orders at rest.
 */
export class OrderByOrderBook {
  readonly bids: QueuedSide;
  readonly asks: QueuedSide;
  readonly faults: Readonly<BookFaults>;
  /** Exchange events that have ended: messages without `ORDER_MORE`. */
  events = 0;
  private readonly counts = noBookFaults();
  private readonly nodes = new OrderNodes();
  private readonly queues = new OrderQueues(this.nodes);
  private readonly nodeOf = new NumberTable();
  private readonly bidQueues: PriceQueues;
  private readonly askQueues: PriceQueues;
  private readonly watcher: BookWatcher | undefined;

  constructor(watcher?: BookWatcher) {
    this.watcher = watcher;
    this.bidQueues = new PriceQueues(-1, this.nodes, this.queues, watcher);
    this.askQueues = new PriceQueues(1, this.nodes, this.queues, watcher);
    this.bids = this.bidQueues;
    this.asks = this.askQueues;
    this.faults = this.counts;
  }

  /** Orders at rest. */
  get orders(): number {
    return this.nodes.count;
  }

  /** One message, its action and flags as in src/core/market/order-message.ts. */
  apply(action: number, flags: number, orderId: number, priceTicks: number, quantity: number): void {
    this.act(action as OrderActionNumber, flags, orderId, priceTicks, quantity);
    if ((flags & ORDER_MORE) === 0) this.endEvent((flags & ORDER_SNAPSHOT) !== 0);
  }

  /** Takes every order out, on both sides. The counts stay. */
  clear(): void {
    this.watcher?.bookClears();
    this.nodes.clear();
    this.queues.clear();
    this.nodeOf.clear();
    this.bidQueues.clear();
    this.askQueues.clear();
  }

  /** Undefined for an order that is not in the book, like the next four. */
  sideOf(orderId: number): Side | undefined {
    const node = this.nodeOf.get(orderId);
    return node === ABSENT ? undefined : this.nodes.asks[node] === 1 ? 'sell' : 'buy';
  }

  ticksOf(orderId: number): number | undefined {
    const node = this.nodeOf.get(orderId);
    return node === ABSENT ? undefined : this.queues.ticks[this.nodes.queues[node]!];
  }

  /** Contracts the order has left. */
  quantityOf(orderId: number): number | undefined {
    const node = this.nodeOf.get(orderId);
    return node === ABSENT ? undefined : this.nodes.quantities[node];
  }

  /** Orders at its price that trade before it; 0 for the first. Takes a step for each. */
  ordersAhead(orderId: number): number | undefined {
    const node = this.nodeOf.get(orderId);
    if (node === ABSENT) return undefined;
    let orders = 0;
    for (let at = this.nodes.previous[node]!; at !== NO_NODE; at = this.nodes.previous[at]!) orders += 1;
    return orders;
  }

  /** Contracts at its price that trade before it. Takes a step for each order ahead. */
  contractsAhead(orderId: number): number | undefined {
    const node = this.nodeOf.get(orderId);
    if (node === ABSENT) return undefined;
    const { previous, quantities } = this.nodes;
    let contracts = 0;
    for (let at = previous[node]!; at !== NO_NODE; at = previous[at]!) contracts += quantities[at]!;
    return contracts;
  }

  /** Throws InvariantError where the parts of the book do not agree. Visits every order: for tests. */
  check(): void {
    const { nodes, nodeOf } = this;
    const orders = this.bids.orders + this.asks.orders;
    assert(orders === nodes.count, `the sides have ${orders} orders, the book ${nodes.count}`);
    assert(orders === nodeOf.size, `the sides have ${orders} orders, the table of ids ${nodeOf.size}`);
    for (const side of [this.bidQueues, this.askQueues]) {
      side.check();
      for (let depth = 0; depth < side.levels; depth++) {
        for (const id of side.idsOf(side.ticksAt(depth)!)) {
          assert(nodes.ids[nodeOf.get(id)] === id, `order ${id} is not found by its id`);
        }
      }
    }
  }

  private act(action: OrderActionNumber, flags: number, orderId: number, ticks: number, quantity: number): void {
    switch (action) {
      case OrderAction.add:
        return this.add(flags, orderId, ticks, quantity);
      case OrderAction.modify:
        return this.modify(flags, orderId, ticks, quantity);
      case OrderAction.cancel:
      case OrderAction.execute:
      case OrderAction.remain:
      case OrderAction.remove:
      case OrderAction.fill:
        return this.actOnKnown(action, flags, orderId, ticks, quantity);
      case OrderAction.clear:
        return this.clear();
      case OrderAction.trade:
      case OrderAction.inform:
        return;
      default:
        action satisfies never;
        this.counts.badActions += 1;
    }
  }

  private add(flags: number, orderId: number, ticks: number, quantity: number): void {
    if (!(quantity >= LEAST_QUANTITY && quantity < Number.POSITIVE_INFINITY)) this.counts.badQuantities += 1;
    else if (!Number.isSafeInteger(ticks)) this.counts.badPrices += 1;
    else if ((flags & ORDER_NO_SIDE) !== 0) this.counts.sideless += 1;
    else {
      const known = this.nodeOf.get(orderId);
      if (known !== ABSENT) {
        this.counts.duplicateAdds += 1;
        this.takeOut(known);
      }
      this.place(orderId, (flags & ORDER_ASK) !== 0, ticks, quantity);
    }
  }

  private modify(flags: number, orderId: number, ticks: number, quantity: number): void {
    if (!(quantity >= 0 && quantity < Number.POSITIVE_INFINITY)) {
      this.counts.badQuantities += 1;
      return;
    }
    if (!Number.isSafeInteger(ticks)) {
      this.counts.badPrices += 1;
      return;
    }
    const node = this.nodeOf.get(orderId);
    const namesSide = (flags & ORDER_NO_SIDE) === 0;
    if (node === ABSENT) {
      this.counts.unknownModifies += 1;
      if (namesSide && quantity >= LEAST_QUANTITY) this.place(orderId, (flags & ORDER_ASK) !== 0, ticks, quantity);
      return;
    }
    const { nodes, queues } = this;
    const wasAsk = nodes.asks[node] === 1;
    const isAsk = namesSide ? (flags & ORDER_ASK) !== 0 : wasAsk;
    if (isAsk !== wasAsk) this.counts.otherSides += 1;
    if (quantity < LEAST_QUANTITY) this.takeOut(node);
    else if (isAsk === wasAsk && ticks === queues.ticks[nodes.queues[node]!]! && !this.grows(node, quantity)) {
      this.queuesOf(node).resize(node, quantity);
    } else {
      this.takeOut(node);
      this.place(orderId, isAsk, ticks, quantity);
    }
  }

  /**
   * Whether an order is given more than it has, or than fills have left of it: a hidden quantity shows its next part by a
   * modification to the quantity that was shown before, and that part is new in the queue.
   */
  private grows(node: number, quantity: number): boolean {
    return quantity >= this.nodes.quantities[node]! - this.nodes.hits[node]! + LEAST_QUANTITY;
  }

  private actOnKnown(action: KnownAction, flags: number, orderId: number, ticks: number, quantity: number): void {
    const { counts, nodes } = this;
    const node = this.nodeOf.get(orderId);
    if (node === ABSENT) {
      counts[UNKNOWN[action]] += 1;
      return;
    }
    if ((flags & ORDER_NO_SIDE) === 0 && nodes.asks[node] !== (flags & ORDER_ASK)) counts.otherSides += 1;
    if (action === OrderAction.fill) {
      if (quantity > 0 && quantity < Number.POSITIVE_INFINITY) nodes.hits[node]! += quantity;
      else counts.badQuantities += 1;
      return;
    }
    // an execution may be at a better price than the order's; 0 stands for no price
    if (action !== OrderAction.execute && ticks !== 0 && ticks !== this.queues.ticks[nodes.queues[node]!]) {
      counts.otherPrices += 1;
    }
    if (action === OrderAction.remove) this.takeOut(node);
    else if (action === OrderAction.remain) this.leave(node, quantity);
    else if (!(quantity > 0 && quantity < Number.POSITIVE_INFINITY)) counts.badQuantities += 1;
    else {
      const left = nodes.quantities[node]! - quantity;
      if (left <= -LEAST_QUANTITY) counts.overdrawn += 1;
      this.leave(node, Math.max(0, left));
    }
  }

  private leave(node: number, quantity: number): void {
    if (!(quantity >= 0 && quantity < Number.POSITIVE_INFINITY)) this.counts.badQuantities += 1;
    else if (quantity < LEAST_QUANTITY) this.takeOut(node);
    else this.queuesOf(node).resize(node, quantity);
  }

  private place(orderId: number, isAsk: boolean, ticks: number, quantity: number): void {
    if (!(Number.isSafeInteger(orderId) && orderId > 0)) {
      this.counts.badIds += 1;
      return;
    }
    const { nodes } = this;
    const node = nodes.take(orderId, isAsk, quantity);
    if (node !== NO_NODE && this.queuesOf(node).append(node, ticks)) {
      this.nodeOf.set(orderId, node);
      return;
    }
    if (node !== NO_NODE) nodes.giveBack(node);
    this.counts.refusedOrders += 1;
  }

  private takeOut(node: number): void {
    this.queuesOf(node).takeOut(node);
    this.nodeOf.remove(this.nodes.ids[node]!);
    this.nodes.giveBack(node);
  }

  private queuesOf(node: number): PriceQueues {
    return this.nodes.asks[node] === 1 ? this.askQueues : this.bidQueues;
  }

  private endEvent(isSnapshot: boolean): void {
    this.events += 1;
    // half of what rests may not have been told yet
    if (isSnapshot || this.bids.levels === 0 || this.asks.levels === 0) return;
    const spread = this.askQueues.ticksAt(0)! - this.bidQueues.ticksAt(0)!;
    if (spread === 0) this.counts.lockedEvents += 1;
    else if (spread < 0) this.counts.crossedEvents += 1;
  }
}

const UNKNOWN = {
  [OrderAction.cancel]: 'unknownCancels',
  [OrderAction.execute]: 'unknownExecutes',
  [OrderAction.remain]: 'unknownRemains',
  [OrderAction.remove]: 'unknownRemoves',
  [OrderAction.fill]: 'unknownFills',
} as const;

type KnownAction = keyof typeof UNKNOWN;
