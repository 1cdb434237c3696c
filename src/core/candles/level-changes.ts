// Changes of price levels in, one after another; out the same in columns that are used again and again.

const FIRST_CAPACITY = 64;

/** Readers must not keep the arrays, which are replaced when they grow. */
export class LevelChanges {
  length = 0;
  /** BOOK_* flags of a book change. */
  flags = new Uint8Array(FIRST_CAPACITY);
  ticks = new Float64Array(FIRST_CAPACITY);
  /** Contracts at the price. */
  quantities = new Float64Array(FIRST_CAPACITY);
  /** Orders at the price. */
  orders = new Float64Array(FIRST_CAPACITY);

  push(flags: number, priceTicks: number, quantity: number, orders: number): void {
    const at = this.length;
    if (at === this.flags.length) this.grow();
    this.flags[at] = flags;
    this.ticks[at] = priceTicks;
    this.quantities[at] = quantity;
    this.orders[at] = orders;
    this.length = at + 1;
  }

  private grow(): void {
    const capacity = this.length * 2;
    const { flags, ticks, quantities, orders } = this;
    this.flags = new Uint8Array(capacity);
    this.flags.set(flags);
    this.ticks = new Float64Array(capacity);
    this.ticks.set(ticks);
    this.quantities = new Float64Array(capacity);
    this.quantities.set(quantities);
    this.orders = new Float64Array(capacity);
    this.orders.set(orders);
  }
}
