// Takes payload events with the times at which they are due; gives them back in that order, first in, first out.

import { assert } from '../core/assert.ts';
import type { PayloadEvent } from '../core/market/event-batch.ts';

/** Events that wait at one time. */
const MAX_WAITING = 100_000;

/** A seat in the queue; its event may come later, but before the seat is called. */
export interface Seat {
  readonly dueUs: number;
  payload: PayloadEvent | undefined;
}

/** Like the connection that it stands for, the queue never lets one event overtake another. */
export class PayloadQueue {
  /** Time of the first event, microseconds UTC; Infinity when none waits. */
  nextUs = Infinity;
  private lastUs = -Infinity;
  private seats: Seat[] = [];
  private head = 0;

  /** Queues an event, not before those that are queued; without one its seat is kept. */
  push(dueUs: number, payload: PayloadEvent | undefined): Seat {
    assert(this.seats.length - this.head < MAX_WAITING, `more than ${MAX_WAITING} answers wait to be received`);
    this.lastUs = Math.max(this.lastUs, dueUs);
    const seat: Seat = { dueUs: this.lastUs, payload };
    this.seats.push(seat);
    if (this.nextUs === Infinity) this.nextUs = this.lastUs;
    return seat;
  }

  /** Takes the first event out. */
  shift(): PayloadEvent {
    const payload = this.seats[this.head]?.payload;
    assert(payload !== undefined, 'the promise that deliver returned must be awaited before the next advance');
    this.head += 1;
    if (this.head === this.seats.length) {
      this.seats = [];
      this.head = 0;
    }
    this.nextUs = this.seats[this.head]?.dueUs ?? Infinity;
    return payload;
  }
}
