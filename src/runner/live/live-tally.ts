// Watches a session; gives what people ask of it while it runs: counts, the last decision, the last alerts.

import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { RunObserver } from '../run-observer.ts';
import type { ControlStatus } from './control-messages.ts';

const ALERTS_KEPT = 20;
const US_PER_MS = 1000;

export function utcOf(timeUs: number): string {
  return new Date(timeUs / US_PER_MS).toISOString();
}

export class LiveTally implements RunObserver {
  readonly counts = { events: 0, decisions: 0, commands: 0, fills: 0 };
  lastDecision: ControlStatus['lastDecision'] = null;
  readonly alerts: ControlStatus['lastAlerts'][number][] = [];

  onEvent(batch: EventBatch, index: number): void {
    this.counts.events += 1;
    if (batch.kindAt(index) === Kind.fill) this.counts.fills += 1;
  }

  onDecision({ timeUs, outcome }: DecisionRecord): void {
    this.counts.decisions += 1;
    const why = outcome.kind === 'hold' ? `${outcome.code}: ${outcome.reason}` : outcome.reason;
    this.lastDecision = { timeUtc: utcOf(timeUs), outcome: outcome.kind, why };
  }

  onCommand(): void {
    this.counts.commands += 1;
  }

  onAlert(timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    if (this.alerts.length === ALERTS_KEPT) this.alerts.shift();
    this.alerts.push({ timeUtc: utcOf(timeUs), severity, code, text });
  }
}
