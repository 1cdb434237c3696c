// The exchange and the observer of a run in; how long each of its decisions took by the clock of the machine, out.

import type { Exchange } from '../../core/engine/exchange.ts';
import type { RunObserver } from '../../runner/run-observer.ts';

const BYTES_PER_MB = 1_000_000;
/** Events between two looks at the memory. */
const LOOK_EVERY = 16_384;

/**
 * A decision takes the time of the event that asked the model, with the wait for its answer, and of the event that brought the answer; or of the one
 * event, where no model was asked. What came between them is not in it.
 */
export class DecisionClock implements RunObserver {
  /** Microseconds, one for each decision. */
  readonly decisionsUs: number[] = [];
  events = 0;
  /** In the engine and its waits. */
  busyMs = 0;
  usedMb = 0;
  private takenMs = 0;
  private askedMs = 0;
  private asks = false;
  private decided = 0;

  wrap(inner: Exchange): Exchange {
    return {
      advance: (cursor) => {
        const isThere = inner.advance(cursor);
        this.takenMs = performance.now();
        return isThere;
      },
      more: () => inner.more(),
      submit: (command) => inner.submit(command),
      wake: (timeUs) => inner.wake(timeUs),
      deliver: (answer) => {
        this.asks = true;
        return inner.deliver(answer);
      },
    };
  }

  onEvent(): void {
    const tookMs = performance.now() - this.takenMs;
    this.busyMs += tookMs;
    this.events += 1;
    if (this.decided > 0) this.ended(tookMs);
    if (this.asks) {
      this.asks = false;
      this.askedMs = tookMs;
    }
    if (this.events % LOOK_EVERY === 0) this.look();
  }

  onDecision(): void {
    this.decided += 1;
  }

  onCommand(): void {}

  onAlert(): void {}

  /** At the memory that is taken now. */
  look(): void {
    const { heapUsed, external } = process.memoryUsage();
    // what arrays hold is counted in external
    this.usedMb = Math.max(this.usedMb, (heapUsed + external) / BYTES_PER_MB);
  }

  private ended(tookMs: number): void {
    const us = (this.askedMs + tookMs) * 1000;
    for (let each = 0; each < this.decided; each += 1) this.decisionsUs.push(us);
    this.decided = 0;
    this.askedMs = 0;
  }
}
