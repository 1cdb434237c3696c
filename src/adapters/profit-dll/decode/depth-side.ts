// Levels of one side from the best outwards in; them beside those of the message before out.

const FIRST_CAPACITY = 64;

/** Two lists of levels that change places; arrays grow to the largest message and stay. */
export class DepthSide {
  /** −1 for bids (best is highest), +1 for asks. */
  readonly direction: 1 | -1;
  length = 0;
  ticks = new Float64Array(FIRST_CAPACITY);
  quantities = new Float64Array(FIRST_CAPACITY);
  orders = new Float64Array(FIRST_CAPACITY);
  nextLength = 0;
  nextTicks = new Float64Array(FIRST_CAPACITY);
  nextQuantities = new Float64Array(FIRST_CAPACITY);
  nextOrders = new Float64Array(FIRST_CAPACITY);

  constructor(direction: 1 | -1) {
    this.direction = direction;
  }

  beginNext(levels: number): void {
    this.nextLength = 0;
    if (levels <= this.nextTicks.length) return;
    const capacity = levels * 2;
    this.nextTicks = new Float64Array(capacity);
    this.nextQuantities = new Float64Array(capacity);
    this.nextOrders = new Float64Array(capacity);
  }

  /** Adds what was written behind the next list; false where it is not farther from the best than the level before. */
  addNext(): boolean {
    const { nextTicks, nextLength } = this;
    if (nextLength > 0 && (nextTicks[nextLength]! - nextTicks[nextLength - 1]!) * this.direction <= 0) return false;
    this.nextLength = nextLength + 1;
    return true;
  }

  /** The next list is now the present one. */
  accept(): void {
    const { ticks, quantities, orders } = this;
    this.length = this.nextLength;
    this.ticks = this.nextTicks;
    this.quantities = this.nextQuantities;
    this.orders = this.nextOrders;
    this.nextTicks = ticks;
    this.nextQuantities = quantities;
    this.nextOrders = orders;
  }
}
