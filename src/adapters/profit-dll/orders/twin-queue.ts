// Orders whose equal twin has no name yet in, with the time; those that may be sent, or have waited too long, out.

import type { NewStoredOrder } from './order-id-store.ts';
import type { OrderInstrument } from './order-instrument.ts';
import { fingerprintOf } from './order-terms.ts';

/** An order waits so long for its twin to be named, microseconds. */
export const TWIN_WAIT_US = 2_000_000;
/** Orders that wait at most; further ones are refused. */
const TWINS_MAX = 256;

export interface WaitingOrder {
  readonly order: NewStoredOrder;
  readonly instrument: OrderInstrument;
}

/** First come, first served among equal orders; others are not in each other's way. */
export class TwinQueue {
  private readonly waitUs: number;
  private waiting: (WaitingOrder & { readonly print: string; readonly sinceUs: number })[] = [];

  constructor(waitUs: number) {
    this.waitUs = waitUs;
  }

  get isFull(): boolean {
    return this.waiting.length >= TWINS_MAX;
  }

  has(clientOrderId: string): boolean {
    return this.waiting.some(({ order }) => order.request.clientOrderId === clientOrderId);
  }

  hasTwin(print: string): boolean {
    return this.waiting.some((each) => each.print === print);
  }

  add(order: NewStoredOrder, instrument: OrderInstrument, nowUs: number): void {
    this.waiting.push({ order, instrument, print: fingerprintOf(order.request, instrument), sinceUs: nowUs });
  }

  /** True where it waited. */
  drop(clientOrderId: string): boolean {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter(({ order }) => order.request.clientOrderId !== clientOrderId);
    return this.waiting.length < before;
  }

  dropAll(isMeant: (order: NewStoredOrder) => boolean = () => true): readonly WaitingOrder[] {
    const dropped = this.waiting.filter(({ order }) => isMeant(order));
    this.waiting = this.waiting.filter(({ order }) => !isMeant(order));
    return dropped;
  }

  /** The next one whose twin is out of its way. */
  next(isFree: (print: string) => boolean): WaitingOrder | undefined {
    const place = this.waiting.findIndex(({ print }) => isFree(print));
    return place < 0 ? undefined : this.waiting.splice(place, 1)[0];
  }

  expired(nowUs: number): readonly WaitingOrder[] {
    const isOver = ({ sinceUs }: { readonly sinceUs: number }): boolean => nowUs - sinceUs >= this.waitUs;
    const over = this.waiting.filter(isOver);
    if (over.length > 0) this.waiting = this.waiting.filter((each) => !isOver(each));
    return over;
  }
}
