// Watches a run; gives what reports and statistics need of it: trades, equity, HOLD reasons, gates, rolls.

import type { EpochStart } from '../core/account/account-event.ts';
import type { Fill } from '../core/account/order.ts';
import type { DecisionRecord } from '../core/engine/decision-record.ts';
import type { Engine } from '../core/engine/engine.ts';
import { lastTicksOf } from '../core/engine/engine-context.ts';
import type { OrderCommand } from '../core/execution/order-command.ts';
import type { EventBatch } from '../core/market/event-batch.ts';
import { Kind } from '../core/market/event-record.ts';
import type { RegimeKind } from '../core/regime/regime.ts';
import { HoldDetailsCounter } from './hold-details.ts';
import type { RunObserver } from './run-observer.ts';

/** An order as a trade ledger wants it. */
export interface SentOrder {
  readonly command: Extract<OrderCommand, { kind: 'submit' }>;
  readonly contract: string;
  /** The strategy's own words, on entries. */
  readonly reason: string | undefined;
}

export interface RecordedFill {
  readonly fill: Fill;
  readonly contract: string;
}

export interface RegimeSpan {
  readonly fromUs: number;
  toUs: number;
  readonly kind: RegimeKind;
}

/** A longer silence than this ends a span of regime: the night between two sessions. */
const REGIME_GAP_US = 1_800_000_000;

export class ResultCollector implements RunObserver {
  decisions = 0;
  commands = 0;
  /** The alert of a strategy whose decide() threw: the run is over. */
  strategyThrew: { readonly timeUs: number; readonly text: string } | undefined;
  readonly holdReasons: Record<string, number> = {};
  readonly holdDetails = new HoldDetailsCounter();
  readonly gates: Record<string, { seen: number; passed: number }> = {};
  readonly fills: RecordedFill[] = [];
  readonly orders: SentOrder[] = [];
  readonly equityUs: number[] = [];
  readonly equityE4: number[] = [];
  /** Each session that began, and how many marks of equity and fills were made before it. */
  readonly sessions: { readonly day: string; readonly marks: number; readonly fills: number }[] = [];
  readonly regimes: RegimeSpan[] = [];
  readonly alerts: { timeUs: number; severity: string; code: string; text: string }[] = [];
  rollsCrossed = 0;
  maxHeldOverRoll = 0;
  private readonly engine: Engine;
  private readonly lastTicksOf: typeof lastTicksOf;
  private contracts: readonly string[] = [];
  private readonly reasons = new Map<number, string>();

  /** `lastTicks` of the code that the engine is of. */
  constructor(engine: Engine, lastTicks: typeof lastTicksOf = lastTicksOf) {
    this.engine = engine;
    this.lastTicksOf = lastTicks;
  }

  onEvent(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    if (kind === Kind.fill) {
      const fill = batch.payloadAt(index) as Fill;
      this.fills.push({ fill, contract: this.contracts[fill.instrumentId]! });
      this.mark(batch.receivedTimeUsAt(index));
    } else if (kind === Kind.epochStart) this.onEpoch(batch.payloadAt(index) as EpochStart);
  }

  onDecision(record: DecisionRecord): void {
    this.decisions += 1;
    const { outcome } = record;
    this.holdDetails.add(record);
    if (outcome.kind === 'hold') this.holdReasons[outcome.code] = (this.holdReasons[outcome.code] ?? 0) + 1;
    if (outcome.kind === 'enter') this.reasons.set(record.seq, outcome.reason);
    for (const { gate, passed } of record.gates) {
      this.gates[gate] ??= { seen: 0, passed: 0 };
      this.gates[gate].seen += 1;
      if (passed) this.gates[gate].passed += 1;
    }
    this.onRegime(record.timeUs, record.inputs.regime?.kind ?? 'undefined');
    this.mark(record.timeUs);
  }

  onCommand(command: OrderCommand): void {
    this.commands += 1;
    if (command.kind !== 'submit') return;
    const reason = command.request.role === 'entry' ? this.reasons.get(command.seq) : undefined;
    this.orders.push({ command, contract: this.contracts[command.request.instrumentId]!, reason });
  }

  onAlert(timeUs: number, severity: 'info' | 'warning' | 'critical', code: string, text: string): void {
    this.alerts.push({ timeUs, severity, code, text });
    if (code === 'strategyThrew') this.strategyThrew = { timeUs, text };
  }

  private onEpoch(epoch: EpochStart): void {
    const { sessionDay: day } = epoch;
    if (this.sessions.at(-1)?.day !== day) {
      this.sessions.push({ day, marks: this.equityE4.length, fills: this.fills.length });
    }
    const contracts = epoch.instruments.map(({ symbol }) => symbol);
    if (this.contracts[0] !== undefined && this.contracts[0] !== contracts[0]) {
      this.rollsCrossed += 1;
      for (const { quantity } of this.engine.context.account.open()) {
        this.maxHeldOverRoll = Math.max(this.maxHeldOverRoll, Math.abs(quantity));
      }
    }
    this.contracts = contracts;
  }

  private mark(timeUs: number): void {
    const { context } = this.engine;
    const netE4 = context.account.netE4((symbol) => this.lastTicksOf(context, symbol));
    if (netE4 === undefined) return;
    if (this.equityUs.at(-1) === timeUs) this.equityE4[this.equityE4.length - 1] = netE4;
    else {
      this.equityUs.push(timeUs);
      this.equityE4.push(netE4);
    }
  }

  private onRegime(timeUs: number, kind: RegimeKind): void {
    const last = this.regimes.at(-1);
    const joins = last !== undefined && timeUs - last.toUs < REGIME_GAP_US;
    if (joins) last.toUs = timeUs;
    if (!joins || last.kind !== kind) {
      this.regimes.push({ fromUs: timeUs, toUs: timeUs, kind });
    }
  }
}
