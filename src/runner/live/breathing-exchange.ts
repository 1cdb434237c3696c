// An exchange in; the same out, which lets timers and sockets of the process have their turn while many events wait.

import type { EventCursor, Exchange } from '../../core/engine/exchange.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';

/** Work without a pause; heartbeats and questions of operators wait so long at most. */
const WORK_MS = 20;
/** Events between two looks at the clock. */
const LOOK_EVERY = 64;

export class BreathingExchange implements Exchange {
  private readonly inner: Exchange;
  private untilLook = LOOK_EVERY;
  private begunMs = performance.now();
  private isTired = false;

  constructor(inner: Exchange) {
    this.inner = inner;
  }

  advance(cursor: EventCursor): boolean {
    if (this.isTired) return false;
    this.untilLook -= 1;
    if (this.untilLook === 0) {
      this.untilLook = LOOK_EVERY;
      this.isTired = performance.now() - this.begunMs > WORK_MS;
    }
    return this.inner.advance(cursor);
  }

  async more(): Promise<boolean> {
    if (this.isTired) await new Promise<void>((done) => setImmediate(done));
    this.isTired = false;
    const more = await this.inner.more();
    this.begunMs = performance.now();
    this.untilLook = LOOK_EVERY;
    return more;
  }

  submit(command: OrderCommand): void {
    this.inner.submit(command);
  }

  wake(timeUs: number): void {
    this.inner.wake(timeUs);
  }

  deliver(answer: Promise<PayloadEvent>): Promise<void> | undefined {
    return this.inner.deliver(answer);
  }
}
