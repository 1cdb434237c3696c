// The events and commands of a run, in their order, in; everything that the system knew behind the last of them out.

import type { JournalledEvent } from '../../adapters/journal/restore-fields.ts';
import { UserError } from '../../adapters/user-error.ts';
import type { CarriedState, ConnectionChange, EpochStart, PositionReport } from '../../core/account/account-event.ts';
import type { Fill, OrderUpdate } from '../../core/account/order.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { FIRST_PAYLOAD_KIND, Kind } from '../../core/market/event-record.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { Drawdown } from '../../core/risk/drawdown.ts';
import { OrderRate } from '../../core/risk/order-rate.ts';
import { EquityCurve } from './equity-curve.ts';
import type { LatchRow } from './journal-rows.ts';
import { type MarketChoices, MarketFold } from './market-fold.ts';
import { type Moment, OrdersFold } from './orders-fold.ts';
import { RunLatencies } from './run-latencies.ts';

export interface ServiceState {
  readonly state: ConnectionChange['state'];
  readonly detail: string | undefined;
  readonly atUs: number;
}

export class RunFold {
  readonly market: MarketFold;
  readonly orders: OrdersFold;
  readonly latencies = new RunLatencies();
  readonly equity = new EquityCurve();
  readonly drawdown = new Drawdown();
  readonly rate = new OrderRate();
  readonly services = new Map<ConnectionChange['service'], ServiceState>();
  /** Newest event; -1 and 0 before the first. */
  seq = -1;
  timeUs = 0;
  /** Received time of the first event; 0 before it. */
  firstUs = 0;
  events = 0;
  epoch: EpochStart | undefined = undefined;
  latches: LatchRow | undefined = undefined;
  /** The session is being told again: its prices are of the past. */
  private isRebuilding = false;

  constructor(choices: MarketChoices, isAlone: boolean) {
    this.market = new MarketFold(choices, (timeUs) => this.markEquity(timeUs));
    const { market } = this;
    const prices = {
      lastTicksOf: (symbol: string) => market.lastTicksOf(symbol),
      lastPriceOf: (id: number) => (market.instruments[id]?.hasPrice ? market.instruments[id].lastPrice : undefined),
    };
    this.orders = new OrdersFold(prices, isAlone);
  }

  get sessionNetE4(): number | undefined {
    return this.orders.account.sessionNetE4((symbol) => this.market.lastTicksOf(symbol));
  }

  /** Since the run began. */
  get runNetE4(): number | undefined {
    return this.orders.account.netE4((symbol) => this.market.lastTicksOf(symbol));
  }

  /** Best result of the session so far, E4. */
  get bestE4(): number {
    return this.drawdown.bestOf(this.epoch?.sessionDay ?? '');
  }

  onEvent(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    const timeUs = batch.receivedTimeUsAt(index);
    this.seq = batch.seqAt(index);
    if (timeUs > 0) this.timeUs = timeUs;
    if (this.firstUs === 0) this.firstUs = timeUs;
    this.events += 1;
    this.latencies.event(this.seq, timeUs);
    if (kind >= FIRST_PAYLOAD_KIND) {
      this.onPayload(batch.payloadAt(index) as JournalledEvent, { seq: this.seq, timeUs });
      return;
    }
    if (kind === Kind.trade && !this.isRebuilding) this.latencies.trade(timeUs, batch.exchangeTimeUsAt(index));
    this.market.onEvent(batch, index, kind, timeUs);
    if (kind === Kind.clockTick) this.takeDrawdown();
  }

  /** Of the event that was taken last. */
  onCommand(command: OrderCommand, timeUs: number | undefined): void {
    const moment = { seq: command.seq, timeUs: timeUs ?? this.timeUs };
    this.orders.onCommand(command, moment);
    this.rate.note(command.kind === 'submit' && command.request.role === 'entry', moment.timeUs);
  }

  onLatches(row: LatchRow): void {
    this.latches = row;
  }

  private onPayload(event: JournalledEvent, moment: Moment): void {
    const { orders, latencies } = this;
    switch (event.kind) {
      case 'epochStart':
        return this.onEpoch(event, moment);
      case 'orderUpdate':
        return this.onUpdate(event, moment);
      case 'fill':
        return this.onFill(event, moment);
      case 'commandResult':
        latencies.answeredBy(orders.lives.get(event.clientOrderId), moment.timeUs);
        return orders.onResult(event, moment);
      case 'orderAdopted':
        return orders.onAdopted(event, moment);
      case 'foreignOrder':
        return orders.account.noteForeign(event);
      case 'positionReport':
        return this.onPosition(event);
      case 'connectionChange': {
        const { service, state, detail } = event;
        this.services.set(service, { state, detail, atUs: moment.timeUs });
        return;
      }
      case 'backfillComplete':
        this.isRebuilding = false;
        return;
      case 'clockAnchor':
        return this.market.onClockAnchor();
      case 'predictionReady':
        return latencies.predicted(event.requestSeq, moment.timeUs);
      default:
        return;
    }
  }

  private onEpoch(epoch: EpochStart, moment: Moment): void {
    const isNewSession = epoch.sessionDay !== this.epoch?.sessionDay;
    const instruments = epoch.instruments.map(({ symbol }) => knownInstrument(symbol));
    // what is held is marked at the last prices of the session before
    this.orders.startEpoch(epoch, instruments, isNewSession, moment);
    this.market.startEpoch(epoch, instruments);
    this.epoch = epoch;
    this.isRebuilding = !isNewSession;
    if (epoch.carried !== undefined) this.restoreLimits(epoch, epoch.carried, moment.timeUs);
  }

  private restoreLimits({ sessionDay }: EpochStart, carried: CarriedState, nowUs: number): void {
    const sentUs = (isEntry: boolean): readonly number[] =>
      carried.orders
        .filter(({ request }) => (request.role === 'entry') === isEntry)
        .map((order) => order.sentUs ?? nowUs);
    this.rate.restore(sentUs(true), sentUs(false));
    this.drawdown.restore(sessionDay, carried.bestNetE4 ?? 0, carried.drawdown !== undefined);
  }

  private onUpdate(update: OrderUpdate, moment: Moment): void {
    this.latencies.answeredBy(this.orders.lives.get(update.clientOrderId), moment.timeUs);
    this.orders.onUpdate(update, moment);
  }

  private onFill(fill: Fill, moment: Moment): void {
    const life = this.orders.lives.get(fill.clientOrderId);
    if (!this.orders.onFill(fill, moment)) return;
    this.latencies.answeredBy(life, moment.timeUs);
    this.latencies.filled(life, moment.timeUs);
    this.markEquity(moment.timeUs);
  }

  private onPosition({ instrumentId, quantity }: PositionReport): void {
    const symbol = this.market.instruments[instrumentId]?.instrument.symbol;
    if (symbol !== undefined) this.orders.account.notePosition(symbol, quantity);
  }

  private takeDrawdown(): void {
    const { orders, epoch, latches } = this;
    if (epoch === undefined || this.isRebuilding || !orders.account.hasTraded || latches?.lossLimit != null) return;
    const netE4 = this.sessionNetE4;
    if (netE4 !== undefined) this.drawdown.take(epoch.sessionDay, netE4, latches?.drawdown != null);
  }

  private markEquity(timeUs: number): void {
    const netE4 = this.isRebuilding ? undefined : this.runNetE4;
    if (netE4 !== undefined) this.equity.add(timeUs, netE4);
  }
}

function knownInstrument(symbol: string): Instrument {
  const instrument = instrumentOf(symbol);
  if (instrument !== undefined) return instrument;
  throw new UserError({
    code: 'instrument-unknown',
    message: `The run trades ${symbol}, which this version does not know`,
    fix: 'Show it with the version of the program that ran it.',
  });
}
