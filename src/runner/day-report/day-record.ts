// The events, decisions and commands of a run as they happen in; what a comparison of two runs needs of them out.

import type { EpochStart, Gap, OperatorCommand, OrderAdopted } from '../../core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole, OrderStatus, OrderUpdate } from '../../core/account/order.ts';
import type { DecisionRecord } from '../../core/engine/decision-record.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import type { Side } from '../../core/market/side.ts';
import type { RunObserver } from '../run-observer.ts';

/** One order from its sending to its end. Times are received times, microseconds UTC. */
export interface OrderStory {
  readonly clientOrderId: string;
  readonly strategyId: string;
  readonly role: OrderRole;
  readonly side: Side;
  readonly quantity: number;
  readonly contract: string;
  readonly bracketId: string | undefined;
  /** Seq of the event at which it was sent; of an adopted one, at which it was told. */
  readonly seq: number;
  /** Whoever sent it where that was not this run. */
  readonly adoptedBy: OrderAdopted['by'] | undefined;
  sentUs: number;
  answeredUs: number | undefined;
  status: OrderStatus;
  reason: string | undefined;
}

export interface FillStory {
  readonly fill: Fill;
  readonly timeUs: number;
  readonly contract: string;
}

/** What happened to the run rather than by it. */
export interface Incident {
  readonly timeUs: number;
  readonly kind: 'epoch' | 'gap' | 'operator';
  readonly text: string;
  /** Who gave the command of an operator. */
  readonly by?: string;
}

export interface DayRecord {
  readonly decisions: readonly DecisionRecord[];
  readonly orders: readonly OrderStory[];
  readonly fills: readonly FillStory[];
  readonly incidents: readonly Incident[];
  readonly alerts: number;
  readonly sessionDays: readonly string[];
  /** Of the events; 0 where there are none. */
  readonly firstUs: number;
  readonly lastUs: number;
  /** Exchange to us, of trades; microseconds, a sample. */
  readonly marketDelaysUs: readonly number[];
  /** From the question to the answer of the model, microseconds of event time. */
  readonly predictionsUs: readonly number[];
}

/** Every so many trades one delay is kept. */
const DELAY_EVERY = 20;
const DELAYS_MAX = 200_000;

export class DayRecorder implements RunObserver {
  readonly record = {
    decisions: [] as DecisionRecord[],
    orders: [] as OrderStory[],
    fills: [] as FillStory[],
    incidents: [] as Incident[],
    sessionDays: [] as string[],
    marketDelaysUs: [] as number[],
    predictionsUs: [] as number[],
    alerts: 0,
    firstUs: 0,
    lastUs: 0,
  } satisfies DayRecord;
  private readonly byId = new Map<string, OrderStory>();
  private unsent: OrderStory[] = [];
  private contracts: readonly string[] = [];
  private epoch: number | undefined = undefined;
  private readonly seen = new Set<string>();
  private readonly askedUs = new Map<number, number>();
  private trades = 0;

  onEvent(batch: EventBatch, index: number): void {
    const { record } = this;
    const timeUs = batch.receivedTimeUsAt(index);
    if (record.firstUs === 0) record.firstUs = timeUs;
    record.lastUs = timeUs;
    for (const order of this.unsent) order.sentUs = timeUs;
    this.unsent = [];
    const kind = batch.kindAt(index);
    if (kind === Kind.trade) this.delay(timeUs - batch.exchangeTimeUsAt(index));
    else if (kind >= Kind.connectionChange) this.onPayload(batch, index, timeUs);
    else if (kind === Kind.clockTick) this.rememberAsking(batch.seqAt(index), timeUs);
  }

  onDecision(decision: DecisionRecord): void {
    this.record.decisions.push(decision);
  }

  onCommand(command: OrderCommand): void {
    if (command.kind === 'submit') this.add(command.request, command.seq, undefined);
  }

  onAlert(): void {
    this.record.alerts += 1;
  }

  private onPayload(batch: EventBatch, index: number, timeUs: number): void {
    const { incidents } = this.record;
    const event: unknown = batch.payloadAt(index);
    switch (batch.kindAt(index)) {
      case Kind.epochStart:
        return this.onEpoch(event as EpochStart, timeUs);
      case Kind.gap:
        return void incidents.push({ timeUs, kind: 'gap', text: (event as Gap).reason });
      case Kind.operatorCommand: {
        const { command, by, reason } = event as OperatorCommand;
        return void incidents.push({ timeUs, kind: 'operator', text: `${command} by ${by}: ${reason}`, by });
      }
      case Kind.orderAdopted: {
        const { request, by } = event as OrderAdopted;
        this.add(request, batch.seqAt(index), by).sentUs = timeUs;
        return;
      }
      case Kind.orderUpdate:
        return this.onUpdate(event as OrderUpdate, timeUs);
      case Kind.fill:
        return this.onFill(event as Fill, timeUs);
      case Kind.predictionReady: {
        const askedUs = this.askedUs.get((event as { readonly requestSeq: number }).requestSeq);
        if (askedUs !== undefined) this.record.predictionsUs.push(timeUs - askedUs);
        return;
      }
      default:
        return;
    }
  }

  private onEpoch({ epoch, sessionDay, instruments }: EpochStart, timeUs: number): void {
    const { sessionDays, incidents } = this.record;
    this.contracts = instruments.map(({ symbol }) => symbol);
    if (!sessionDays.includes(sessionDay)) sessionDays.push(sessionDay);
    else incidents.push({ timeUs, kind: 'epoch', text: `epoch ${epoch} after epoch ${this.epoch}` });
    this.epoch = epoch;
  }

  private onUpdate({ clientOrderId, status, reason }: OrderUpdate, timeUs: number): void {
    const order = this.byId.get(clientOrderId);
    if (order === undefined) return;
    order.answeredUs ??= timeUs;
    order.status = status;
    order.reason = reason ?? order.reason;
  }

  private onFill(fill: Fill, timeUs: number): void {
    // one that is told again, as after a restart, has happened once
    const id = `${fill.clientOrderId} ${fill.fillId}`;
    if (this.seen.has(id)) return;
    this.seen.add(id);
    this.record.fills.push({ fill, timeUs, contract: this.contracts[fill.instrumentId] ?? '' });
    const order = this.byId.get(fill.clientOrderId);
    if (order !== undefined) order.answeredUs ??= timeUs;
  }

  private add(request: OrderRequest, seq: number, adoptedBy: OrderAdopted['by'] | undefined): OrderStory {
    const { clientOrderId, strategyId, role, side, quantity, bracketId, instrumentId } = request;
    const story: OrderStory = {
      ...{ clientOrderId, strategyId, role, side, quantity, bracketId, seq, adoptedBy },
      contract: this.contracts[instrumentId] ?? '',
      ...{ sentUs: 0, answeredUs: undefined, status: 'pendingNew', reason: undefined },
    };
    this.byId.set(clientOrderId, story);
    this.record.orders.push(story);
    this.unsent.push(story);
    return story;
  }

  /** Models are asked at ticks; which of them is told by the answer. */
  private rememberAsking(seq: number, timeUs: number): void {
    this.askedUs.set(seq, timeUs);
    if (this.askedUs.size > 10_000) this.askedUs.delete(this.askedUs.keys().next().value!);
  }

  private delay(us: number): void {
    this.trades += 1;
    const { marketDelaysUs } = this.record;
    if (this.trades % DELAY_EVERY === 0 && marketDelaysUs.length < DELAYS_MAX) marketDelaysUs.push(us);
  }
}
