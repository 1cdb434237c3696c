// Commands, answers and fills of a run in; its account as the engine kept it, the lives of its orders, and its fills, out.

import { Account } from '../../core/account/account.ts';
import type { CommandResult, EpochStart, OrderAdopted } from '../../core/account/account-event.ts';
import type { BracketPlan, Fill, Order, OrderRequest, OrderUpdate } from '../../core/account/order.ts';
import { isFinal } from '../../core/account/order-transitions.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import type { OrderStep } from '../view/order-row.ts';
import { type OrderLife, OrderLives } from './order-lives.ts';

/** When something happened: what follows from one event has its seq. */
export interface Moment {
  readonly seq: number;
  /** Received time, microseconds UTC. */
  readonly timeUs: number;
}

export interface FoldedFill {
  readonly id: number;
  readonly fill: Fill;
  readonly life: OrderLife;
  readonly moment: Moment;
  /** Signed contracts of the strategy behind it. */
  readonly positionAfter: number;
}

interface Prices {
  lastTicksOf(symbol: string): number | undefined;
  /** Points. */
  lastPriceOf(instrumentId: number): number | undefined;
}

export class OrdersFold {
  readonly account: Account;
  readonly lives = new OrderLives();
  readonly fills: FoldedFill[] = [];
  /** Of all fills of the session, and since the run began, E4. */
  sessionCostsE4 = 0;
  runCostsE4 = 0;
  /** Fills of the sessions before. */
  fillsBefore = 0;
  /** By strategy and instrument: how the last entry was to be protected. */
  private readonly plans = new Map<string, BracketPlan>();
  private readonly prices: Prices;
  private contracts: readonly string[] = [];

  constructor(prices: Prices, isAlone: boolean) {
    this.prices = prices;
    this.account = new Account(isAlone);
  }

  planOf(strategyId: string, instrumentId: number): BracketPlan | undefined {
    return this.plans.get(`${strategyId} ${instrumentId}`);
  }

  startEpoch(epoch: EpochStart, instruments: readonly Instrument[], isNewSession: boolean, moment: Moment): void {
    if (isNewSession) this.endDay(moment);
    this.account.startEpoch(instruments, isNewSession, (symbol) => this.prices.lastTicksOf(symbol));
    this.contracts = instruments.map(({ symbol }) => symbol);
    if (isNewSession) {
      this.sessionCostsE4 = 0;
      this.fillsBefore = this.fills.length;
    }
    if (epoch.carried === undefined) return;
    this.account.restore(epoch.carried.orders);
    for (const { request, plan, fills, sentUs } of epoch.carried.orders) {
      const life = this.begin(request, moment, sentUs);
      if (plan !== undefined && request.role === 'entry') this.plans.set(keyOf(request), plan);
      this.step(life, moment, 'adopted', 'sent by an earlier process of this session');
      for (const fill of fills) {
        this.addFill(fill, life, moment);
      }
    }
  }

  onCommand(command: OrderCommand, moment: Moment): void {
    const { account } = this;
    if (command.kind === 'submit') {
      const { request, bracket } = command;
      if (account.order(request.clientOrderId) !== undefined) return;
      account.add(request);
      if (bracket !== undefined && request.role === 'entry') this.plans.set(keyOf(request), bracket);
      this.step(this.begin(request, moment, moment.timeUs), moment, 'sent', '');
      return;
    }
    const life = this.lives.get(command.clientOrderId);
    if (command.kind === 'cancel') {
      account.markPendingCancel(command.clientOrderId);
      return this.step(life, moment, 'cancelSent', command.reason);
    }
    const { clientOrderId, quantity, price, stopPrice } = command;
    account.markPendingReplace(clientOrderId, { quantity, price, stopPrice });
    this.step(life, moment, 'changeSent', `to ${quantity} at ${stopPrice ?? price ?? 'market'}`);
  }

  onUpdate(update: OrderUpdate, moment: Moment): void {
    this.account.onUpdate(update);
    this.step(this.lives.get(update.clientOrderId), moment, 'update', update.reason ?? '');
  }

  onResult({ command, clientOrderId, outcome, reason }: CommandResult, moment: Moment): void {
    const order = this.account.order(clientOrderId);
    if (order === undefined) return;
    if (command === 'change') this.account.onChangeResult(clientOrderId, outcome);
    else if (command === 'submit' && outcome !== 'accepted' && !isFinal(order.status)) {
      const status = outcome === 'refused' ? 'rejected' : 'unknown';
      const { filledQuantity } = order;
      this.account.onUpdate({ kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason });
    }
    const text = `${command} ${outcome}${reason === undefined ? '' : `: ${reason}`}`;
    this.step(this.lives.get(clientOrderId), moment, 'result', text);
  }

  onAdopted({ request, by, reason }: OrderAdopted, moment: Moment): void {
    if (this.account.order(request.clientOrderId) !== undefined) return;
    this.account.add(request);
    this.step(this.begin(request, moment, undefined), moment, 'adopted', `by ${by}: ${reason}`);
  }

  /** True where it counts: one that is told again has happened once. */
  onFill(fill: Fill, moment: Moment): boolean {
    if (this.account.onFill(fill).kind !== 'applied') return false;
    const life = this.lives.get(fill.clientOrderId);
    this.addFill(fill, life, moment);
    this.step(life, moment, 'fill', `${fill.quantity} at ${fill.price}`);
    return true;
  }

  private addFill(fill: Fill, life: OrderLife | undefined, moment: Moment): void {
    this.sessionCostsE4 += fill.costsE4;
    this.runCostsE4 += fill.costsE4;
    if (life === undefined) return;
    const positionAfter = this.account.held(life.request.strategyId, fill.instrumentId);
    this.fills.push({ id: this.fills.length + 1, fill, life, moment, positionAfter });
  }

  private begin(request: OrderRequest, { seq }: Moment, sentUs: number | undefined): OrderLife {
    const contract = this.contracts[request.instrumentId] ?? '';
    const priceWhenSent = sentUs === undefined ? undefined : this.prices.lastPriceOf(request.instrumentId);
    return this.lives.begin({ request, contract, seq, sentUs, priceWhenSent });
  }

  private step(life: OrderLife | undefined, moment: Moment, kind: OrderStep['kind'], text: string): void {
    const order = life === undefined ? undefined : this.account.order(life.request.clientOrderId);
    if (life !== undefined && order !== undefined)
      this.lives.step(life, { ...moment, kind, status: order.status, text, order });
  }

  /** Day orders are over with their session. */
  private endDay({ seq, timeUs }: Moment): void {
    for (const { clientOrderId } of this.account.working()) {
      const life = this.lives.get(clientOrderId);
      const order: Order | undefined = this.account.order(clientOrderId);
      if (life === undefined || order === undefined) continue;
      const ended: Order = { ...order, status: 'expired' };
      this.lives.step(life, {
        ...{ seq, timeUs, kind: 'update', status: 'expired', text: 'the session is over' },
        order: ended,
      });
    }
    this.lives.forgetNames();
  }
}

function keyOf({ strategyId, instrumentId }: OrderRequest): string {
  return `${strategyId} ${instrumentId}`;
}
