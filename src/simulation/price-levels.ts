// Takes the changes of one side of a book by price level; gives its levels, best first, in integer ticks.

import { assert } from '../core/assert.ts';

/** More levels than any real book shows: reaching it means that removals are not arriving. */
const MAX_LEVELS = 65_536;

export class PriceLevels {
  /** Levels in use; 0 is the best. */
  count = 0;
  private ticks = new Float64Array(64);
  private quantities = new Float64Array(64);
  private readonly sign: 1 | -1;

  /** Bids descend from the best, asks ascend. */
  constructor(side: 'bid' | 'ask') {
    this.sign = side === 'bid' ? -1 : 1;
  }

  clear(): void {
    this.count = 0;
  }

  ticksAt(level: number): number {
    return this.ticks[level]!;
  }

  quantityAt(level: number): number {
    return this.quantities[level]!;
  }

  /** Contracts displayed at a price; 0 where the book shows that there are none, undefined beyond what it shows. */
  displayedAt(priceTicks: number): number | undefined {
    const level = this.find(priceTicks);
    if (level < this.count) return this.ticks[level] === priceTicks ? this.quantities[level] : 0;
    return undefined;
  }

  /** Sets the quantity of a price level; 0 or less removes it. */
  set(priceTicks: number, quantity: number): void {
    const level = this.find(priceTicks);
    const exists = level < this.count && this.ticks[level] === priceTicks;
    if (quantity <= 0) {
      if (!exists) return;
      this.ticks.copyWithin(level, level + 1, this.count);
      this.quantities.copyWithin(level, level + 1, this.count);
      this.count -= 1;
      return;
    }
    if (!exists) {
      if (this.count === this.ticks.length) this.grow();
      this.ticks.copyWithin(level + 1, level, this.count);
      this.quantities.copyWithin(level + 1, level, this.count);
      this.ticks[level] = priceTicks;
      this.count += 1;
    }
    this.quantities[level] = quantity;
  }

  /** First level that is not better than a price. Changes are mostly near the best, so a scan from there is short. */
  private find(priceTicks: number): number {
    let level = 0;
    const limit = priceTicks * this.sign;
    while (level < this.count && this.ticks[level]! * this.sign < limit) level += 1;
    return level;
  }

  private grow(): void {
    assert(this.count < MAX_LEVELS, `one side of a book has more than ${MAX_LEVELS} levels`);
    const ticks = new Float64Array(this.count * 2);
    const quantities = new Float64Array(this.count * 2);
    ticks.set(this.ticks);
    quantities.set(this.quantities);
    this.ticks = ticks;
    this.quantities = quantities;
  }
}
