// Records whose contracts imply no price, and the time, in; the one that has to be booked without out: a position is never invisible for long.

import type { VendorOrder } from '../decode/feed-facts.ts';

/** The order is read again at once, and its price is waited for so long. */
export const UNPRICED_WAIT_US = 200_000;

export class UnpricedRecord {
  private record: VendorOrder | undefined = undefined;
  private sinceUs = 0;

  get isWaiting(): boolean {
    return this.record !== undefined;
  }

  /** False when its price has been waited for. */
  hold(record: VendorOrder, nowUs: number): boolean {
    if (this.record === undefined) this.sinceUs = nowUs;
    this.record = record;
    return nowUs - this.sinceUs < UNPRICED_WAIT_US;
  }

  due(nowUs: number): VendorOrder | undefined {
    return nowUs - this.sinceUs < UNPRICED_WAIT_US ? undefined : this.record;
  }

  clear(): void {
    this.record = undefined;
  }
}
