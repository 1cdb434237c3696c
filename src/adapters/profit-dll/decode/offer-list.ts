// Offers of one side by position in; the same as columns, the worst first and the best last, out.

/** The most offers of one side; a whole book of WDO has some ten thousand. */
const MAX_OFFERS = 1 << 18;

const FIRST_CAPACITY = 1024;

/** Columns by index; the vendor's positions count from the end. Allocates only when it grows. */
export class OfferList {
  length = 0;
  /** Price in ticks; NaN for an offer without a price of the market, which has a position but no level. */
  ticks = new Float64Array(FIRST_CAPACITY);
  quantities = new Float64Array(FIRST_CAPACITY);
  /** Numbers at the exchange; 0 where they are not known. */
  ids = new Float64Array(FIRST_CAPACITY);
  agents = new Int32Array(FIRST_CAPACITY);

  /** Moves what stands from `index` on by one; the caller writes the offer there. False when the list is full. */
  insert(index: number): boolean {
    if (this.length === MAX_OFFERS) return false;
    if (this.length === this.ticks.length) this.grow();
    if (index < this.length) this.move(index, index + 1);
    this.length += 1;
    return true;
  }

  remove(index: number): void {
    if (index < this.length - 1) this.move(index + 1, index);
    this.length -= 1;
  }

  private move(from: number, to: number): void {
    const { length } = this;
    this.ticks.copyWithin(to, from, length);
    this.quantities.copyWithin(to, from, length);
    this.ids.copyWithin(to, from, length);
    this.agents.copyWithin(to, from, length);
  }

  private grow(): void {
    const capacity = this.length * 2;
    const { ticks, quantities, ids, agents } = this;
    this.ticks = new Float64Array(capacity);
    this.ticks.set(ticks);
    this.quantities = new Float64Array(capacity);
    this.quantities.set(quantities);
    this.ids = new Float64Array(capacity);
    this.ids.set(ids);
    this.agents = new Int32Array(capacity);
    this.agents.set(agents);
  }
}
