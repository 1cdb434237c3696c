// Level changes in, price-level order book out: sorted levels of both sides in ticks and contracts.

import { SortedLevels } from './sorted-levels.ts';

/** One side: levels sorted from the best outwards. `direction` is −1 for bids (best is highest), +1 for asks. */
export class BookSide {
  /** Changes that found `MAX_BOOK_LEVELS` levels here: each cost the level farthest from the best. Deletions are being lost. */
  lostLevels = 0;
  private readonly sorted: SortedLevels;

  constructor(direction: 1 | -1) {
    this.sorted = new SortedLevels(direction);
  }

  get levels(): number {
    return this.sorted.length;
  }

  clear(): void {
    this.sorted.clear();
  }

  /** Sets the quantity of a level; 0 removes it. */
  set(priceTicks: number, quantity: number): void {
    const { sorted } = this;
    const place = sorted.place(priceTicks);
    if (sorted.isAt(place, priceTicks)) {
      if (quantity > 0) sorted.values[place] = quantity;
      else sorted.remove(place);
      return;
    }
    if (quantity > 0 && !sorted.insert(place, priceTicks, quantity)) this.insertInFull(place, priceTicks, quantity);
  }

  /** Ticks of the level `depth` steps from the best (0); undefined where there is none. */
  ticksAt(depth: number): number | undefined {
    const at = this.sorted.fromBest(depth);
    return at >= 0 ? this.sorted.ticks[at] : undefined;
  }

  /** Contracts at that level; 0 where there is none. */
  quantityAt(depth: number): number {
    const at = this.sorted.fromBest(depth);
    return at >= 0 ? this.sorted.values[at]! : 0;
  }

  /** Contracts resting at a price; 0 where there is none. */
  quantityOf(priceTicks: number): number {
    const place = this.sorted.place(priceTicks);
    return this.sorted.isAt(place, priceTicks) ? this.sorted.values[place]! : 0;
  }

  private insertInFull(place: number, priceTicks: number, quantity: number): void {
    const { sorted } = this;
    this.lostLevels += 1;
    // beyond the worst level the new one is what is lost
    if (place === sorted.first) return;
    sorted.remove(sorted.first);
    sorted.insert(sorted.place(priceTicks), priceTicks, quantity);
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

  /** Levels lost to the limit on both sides since the book was made; above 0 the book is not whole. */
  get lostLevels(): number {
    return this.bids.lostLevels + this.asks.lostLevels;
  }
}
