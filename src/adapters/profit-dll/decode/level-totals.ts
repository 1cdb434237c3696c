// Offers coming and going at prices in; contracts and offers at each price, and the prices at which they changed, out.

import { ABSENT, NumberTable } from '../../../core/candles/number-table.ts';

const FIRST_CAPACITY = 256;

/** One side of a book of offers by price. Allocates only when it grows. */
export class LevelTotals {
  /** Places in the columns of the levels that changed since `beginEvent`; the first `touchedLength` count. */
  touchedLength = 0;
  private readonly slots = new NumberTable();
  private ticks = new Float64Array(FIRST_CAPACITY);
  private quantities = new Float64Array(FIRST_CAPACITY);
  private orders = new Float64Array(FIRST_CAPACITY);
  private quantitiesBefore = new Float64Array(FIRST_CAPACITY);
  private ordersBefore = new Float64Array(FIRST_CAPACITY);
  private events = new Float64Array(FIRST_CAPACITY);
  private touched = new Int32Array(FIRST_CAPACITY);
  private free = new Int32Array(FIRST_CAPACITY);
  private freeLength = 0;
  private used = 0;
  private event = 0;

  /** Empty, and nothing has changed. */
  clear(): void {
    this.slots.clear();
    this.freeLength = 0;
    this.used = 0;
    this.touchedLength = 0;
    this.events.fill(0);
    this.event = 1;
  }

  beginEvent(): void {
    this.event += 1;
    this.touchedLength = 0;
  }

  /** Adds to a level, which may be new; both may be negative. */
  change(ticks: number, quantity: number, orders: number): void {
    const known = this.slots.get(ticks);
    const slot = known === ABSENT ? this.make(ticks) : known;
    if (this.events[slot] !== this.event) {
      this.events[slot] = this.event;
      this.quantitiesBefore[slot] = this.quantities[slot]!;
      this.ordersBefore[slot] = this.orders[slot]!;
      this.touched[this.touchedLength++] = slot;
    }
    this.quantities[slot]! += quantity;
    this.orders[slot]! += orders;
  }

  touchedTicks(at: number): number {
    return this.ticks[this.touched[at]!]!;
  }

  touchedQuantity(at: number): number {
    return this.quantities[this.touched[at]!]!;
  }

  touchedOrders(at: number): number {
    return this.orders[this.touched[at]!]!;
  }

  /** Whether the level is other than before the event. */
  isChanged(at: number): boolean {
    const slot = this.touched[at]!;
    return this.quantities[slot] !== this.quantitiesBefore[slot] || this.orders[slot] !== this.ordersBefore[slot];
  }

  /** Forgets the levels without offers. */
  endEvent(): void {
    for (let at = 0; at < this.touchedLength; at++) {
      const slot = this.touched[at]!;
      if (this.orders[slot] !== 0) continue;
      this.slots.remove(this.ticks[slot]!);
      this.events[slot] = 0;
      this.free[this.freeLength++] = slot;
    }
    this.touchedLength = 0;
  }

  private make(ticks: number): number {
    if (this.freeLength === 0 && this.used === this.ticks.length) this.grow();
    const slot = this.freeLength > 0 ? this.free[--this.freeLength]! : this.used++;
    this.ticks[slot] = ticks;
    this.quantities[slot] = 0;
    this.orders[slot] = 0;
    this.events[slot] = 0;
    this.slots.set(ticks, slot);
    return slot;
  }

  private grow(): void {
    this.ticks = larger(this.ticks);
    this.quantities = larger(this.quantities);
    this.orders = larger(this.orders);
    this.quantitiesBefore = larger(this.quantitiesBefore);
    this.ordersBefore = larger(this.ordersBefore);
    this.events = larger(this.events);
    const touched = new Int32Array(this.ticks.length);
    touched.set(this.touched);
    this.touched = touched;
    // no slot is free where more are needed
    this.free = new Int32Array(this.ticks.length);
  }
}

function larger(column: Float64Array): Float64Array<ArrayBuffer> {
  const copy = new Float64Array(column.length * 2);
  copy.set(column);
  return copy;
}
