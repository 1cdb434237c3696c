// Takes what may have hidden news about the orders of one account, and the time; has all of them read, and again until that works.

import type { OrderRequest, OrderStatus } from '../../core/account/order.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import { retryPauseMs } from './retry-pause.ts';

/**
 * Some vendors' builds never say that the orders of the day are loaded: after this long the rest goes on without. What is not shown by
 * then is not taken to be absent.
 */
export const ORDERS_LOADED_MS = 10_000;
/** Orders are read again so often while one is on its way, and for ever: the broker is right, and not every word of it arrives. */
const IN_FLIGHT_READ_MS = 2_000;
const OPEN_READ_MS = 10_000;
/** What is asked for is read again after this: details of an order may follow its news. */
const AGAIN_MS = 1_000;
/** Without any answer the rest goes on after this. */
const GIVEN_UP_MS = 20_000;

export interface OrderReadsOptions {
  /** Reads all orders and tells what they say; `some`: the day is not loaded. `none`: the vendor gave no answer. Never rejects. */
  readonly read: () => Promise<'all' | 'some' | 'none'>;
  /** Orders can be asked for: the broker is connected. */
  readonly isReady: () => boolean;
  /** Of some order the broker has not said yet how it stands. */
  readonly isInFlight: () => boolean;
}

/** Driven by `tick`. What happens while a process or the broker is away is told by no callback: only a read shows it. */
export class OrderReads {
  private readonly options: OrderReadsOptions;
  private readyMs: number | undefined = undefined;
  private isLoaded = false;
  private isKnown = false;
  private isReading = false;
  private reads = 0;
  /** Reads that told all there was to tell since they were asked for. */
  done = 0;
  private failures = 0;
  private notBeforeMs = 0;
  private lastMs = 0;
  /** Counts what makes the read that is on its way too old. */
  private changes = 0;

  constructor(options: OrderReadsOptions) {
    this.options = options;
  }

  /** False between the return of the broker and the first read after it: until then fills may be missing. */
  isCurrent(nowMs: number): boolean {
    return this.readyMs !== undefined && (this.isKnown || nowMs - this.readyMs >= GIVEN_UP_MS);
  }

  /** All orders were read since the broker came back. */
  get isWhole(): boolean {
    return this.isKnown;
  }

  processStarted(): void {
    this.isLoaded = false;
    this.away();
  }

  /** The broker was away, however shortly. */
  away(): void {
    this.readyMs = undefined;
    this.isKnown = false;
    this.changes += 1;
  }

  ordersLoaded(): void {
    if (!this.isLoaded) this.ask();
    this.isLoaded = true;
  }

  ask(): void {
    this.reads = 2;
    this.changes += 1;
    if (this.failures === 0) this.notBeforeMs = 0;
  }

  tick(nowMs: number): void {
    if (!this.options.isReady()) {
      if (this.readyMs !== undefined) this.away();
      return;
    }
    if (this.readyMs === undefined) {
      this.readyMs = nowMs;
      this.failures = 0;
      this.ask();
    }
    if (!this.isLoaded && nowMs - this.readyMs >= ORDERS_LOADED_MS) this.ordersLoaded();
    if (this.reads === 0 && nowMs - this.lastMs >= this.restMs) this.reads = 1;
    if (this.reads > 0 && !this.isReading && nowMs >= this.notBeforeMs) void this.read(nowMs);
  }

  private get restMs(): number {
    return this.options.isInFlight() ? IN_FLIGHT_READ_MS : OPEN_READ_MS;
  }

  private async read(nowMs: number): Promise<void> {
    const { changes } = this;
    this.isReading = true;
    this.lastMs = nowMs;
    const read = await this.options.read();
    this.isReading = false;
    this.failures = read === 'none' ? this.failures + 1 : 0;
    if (read === 'none') this.notBeforeMs = nowMs + retryPauseMs(this.failures);
    if (read === 'none' || changes !== this.changes) return;
    this.notBeforeMs = nowMs + AGAIN_MS;
    this.reads -= 1;
    this.done += 1;
    this.isLoaded ||= read === 'all';
    this.isKnown ||= this.isLoaded;
  }
}

/** False when the broker has said how it stands and nothing is asked of it; at market none rests: it has filled, and nobody said so. */
export function isInFlight({
  status,
  request,
}: {
  readonly status: OrderStatus;
  readonly request: OrderRequest;
}): boolean {
  const isWorking = status === 'working' || status === 'partiallyFilled';
  return !isFinal(status) && (!isWorking || request.type === 'market');
}
