// Trades as they come in; the newest of them, newest first, out.

import { AGGRESSOR_BUYER, AGGRESSOR_MASK, AGGRESSOR_SELLER } from '../../core/market/event-record.ts';
import type { TapeRow } from '../view/market-view.ts';

const TRADES_KEPT = 50;

/** Allocates nothing while it takes. */
export class TradeTape {
  private readonly timeUs = new Float64Array(TRADES_KEPT);
  private readonly price = new Float64Array(TRADES_KEPT);
  private readonly quantity = new Float64Array(TRADES_KEPT);
  private readonly flags = new Int32Array(TRADES_KEPT);
  private taken = 0;

  /** Received time of the newest, microseconds UTC; undefined before the first. */
  get newestUs(): number | undefined {
    return this.taken === 0 ? undefined : this.timeUs[(this.taken - 1) % TRADES_KEPT];
  }

  clear(): void {
    this.taken = 0;
  }

  take(timeUs: number, price: number, quantity: number, flags: number): void {
    const at = this.taken % TRADES_KEPT;
    this.timeUs[at] = timeUs;
    this.price[at] = price;
    this.quantity[at] = quantity;
    this.flags[at] = flags;
    this.taken += 1;
  }

  rows(): readonly TapeRow[] {
    const rows: TapeRow[] = [];
    for (let k = this.taken - 1; k >= Math.max(0, this.taken - TRADES_KEPT); k--) {
      const at = k % TRADES_KEPT;
      rows.push({
        timeUs: this.timeUs[at]!,
        price: this.price[at]!,
        quantity: this.quantity[at]!,
        aggressor: aggressorOf(this.flags[at]!),
      });
    }
    return rows;
  }
}

function aggressorOf(flags: number): TapeRow['aggressor'] {
  const side = flags & AGGRESSOR_MASK;
  return side === AGGRESSOR_BUYER ? 'buy' : side === AGGRESSOR_SELLER ? 'sell' : 'unknown';
}
