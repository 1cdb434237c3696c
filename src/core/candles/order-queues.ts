// Orders that arrive and leave in; out a first-come-first-served queue for each price that has any, with the sums of each.

import { assert } from '../assert.ts';
import { NO_NODE, type OrderNodes } from './order-nodes.ts';

/** Contracts below which nothing is left: the noise of floats, a tenth of the smallest quantity any market knows. */
export const LEAST_QUANTITY = 1e-9;

/** No queue: no orders at that price. */
export const NO_QUEUE = -1;

const FIRST_CAPACITY = 128;

/** Queues are numbered; a number is used again when its queue has closed. Readers must not keep the arrays, which are replaced. */
export class OrderQueues {
  /** Price of each, in ticks. */
  ticks = new Float64Array(FIRST_CAPACITY);
  /** Contracts of each; exact for whole contracts. */
  quantities = new Float64Array(FIRST_CAPACITY);
  /** Orders of each. */
  counts = new Int32Array(FIRST_CAPACITY);
  /** First order of each, and of a closed one the next closed one. */
  heads = new Int32Array(FIRST_CAPACITY);
  private tails = new Int32Array(FIRST_CAPACITY);
  private firstClosed = NO_QUEUE;
  private everUsed = 0;
  private readonly nodes: OrderNodes;

  constructor(nodes: OrderNodes) {
    this.nodes = nodes;
  }

  /** An empty queue. */
  open(priceTicks: number): number {
    let queue = this.firstClosed;
    if (queue !== NO_QUEUE) this.firstClosed = this.heads[queue]!;
    else {
      if (this.everUsed === this.ticks.length) this.grow();
      queue = this.everUsed++;
    }
    this.ticks[queue] = priceTicks;
    this.quantities[queue] = 0;
    this.counts[queue] = 0;
    this.heads[queue] = NO_NODE;
    this.tails[queue] = NO_NODE;
    return queue;
  }

  close(queue: number): void {
    this.heads[queue] = this.firstClosed;
    this.firstClosed = queue;
  }

  clear(): void {
    this.firstClosed = NO_QUEUE;
    this.everUsed = 0;
  }

  /** Places an order behind the others. */
  append(queue: number, node: number): void {
    const { nodes } = this;
    const tail = this.tails[queue]!;
    nodes.queues[node] = queue;
    nodes.previous[node] = tail;
    nodes.next[node] = NO_NODE;
    if (tail === NO_NODE) this.heads[queue] = node;
    else nodes.next[tail] = node;
    this.tails[queue] = node;
    this.counts[queue]! += 1;
    this.quantities[queue]! += nodes.quantities[node]!;
  }

  /** Takes an order out; its node is still the caller's. */
  takeOut(node: number): void {
    const { nodes } = this;
    const queue = nodes.queues[node]!;
    const before = nodes.previous[node]!;
    const after = nodes.next[node]!;
    if (before === NO_NODE) this.heads[queue] = after;
    else nodes.next[before] = after;
    if (after === NO_NODE) this.tails[queue] = before;
    else nodes.previous[after] = before;
    this.counts[queue]! -= 1;
    this.quantities[queue]! -= nodes.quantities[node]!;
  }

  /** Gives an order another quantity, in its place. */
  resize(node: number, quantity: number): void {
    const { nodes } = this;
    this.quantities[nodes.queues[node]!]! += quantity - nodes.quantities[node]!;
    nodes.quantities[node] = quantity;
    nodes.hits[node] = 0;
  }

  /** Throws InvariantError where the links and sums of a queue do not agree. Visits every order: for tests. */
  check(queue: number, isAsk: boolean): void {
    const { nodes } = this;
    let count = 0;
    let quantity = 0;
    let before = NO_NODE;
    for (let node = this.heads[queue]!; node !== NO_NODE; node = nodes.next[node]!) {
      assert(nodes.previous[node] === before, `order ${nodes.ids[node]} does not know the one before it`);
      assert(nodes.queues[node] === queue, `order ${nodes.ids[node]} is in another queue`);
      assert(nodes.asks[node] === (isAsk ? 1 : 0), `order ${nodes.ids[node]} is on the other side`);
      assert(nodes.quantities[node]! >= LEAST_QUANTITY, `order ${nodes.ids[node]} has nothing left`);
      quantity += nodes.quantities[node]!;
      count += 1;
      before = node;
    }
    assert(this.tails[queue] === before, `queue ${queue} ends elsewhere than at its last order`);
    assert(count === this.counts[queue], `queue ${queue} has ${count} orders, not ${this.counts[queue]}`);
    assert(isNear(quantity, this.quantities[queue]!), `queue ${queue} has ${quantity}, not ${this.quantities[queue]}`);
  }

  private grow(): void {
    const capacity = this.ticks.length * 2;
    const { ticks, quantities, counts, heads, tails } = this;
    this.ticks = new Float64Array(capacity);
    this.ticks.set(ticks);
    this.quantities = new Float64Array(capacity);
    this.quantities.set(quantities);
    this.counts = new Int32Array(capacity);
    this.counts.set(counts);
    this.heads = new Int32Array(capacity);
    this.heads.set(heads);
    this.tails = new Int32Array(capacity);
    this.tails.set(tails);
  }
}

/** Sums of fractions differ by rounding, sums of whole contracts do not. */
export function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= LEAST_QUANTITY * Math.max(1, Math.abs(a));
}
