// Trades of the candle after the open one in; the same trades, in order, out when it has opened.

import type { MutableTapeTrade, TapeTrade } from './tape-trade.ts';

const FIRST_CAPACITY = 256;
/** Doubles of one trade. */
const FIELDS = 7;

/** Holds what arrived in the grace after a candle's end. Grows where a burst needs it and then keeps its room. */
export class TapeQueue {
  private items = new Float64Array(FIRST_CAPACITY * FIELDS);
  private held = 0;

  get length(): number {
    return this.held;
  }

  push(trade: TapeTrade): void {
    const at = this.held * FIELDS;
    if (at === this.items.length) this.grow();
    const { items } = this;
    items[at] = trade.timeUs;
    items[at + 1] = trade.price;
    items[at + 2] = trade.quantity;
    items[at + 3] = trade.aggressor;
    items[at + 4] = trade.condition;
    items[at + 5] = trade.buyAgent;
    items[at + 6] = trade.sellAgent;
    this.held++;
  }

  /** Writes trade `index` of those held into `trade`. */
  read(index: number, trade: MutableTapeTrade): void {
    const at = index * FIELDS;
    const { items } = this;
    trade.timeUs = items[at]!;
    trade.price = items[at + 1]!;
    trade.quantity = items[at + 2]!;
    trade.aggressor = items[at + 3]! as TapeTrade['aggressor'];
    trade.condition = items[at + 4]! as TapeTrade['condition'];
    trade.buyAgent = items[at + 5]!;
    trade.sellAgent = items[at + 6]!;
  }

  clear(): void {
    this.held = 0;
  }

  private grow(): void {
    const larger = new Float64Array(this.items.length * 2);
    larger.set(this.items);
    this.items = larger;
  }
}
