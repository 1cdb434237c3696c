// Orders that come and go in; out a numbered place for each in typed arrays, used again when its order has gone.

/** The most orders a book may hold at once, both sides: the E-mini S&P 500 of a quiet day has 11,237, a busy one some times that. */
export const MAX_BOOK_ORDERS = 1 << 20;

/** No node: the end of a list, or no place left. */
export const NO_NODE = -1;

const FIRST_CAPACITY = 1024;

/** The orders of one book. `next` leads away from the front of the order's queue, and chains the free places. */
export class OrderNodes {
  /** Places in use. */
  count = 0;
  ids = new Float64Array(FIRST_CAPACITY);
  /** Contracts left. */
  quantities = new Float64Array(FIRST_CAPACITY);
  /** Contracts that fills have told of and no message has taken from `quantities` yet. */
  hits = new Float64Array(FIRST_CAPACITY);
  /** Number of the queue, as its side numbers them. */
  queues = new Int32Array(FIRST_CAPACITY);
  /** 1 for asks, 0 for bids. */
  asks = new Uint8Array(FIRST_CAPACITY);
  next = new Int32Array(FIRST_CAPACITY);
  previous = new Int32Array(FIRST_CAPACITY);
  private firstFree = NO_NODE;
  private everUsed = 0;

  /** A place for an order; `NO_NODE` when `MAX_BOOK_ORDERS` are in use. */
  take(id: number, isAsk: boolean, quantity: number): number {
    let node = this.firstFree;
    if (node !== NO_NODE) this.firstFree = this.next[node]!;
    else {
      if (this.everUsed === this.ids.length && !this.grow()) return NO_NODE;
      node = this.everUsed++;
    }
    this.ids[node] = id;
    this.asks[node] = isAsk ? 1 : 0;
    this.quantities[node] = quantity;
    this.hits[node] = 0;
    this.count += 1;
    return node;
  }

  giveBack(node: number): void {
    this.next[node] = this.firstFree;
    this.firstFree = node;
    this.count -= 1;
  }

  clear(): void {
    this.count = 0;
    this.firstFree = NO_NODE;
    this.everUsed = 0;
  }

  private grow(): boolean {
    const capacity = Math.min(MAX_BOOK_ORDERS, this.ids.length * 2);
    if (capacity === this.ids.length) return false;
    this.ids = floatsOf(this.ids, capacity);
    this.quantities = floatsOf(this.quantities, capacity);
    this.hits = floatsOf(this.hits, capacity);
    this.queues = integersOf(this.queues, capacity);
    this.next = integersOf(this.next, capacity);
    this.previous = integersOf(this.previous, capacity);
    const asks = new Uint8Array(capacity);
    asks.set(this.asks);
    this.asks = asks;
    return true;
  }
}

function floatsOf(former: Float64Array, capacity: number): Float64Array<ArrayBuffer> {
  const floats = new Float64Array(capacity);
  floats.set(former);
  return floats;
}

function integersOf(former: Int32Array, capacity: number): Int32Array<ArrayBuffer> {
  const integers = new Int32Array(capacity);
  integers.set(former);
  return integers;
}
