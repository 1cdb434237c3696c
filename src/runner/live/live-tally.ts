// Watches a session; gives what people ask of it while it runs: counts, the last decision, the last alerts.

import type { EpochStart } from '../../core/account/account-event.ts';
import type { OrderRequest } from '../../core/account/order.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { CONDITION_MASK, CONDITION_SHIFT, isPriceOfMarket, Kind } from '../../core/market/event-record.ts';
import type { RunObserver } from '../run-observer.ts';
import type { ControlStatus } from './control-messages.ts';

/** Of critical ones, and of the others: many warnings do not push out the one that matters. */
const ALERTS_KEPT = 50;
const US_PER_MS = 1000;

export function utcOf(timeUs: number): string {
  return new Date(timeUs / US_PER_MS).toISOString();
}

interface TalliedAlert extends Readonly<Record<keyof ControlStatus['lastAlerts'][number], string>> {
  /** Alerts of one instant keep their order. */
  readonly order: number;
}

export class LiveTally implements RunObserver {
  readonly counts = { events: 0, decisions: 0, commands: 0, fills: 0 };
  lastDecision: ControlStatus['lastDecision'] = null;
  private readonly critical: TalliedAlert[] = [];
  private readonly others: TalliedAlert[] = [];
  private readonly priceUs: number[] = [];
  /** By strategy and instrument, of the last entry. */
  private readonly targets = new Map<string, number>();
  private alerted = 0;

  /** The last ones, oldest first. */
  get alerts(): ControlStatus['lastAlerts'] {
    return [...this.critical, ...this.others]
      .sort((a, b) => a.order - b.order)
      .map(({ order: _order, ...alert }) => alert);
  }

  /** When the last price of an instrument was traded, by the exchange's clock, microseconds UTC; undefined before the first. */
  pricedUs(instrumentId: number): number | undefined {
    return this.priceUs[instrumentId];
  }

  /** Price that the last entry aims at; undefined where none is known. */
  targetPriceOf(strategyId: string, instrumentId: number): number | undefined {
    return this.targets.get(`${strategyId} ${instrumentId}`);
  }

  onEvent(batch: EventBatch, index: number): void {
    this.counts.events += 1;
    const kind = batch.kindAt(index);
    if (kind === Kind.fill) this.counts.fills += 1;
    if (kind === Kind.epochStart) {
      const { carried } = batch.payloadAt(index) as EpochStart;
      for (const { request, plan } of carried?.orders ?? []) this.aim(request, plan?.targetPrice);
    }
    if (kind !== Kind.trade) return;
    if (!isPriceOfMarket((batch.flagsAt(index) >> CONDITION_SHIFT) & CONDITION_MASK)) return;
    this.priceUs[batch.instrumentAt(index)] = batch.exchangeTimeUsAt(index);
  }

  onDecision({ timeUs, outcome }: DecisionRecord): void {
    this.counts.decisions += 1;
    const why = outcome.kind === 'hold' ? `${outcome.code}: ${outcome.reason}` : outcome.reason;
    this.lastDecision = { timeUtc: utcOf(timeUs), outcome: outcome.kind, why };
  }

  onCommand(command: OrderCommand): void {
    this.counts.commands += 1;
    if (command.kind === 'submit') this.aim(command.request, command.bracket?.targetPrice);
  }

  onAlert(timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    const kept = severity === 'critical' ? this.critical : this.others;
    if (kept.length === ALERTS_KEPT) kept.shift();
    kept.push({ timeUtc: utcOf(timeUs), severity, code, text, order: this.alerted++ });
  }

  private aim({ role, strategyId, instrumentId }: OrderRequest, targetPrice: number | undefined): void {
    if (role === 'entry' && targetPrice !== undefined) this.targets.set(`${strategyId} ${instrumentId}`, targetPrice);
  }
}
