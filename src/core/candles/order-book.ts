// Level changes in, price-level order book out: sorted levels of both sides in ticks and contracts.

import { assert } from '../assert.ts';

/** The most levels a side may hold: more means that deletions are being lost. */
export const MAX_BOOK_LEVELS = 4096;

/** One side: levels sorted from the best outwards. `direction` is −1 for bids (best is highest), +1 for asks. */
export class BookSide {
  levels = 0;
  private readonly direction: 1 | -1;
  private ticks = new Float64Array(64);
  private quantities = new Float64Array(64);

  constructor(direction: 1 | -1) {
    this.direction = direction;
  }

  clear(): void {
    this.levels = 0;
  }

  /** Sets the quantity of a level; 0 removes it. */
  set(priceTicks: number, quantity: number): void {
    const at = this.find(priceTicks);
    const found = at < this.levels && this.ticks[at] === priceTicks;
    if (quantity <= 0) {
      if (found) this.removeAt(at);
      return;
    }
    if (!found) this.insertAt(at, priceTicks);
    this.quantities[at] = quantity;
  }

  /** Ticks of the level `depth` steps from the best (0); undefined where there is none. */
  ticksAt(depth: number): number | undefined {
    return depth < this.levels ? this.ticks[depth] : undefined;
  }

  /** Contracts at that level; 0 where there is none. */
  quantityAt(depth: number): number {
    return depth < this.levels ? this.quantities[depth]! : 0;
  }

  /** Contracts resting at a price; 0 where there is none. */
  quantityOf(priceTicks: number): number {
    const at = this.find(priceTicks);
    return at < this.levels && this.ticks[at] === priceTicks ? this.quantities[at]! : 0;
  }

  private find(priceTicks: number): number {
    let low = 0;
    let high = this.levels;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.ticks[middle]! - priceTicks) * this.direction < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private removeAt(at: number): void {
    this.ticks.copyWithin(at, at + 1, this.levels);
    this.quantities.copyWithin(at, at + 1, this.levels);
    this.levels -= 1;
  }

  private insertAt(at: number, priceTicks: number): void {
    assert(this.levels < MAX_BOOK_LEVELS, `a book side holds at most ${MAX_BOOK_LEVELS} levels`);
    if (this.levels === this.ticks.length) {
      const ticks = new Float64Array(this.levels * 2);
      const quantities = new Float64Array(this.levels * 2);
      ticks.set(this.ticks);
      quantities.set(this.quantities);
      this.ticks = ticks;
      this.quantities = quantities;
    }
    this.ticks.copyWithin(at + 1, at, this.levels);
    this.quantities.copyWithin(at + 1, at, this.levels);
    this.ticks[at] = priceTicks;
    this.levels += 1;
  }
}

export class OrderBook {
  readonly bids = new BookSide(-1);
  readonly asks = new BookSide(1);

  clear(): void {
    this.bids.clear();
    this.asks.clear();
  }

  /** True when a bid is at or above an ask: normal before the opening auction, a fault in continuous trading. */
  get crossed(): boolean {
    return this.bids.levels > 0 && this.asks.levels > 0 && this.bids.ticksAt(0)! >= this.asks.ticksAt(0)!;
  }

  /** Best ask − best bid in ticks; undefined where a side is empty. */
  get spreadTicks(): number | undefined {
    const bid = this.bids.ticksAt(0);
    const ask = this.asks.ticksAt(0);
    return bid === undefined || ask === undefined ? undefined : ask - bid;
  }
}
