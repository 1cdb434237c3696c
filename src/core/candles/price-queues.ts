// The orders of one side in, each at its price; out the levels from the best outwards, each a queue of orders.

import { assert } from '../assert.ts';
import { NO_NODE, type OrderNodes } from './order-nodes.ts';
import { isNear, NO_QUEUE, type OrderQueues } from './order-queues.ts';
import { SortedLevels } from './sorted-levels.ts';

/** Told of a level just before it changes: what was there till now. */
export interface LevelWatcher {
  levelChanges(isAsk: boolean, priceTicks: number, quantity: number, orders: number): void;
}

/** What may be asked of a side of an order-by-order book. Depth 0 is the best price. */
export interface QueuedSide {
  readonly levels: number;
  readonly orders: number;
  /** Contracts of all orders; exact for whole contracts. */
  readonly quantity: number;
  /** Undefined where there is no such level. */
  ticksAt(depth: number): number | undefined;
  /** 0 where there is no such level, like the next three. */
  quantityAt(depth: number): number;
  ordersAt(depth: number): number;
  quantityOf(priceTicks: number): number;
  ordersOf(priceTicks: number): number;
  /** Ids at a price, the first to trade first. Makes an array: not for the hot path. */
  idsOf(priceTicks: number): readonly number[];
}

/** `direction` is −1 for bids, +1 for asks. Both sides of a book share `nodes` and `queues`. */
export class PriceQueues implements QueuedSide {
  orders = 0;
  quantity = 0;
  private readonly sorted: SortedLevels;
  private readonly isAsk: boolean;
  private readonly nodes: OrderNodes;
  private readonly queues: OrderQueues;
  private readonly watcher: LevelWatcher | undefined;

  constructor(direction: 1 | -1, nodes: OrderNodes, queues: OrderQueues, watcher?: LevelWatcher) {
    this.sorted = new SortedLevels(direction);
    this.isAsk = direction === 1;
    this.nodes = nodes;
    this.queues = queues;
    this.watcher = watcher;
  }

  get levels(): number {
    return this.sorted.length;
  }

  ticksAt(depth: number): number | undefined {
    const at = this.sorted.fromBest(depth);
    return at >= 0 ? this.sorted.ticks[at] : undefined;
  }

  quantityAt(depth: number): number {
    const at = this.sorted.fromBest(depth);
    return at >= 0 ? this.queues.quantities[this.sorted.values[at]!]! : 0;
  }

  ordersAt(depth: number): number {
    const at = this.sorted.fromBest(depth);
    return at >= 0 ? this.queues.counts[this.sorted.values[at]!]! : 0;
  }

  quantityOf(priceTicks: number): number {
    const queue = this.queueOf(priceTicks);
    return queue === NO_QUEUE ? 0 : this.queues.quantities[queue]!;
  }

  ordersOf(priceTicks: number): number {
    const queue = this.queueOf(priceTicks);
    return queue === NO_QUEUE ? 0 : this.queues.counts[queue]!;
  }

  idsOf(priceTicks: number): readonly number[] {
    const queue = this.queueOf(priceTicks);
    const ids: number[] = [];
    let node = queue === NO_QUEUE ? NO_NODE : this.queues.heads[queue]!;
    for (; node !== NO_NODE; node = this.nodes.next[node]!) ids.push(this.nodes.ids[node]!);
    return ids;
  }

  /** Places an order behind the others of its price; false where the side has no room for another price. */
  append(node: number, priceTicks: number): boolean {
    const { queues, sorted } = this;
    const place = sorted.place(priceTicks);
    let queue: number;
    if (sorted.isAt(place, priceTicks)) queue = sorted.values[place]!;
    else {
      queue = queues.open(priceTicks);
      if (!sorted.insert(place, priceTicks, queue)) {
        queues.close(queue);
        return false;
      }
    }
    this.watch(queue);
    queues.append(queue, node);
    this.orders += 1;
    this.quantity += this.nodes.quantities[node]!;
    return true;
  }

  /** Takes an order out of its queue; its node is still the caller's. */
  takeOut(node: number): void {
    const { queues, sorted } = this;
    const queue = this.nodes.queues[node]!;
    this.watch(queue);
    queues.takeOut(node);
    this.orders -= 1;
    // with nothing left there is nothing to be exact about: what floats have gathered goes
    this.quantity = this.orders === 0 ? 0 : this.quantity - this.nodes.quantities[node]!;
    if (queues.counts[queue] !== 0) return;
    sorted.remove(sorted.place(queues.ticks[queue]!));
    queues.close(queue);
  }

  /** Gives an order another quantity, in its place. */
  resize(node: number, quantity: number): void {
    this.watch(this.nodes.queues[node]!);
    this.quantity += quantity - this.nodes.quantities[node]!;
    this.queues.resize(node, quantity);
  }

  /** `queues` and `nodes` are cleared by whoever shares them. */
  clear(): void {
    this.sorted.clear();
    this.orders = 0;
    this.quantity = 0;
  }

  /** Throws InvariantError where sums, links and order of the side do not agree. Visits every order: for tests. */
  check(): void {
    const { sorted, queues } = this;
    let orders = 0;
    let quantity = 0;
    for (let at = sorted.first; at < sorted.end; at++) {
      const queue = sorted.values[at]!;
      const ticks = sorted.ticks[at]!;
      const isBeyond = at === sorted.first || (sorted.ticks[at - 1]! - ticks) * sorted.direction > 0;
      assert(isBeyond, `level ${ticks} is not nearer than the one before it`);
      assert(queues.ticks[queue] === ticks, `queue ${queue} is at ${queues.ticks[queue]}, its level at ${ticks}`);
      assert(queues.counts[queue]! > 0, `level ${ticks} has no orders`);
      queues.check(queue, this.isAsk);
      orders += queues.counts[queue]!;
      quantity += queues.quantities[queue]!;
    }
    assert(orders === this.orders, `the levels have ${orders} orders, the side ${this.orders}`);
    assert(isNear(quantity, this.quantity), `the levels have ${quantity} contracts, the side ${this.quantity}`);
  }

  private watch(queue: number): void {
    if (this.watcher === undefined) return;
    const { ticks, quantities, counts } = this.queues;
    this.watcher.levelChanges(this.isAsk, ticks[queue]!, quantities[queue]!, counts[queue]!);
  }

  private queueOf(priceTicks: number): number {
    const place = this.sorted.place(priceTicks);
    return this.sorted.isAt(place, priceTicks) ? this.sorted.values[place]! : NO_QUEUE;
  }
}
