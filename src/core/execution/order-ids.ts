// Deterministic client order ids: epoch, seq of the event being processed and a counter, so that a replay makes the same ones.

import type { OrderRole } from '../account/order.ts';

const letters: Readonly<Record<OrderRole, string>> = { entry: 'e', stop: 's', target: 't', exit: 'x' };

export class OrderIds {
  private epoch = 0;
  private seq = 0;
  private counter = 0;

  /** To be told before each event is processed. */
  at(epoch: number, seq: number): void {
    if (seq === this.seq && epoch === this.epoch) return;
    this.epoch = epoch;
    this.seq = seq;
    this.counter = 0;
  }

  next(role: OrderRole): string {
    this.counter += 1;
    return `${this.epoch}-${this.seq}-${this.counter}${letters[role]}`;
  }
}
