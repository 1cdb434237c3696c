// A client of the host that writes down what it is told: words in their order, the trades of each epoch, how its orders stand.

import type { OrderStatus } from '../../src/core/account/order.ts';
import type { EngineEvent } from '../../src/core/engine/engine.ts';
import type { EventBatch } from '../../src/core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, Kind } from '../../src/core/market/event-record.ts';
import { EventCheck } from '../../src/runner/event-check.ts';
import type { HostExchange, HostExchangeOptions } from '../../src/runner/host/host-exchange.ts';
import { hostStream, readStream, toldTrade } from '../support/host-stream.ts';
import { type TrueTrade, UTC_OFFSET_US } from './fault-tape.ts';

/** What was told between the start of one epoch and the next. */
export class ToldEpoch {
  readonly trades = new Map<number, TrueTrade>();
  /** Numbers that were told twice. */
  readonly doubled: number[] = [];
  /** Trades in the order in which they came, before the first gap and after it. */
  readonly beforeGap: number[] = [];
  gaps = 0;
  isWhole = false;
}

export interface OrderEnd {
  status: OrderStatus;
  filled: number;
}

function wordOf(event: EngineEvent): string | undefined {
  switch (event.kind) {
    case 'connectionChange':
      return `${event.service} ${event.state}`;
    case 'gap':
    case 'backfillComplete':
      return event.kind;
    case 'orderUpdate':
      return `${event.clientOrderId} ${event.status}`;
    case 'fill':
      return `fill ${event.clientOrderId} ${event.quantity}@${event.price}`;
    case 'commandResult':
      return `${event.command} ${event.clientOrderId} ${event.outcome}`;
    case 'positionReport':
      return `position ${event.quantity}`;
    default:
      return undefined;
  }
}

export class ToldClient {
  readonly words: string[];
  readonly epochs: ToldEpoch[] = [];
  /** Numbers of all trades of all epochs. */
  readonly numbers = new Set<number>();
  readonly orders = new Map<string, OrderEnd>();
  /** Names of fills that were told before: they count once. */
  private readonly fills = new Set<string>();
  position = 0;
  /** Contracts bought less those sold, by the fills. */
  filledNet = 0;
  /** What no stream may tell, by the engine's own check. */
  readonly faults: unknown[] = [];
  readonly exchange: HostExchange;
  private readonly check = new EventCheck();
  private reading: Promise<void> | undefined;

  constructor(options: Omit<HostExchangeOptions, 'epoch'>, words: string[]) {
    this.words = words;
    this.exchange = hostStream(options);
  }

  get epoch(): ToldEpoch | undefined {
    return this.epochs.at(-1);
  }

  async connect(): Promise<void> {
    await this.exchange.connect();
    this.reading = readStream(this.exchange, (batch, index) => this.take(batch, index));
  }

  async end(): Promise<void> {
    this.exchange.close();
    await this.reading;
  }

  private take(batch: EventBatch, index: number): void {
    const fault = this.faults.length === 0 ? this.check.faultOf(batch, index) : undefined;
    if (fault !== undefined) this.faults.push(fault);
    const kind = batch.kindAt(index);
    if (kind === Kind.epochStart) this.epochs.push(new ToldEpoch());
    else if (kind === Kind.trade || kind === Kind.tradeCorrection) this.trade(batch, index, kind);
    else if (kind >= FIRST_PAYLOAD_KIND) this.payload(batch.payloadAt(index) as EngineEvent);
  }

  private trade(batch: EventBatch, index: number, kind: number): void {
    const { number, timeUs, aggressor, ...rest } = toldTrade(batch, index);
    const localMs = (timeUs - UTC_OFFSET_US) / 1000;
    const trade: TrueTrade = { number, localMs, ...rest, tradeType: aggressor === 1 ? 2 : 3 };
    const { epoch } = this;
    if (epoch === undefined) {
      this.faults.push(`trade ${number} before the first epoch`);
      return;
    }
    if (kind === Kind.tradeCorrection) this.words.push('tradeCorrection');
    else if (epoch.trades.has(number)) epoch.doubled.push(number);
    else if (epoch.gaps === 0) epoch.beforeGap.push(number);
    epoch.trades.set(number, trade);
    this.numbers.add(number);
  }

  private payload(event: EngineEvent): void {
    const { epoch } = this;
    const word = wordOf(event);
    if (event.kind === 'gap' && epoch !== undefined) {
      epoch.gaps += 1;
      epoch.isWhole = false;
    } else if (event.kind === 'backfillComplete' && epoch !== undefined) epoch.isWhole = true;
    else if (event.kind === 'fill') {
      if (this.fills.has(event.fillId)) return;
      this.fills.add(event.fillId);
      this.order(event.clientOrderId).filled += event.quantity;
      this.filledNet += event.side === 'buy' ? event.quantity : -event.quantity;
    } else if (event.kind === 'orderUpdate') this.order(event.clientOrderId).status = event.status;
    else if (event.kind === 'commandResult' && event.command === 'submit') {
      const order = this.order(event.clientOrderId);
      if (event.outcome === 'refused') order.status = 'rejected';
      else if (event.outcome === 'unknown' && order.status === 'pendingNew') order.status = 'unknown';
    } else if (event.kind === 'positionReport') this.position = event.quantity;
    if (word !== undefined) this.words.push(word);
  }

  private order(id: string): OrderEnd {
    let order = this.orders.get(id);
    if (order === undefined) {
      order = { status: 'pendingNew', filled: 0 };
      this.orders.set(id, order);
    }
    return order;
  }
}
