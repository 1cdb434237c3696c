// An alert in; it goes to each target that wants its severity, and what became of it at all of them comes out.

import type { LevelledTarget } from '../../adapters/alerts/alert-targets.ts';
import { ALERT_SEVERITIES, type OutgoingAlert } from '../../adapters/alerts/outgoing-alert.ts';
import type { AlertOutcome } from './alert-outcome.ts';
import { defaultQueueLimits, type QueueLimits, type QueueOutcome, TargetQueue } from './target-queue.ts';

const DRAIN_LOOK_MS = 20;
/** A critical alert that nobody has after this long is told at the machine, while it is tried on. */
const LATE_MS = 60_000;

export interface AlertDeliveryOptions {
  readonly targets: readonly LevelledTarget[];
  readonly onOutcome: (outcome: AlertOutcome) => void;
  readonly quietMs?: () => number;
  readonly limits?: Partial<QueueLimits>;
  /** In place of a minute. */
  readonly lateMs?: number;
}

interface Lane {
  readonly name: string;
  readonly rank: number;
  readonly queue: TargetQueue;
}

/** Targets do not wait for each other; what none of them wants is delivered to none. Never throws. */
export class AlertDelivery {
  private readonly lanes: readonly Lane[];
  private readonly onOutcome: (outcome: AlertOutcome) => void;
  private readonly lateMs: number;
  /** Targets that have not concluded yet, by alert; an alert that one of them took is not in it. */
  private readonly open = new Map<string, number>();

  constructor(options: AlertDeliveryOptions) {
    this.onOutcome = options.onOutcome;
    this.lateMs = options.lateMs ?? LATE_MS;
    const limits = { ...defaultQueueLimits, ...options.limits };
    const quietMs = options.quietMs ?? ((): number => 0);
    this.lanes = options.targets.map(({ target, level }) => ({
      name: target.name,
      rank: ALERT_SEVERITIES.indexOf(level),
      queue: new TargetQueue({ target, limits, quietMs, onOutcome: (outcome) => this.take(target.name, outcome) }),
    }));
  }

  deliver(alert: OutgoingAlert): void {
    const rank = ALERT_SEVERITIES.indexOf(alert.severity);
    const lanes = this.lanes.filter((lane) => lane.rank <= rank);
    if (this.lanes.length === 0) return this.lost(alert);
    if (lanes.length === 0) return;
    this.open.set(alert.id, lanes.length);
    if (alert.severity === 'critical') setTimeout(() => this.late(alert), this.lateMs).unref();
    for (const { queue } of lanes) queue.offer(alert);
  }

  /** Waits for what is under way, at most `ms`; what is left is dropped. */
  async close(ms: number): Promise<void> {
    const endMs = Date.now() + ms;
    while (Date.now() < endMs && this.lanes.some(({ queue }) => !queue.isEmpty)) {
      await new Promise((resolve) => setTimeout(resolve, DRAIN_LOOK_MS));
    }
    for (const { queue } of this.lanes) queue.close();
  }

  private take(target: string, outcome: QueueOutcome): void {
    const { alert } = outcome;
    const { id: alertId, code } = alert;
    const left = this.open.get(alertId);
    if (outcome.kind === 'delivered') {
      this.open.delete(alertId);
      return this.onOutcome({ kind: 'delivered', alertId, code, target, attempts: outcome.attempts });
    }
    if (outcome.kind === 'failed') this.onOutcome({ kind: 'failed', alertId, code, target, reason: outcome.reason });
    else this.onOutcome({ kind: 'dropped', alertId, code, target });
    if (left === undefined) return;
    if (left > 1) {
      this.open.set(alertId, left - 1);
      return;
    }
    this.open.delete(alertId);
    this.lost(alert);
  }

  private late({ id: alertId, code, severity }: OutgoingAlert): void {
    if (this.open.has(alertId)) this.onOutcome({ kind: 'late', alertId, code, severity });
  }

  private lost({ id: alertId, code, severity }: OutgoingAlert): void {
    this.onOutcome({ kind: 'undelivered', alertId, code, severity });
  }
}
