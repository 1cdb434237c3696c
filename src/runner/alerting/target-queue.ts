// Alerts for one target in; attempts one after the other, with pauses that grow, until each is delivered or given up.

import { deliveryErrorOf } from '../../adapters/alerts/delivery-error.ts';
import type { AlertTarget, OutgoingAlert } from '../../adapters/alerts/outgoing-alert.ts';

export interface QueueLimits {
  /** Alerts that wait at most; the oldest that is not critical goes first. */
  readonly alertsMax: number;
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** From the first attempt on. */
  readonly tryForMs: number;
  readonly tryCriticalForMs: number;
  /** An attempt that has not ended after this long counts as failed. */
  readonly attemptMs: number;
}

export const defaultQueueLimits: QueueLimits = {
  alertsMax: 200,
  firstPauseMs: 1000,
  longestPauseMs: 60_000,
  tryForMs: 30 * 60_000,
  tryCriticalForMs: 6 * 3_600_000,
  attemptMs: 60_000,
};

export type QueueOutcome =
  | { readonly kind: 'delivered'; readonly alert: OutgoingAlert; readonly attempts: number }
  | { readonly kind: 'failed'; readonly alert: OutgoingAlert; readonly reason: string }
  | { readonly kind: 'dropped'; readonly alert: OutgoingAlert };

interface Waiting {
  readonly alert: OutgoingAlert;
  attempts: number;
  firstTriedMs: number;
}

export interface TargetQueueOptions {
  readonly target: AlertTarget;
  readonly limits: QueueLimits;
  readonly onOutcome: (outcome: QueueOutcome) => void;
  /** How long what is not critical has to wait, milliseconds; 0 for not at all. */
  readonly quietMs: () => number;
}

/** Keeps the order, except that critical alerts go first. Never throws. */
export class TargetQueue {
  private readonly options: TargetQueueOptions;
  private readonly waiting: Waiting[] = [];
  private isWorking = false;
  private isClosed = false;
  private wake: (() => void) | undefined = undefined;

  constructor(options: TargetQueueOptions) {
    this.options = options;
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && !this.isWorking;
  }

  offer(alert: OutgoingAlert): void {
    if (this.isClosed) return this.options.onOutcome({ kind: 'dropped', alert });
    this.waiting.push({ alert, attempts: 0, firstTriedMs: 0 });
    if (this.waiting.length > this.options.limits.alertsMax) this.drop();
    if (this.isWorking) {
      // it must not wait for the pause of another one
      if (alert.severity === 'critical') this.wake?.();
    } else void this.work();
  }

  close(): void {
    this.isClosed = true;
    for (const { alert } of this.waiting.splice(0)) this.options.onOutcome({ kind: 'dropped', alert });
    this.wake?.();
    this.options.target.close?.();
  }

  private drop(): void {
    const oldest = this.waiting.findIndex(({ alert }) => alert.severity !== 'critical');
    const [dropped] = this.waiting.splice(Math.max(oldest, 0), 1);
    this.options.onOutcome({ kind: 'dropped', alert: dropped!.alert });
  }

  private async work(): Promise<void> {
    this.isWorking = true;
    while (this.waiting.length > 0) {
      const next = this.waiting.find(({ alert }) => alert.severity === 'critical') ?? this.waiting[0]!;
      const quietMs = next.alert.severity === 'critical' ? 0 : this.options.quietMs();
      const pauseMs = quietMs > 0 ? quietMs : await this.attempt(next);
      if (pauseMs > 0) await this.pause(pauseMs);
    }
    this.isWorking = false;
  }

  /** The pause before the next attempt; 0 where this one is done with. */
  private async attempt(next: Waiting): Promise<number> {
    const { target, limits, onOutcome } = this.options;
    const { alert } = next;
    if (next.attempts === 0) next.firstTriedMs = Date.now();
    next.attempts += 1;
    try {
      await within(target.send(alert), limits.attemptMs);
      if (this.take(next)) onOutcome({ kind: 'delivered', alert, attempts: next.attempts });
      return 0;
    } catch (error) {
      const { retry, message, afterMs } = deliveryErrorOf(error);
      const forMs = alert.severity === 'critical' ? limits.tryCriticalForMs : limits.tryForMs;
      const pauseMs = afterMs ?? Math.min(limits.firstPauseMs * 2 ** (next.attempts - 1), limits.longestPauseMs);
      if (retry === 'later' && Date.now() + pauseMs - next.firstTriedMs <= forMs) return pauseMs;
      if (this.take(next)) onOutcome({ kind: 'failed', alert, reason: message });
      return 0;
    }
  }

  /** False where it was dropped meanwhile. */
  private take(next: Waiting): boolean {
    const at = this.waiting.indexOf(next);
    if (at >= 0) this.waiting.splice(at, 1);
    return at >= 0;
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.wake = done;
      if (this.isClosed) done();
    });
  }
}

function within(work: Promise<void>, ms: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no end in time')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
