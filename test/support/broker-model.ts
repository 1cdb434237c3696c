// Commands of one strategy in; a broker in fake time with a walking price, slow, doubled, lost and crossed answers, and a log of its own.
import type { CommandResult } from '../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderStatus, OrderUpdate } from '../../src/core/account/order.ts';
import { assert } from '../../src/core/assert.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { priceAt, tickAt } from '../../src/core/market/price-grid.ts';
import { signOf } from '../../src/core/market/side.ts';
import type { Random } from '../../src/simulation/random.ts';

const wdo = instrumentOf('WDOU25')!;

export type Answer = Fill | OrderUpdate | CommandResult;

export interface BrokerOrder {
  request: OrderRequest;
  filled: number;
  status: OrderStatus;
  triggered: boolean;
  fills: Fill[];
}

/** Shares of what goes wrong, 0 to 1. */
export interface BrokerFaults {
  readonly reject: number;
  readonly loseAnswer: number;
  readonly doubleAnswer: number;
  readonly loseCancel: number;
  /** A triggered stop rests at its limit and does not fill. */
  readonly stuckStop: number;
  readonly changeStop: boolean;
  readonly bothExits: boolean;
}

interface Due<T> {
  readonly dueUs: number;
  readonly what: T;
}

const MAX_DELAY_US = 60_000;

export class BrokerModel {
  readonly orders = new Map<string, BrokerOrder>();
  nowUs = 0;
  priceTicks: number;
  position = 0;
  /** Contracts that entries have opened in all. */
  entered = 0;
  private readonly random: Random;
  private readonly faults: BrokerFaults;
  private commands: Due<OrderCommand>[] = [];
  private answers: Due<Answer>[] = [];
  private fillCount = 0;

  constructor(random: Random, faults: BrokerFaults, priceTicks: number) {
    this.random = random;
    this.faults = faults;
    this.priceTicks = priceTicks;
  }

  send(command: OrderCommand): void {
    const last = this.commands.at(-1)?.dueUs ?? 0;
    this.commands.push({ dueUs: Math.max(last, this.nowUs + this.delayUs()), what: command });
  }

  /** A crash of the sender: what has not left is never sent, what was not heard is told again on asking. */
  cut(): void {
    this.commands = this.commands.filter(() => this.random.chance(0.5));
    this.answers = [];
  }

  /** Everything of the day once more, and a refusal for each order of which nothing is known here. */
  retell(asked: readonly string[]): void {
    const told: Answer[] = [];
    for (const order of this.orders.values()) told.push(...order.fills, this.updateOf(order));
    for (const clientOrderId of asked) {
      const isOnItsWay = this.commands.some(
        ({ what }) => what.kind === 'submit' && what.request.clientOrderId === clientOrderId,
      );
      if (this.orders.has(clientOrderId) || isOnItsWay) continue;
      told.push({ kind: 'commandResult', command: 'submit', clientOrderId, outcome: 'refused', reason: 'never came' });
    }
    for (const what of told) this.answers.push({ dueUs: this.nowUs + MAX_DELAY_US, what });
  }

  /** What is worked on at the venue now, by role, with its sign. */
  working(role: OrderRequest['role']): number {
    let open = 0;
    for (const { request, filled, status } of this.orders.values()) {
      if (request.role === role && isAlive(status)) open += signOf(request.side) * (request.quantity - filled);
    }
    return open;
  }

  get anyWorking(): boolean {
    return [...this.orders.values()].some(({ status }) => isAlive(status));
  }

  /** Answers that have arrived by now. */
  step(toUs: number, moveTicks: number): readonly Answer[] {
    this.nowUs = toUs;
    this.priceTicks += moveTicks;
    const arrived = this.commands.filter(({ dueUs }) => dueUs <= toUs);
    this.commands = this.commands.filter(({ dueUs }) => dueUs > toUs);
    for (const { what } of arrived) this.handle(what);
    for (const order of this.orders.values()) this.match(order);
    const told = this.answers.filter(({ dueUs }) => dueUs <= toUs);
    this.answers = this.answers.filter(({ dueUs }) => dueUs > toUs);
    return told.map(({ what }) => what);
  }

  private handle(command: OrderCommand): void {
    if (command.kind === 'submit') return this.submitted(command.request);
    const order = this.orders.get(command.clientOrderId);
    if (command.kind === 'cancel') {
      if (order === undefined || this.random.chance(this.faults.loseCancel)) return;
      if (isAlive(order.status)) this.finish(order, 'cancelled');
      else this.tell(this.updateOf(order));
      return;
    }
    const isDone = this.faults.changeStop && order !== undefined && isAlive(order.status) && !order.triggered;
    const { clientOrderId, quantity, price, stopPrice } = command;
    if (isDone && quantity > order.filled) order.request = { ...order.request, quantity, price, stopPrice };
    this.tell({
      ...{ kind: 'commandResult', command: 'change', clientOrderId },
      ...(isDone ? { outcome: 'accepted', reason: undefined } : { outcome: 'refused', reason: 'no' }),
    });
    if (isDone) this.tell(this.updateOf(order));
  }

  private submitted(request: OrderRequest): void {
    assert(!this.orders.has(request.clientOrderId), `order ${request.clientOrderId} twice`);
    const order: BrokerOrder = { request, filled: 0, status: 'working', triggered: false, fills: [] };
    this.orders.set(request.clientOrderId, order);
    const isCrossed = request.stopPrice !== undefined && this.isReached(request, request.stopPrice);
    if (isCrossed || this.lacksMargin(request) || this.random.chance(this.faults.reject))
      this.finish(order, 'rejected');
    else this.tell(this.updateOf(order));
  }

  private lacksMargin({ role, side, quantity }: OrderRequest): boolean {
    if (this.faults.bothExits || role === 'entry') return false;
    const leaving = this.working('stop') + this.working('target') + this.working('exit');
    return Math.abs(leaving) > Math.max(0, -signOf(side) * this.position) && quantity > 0;
  }

  private match(order: BrokerOrder): void {
    const { request } = order;
    if (!isAlive(order.status)) return;
    if (request.type === 'market') return this.fill(order, this.priceTicks);
    if (request.type === 'limit') {
      if (this.isBetter(request)) this.fill(order, tickAt(wdo, request.price!));
      return;
    }
    if (!order.triggered && !this.isReached(request, request.stopPrice!)) return;
    const isFirst = !order.triggered;
    order.triggered = true;
    if (isFirst && this.random.chance(this.faults.stuckStop)) return;
    const limit = tickAt(wdo, request.price!);
    if (signOf(request.side) * (this.priceTicks - limit) <= 0 && (isFirst || this.random.chance(0.02))) {
      this.fill(order, this.priceTicks);
    }
  }

  /** In parts at times. */
  private fill(order: BrokerOrder, ticks: number): void {
    const { request } = order;
    const open = request.quantity - order.filled;
    const quantity = this.random.chance(0.3) ? 1 + Math.floor(this.random.float() * open) : open;
    const { clientOrderId, strategyId, instrumentId, side } = request;
    order.filled += quantity;
    this.position += signOf(side) * quantity;
    if (request.role === 'entry') this.entered += quantity;
    const fill: Fill = {
      ...{ kind: 'fill', fillId: `${++this.fillCount}`, clientOrderId, strategyId, instrumentId, side, quantity },
      ...{ price: priceAt(wdo, ticks), costsE4: 0, exchangeTimeUs: this.nowUs, aggressor: true },
    };
    order.fills.push(fill);
    this.tell(fill);
    if (order.filled === request.quantity) this.finish(order, 'filled');
    else this.tell(this.updateOf(order));
  }

  private isReached({ side }: OrderRequest, stopPrice: number): boolean {
    return signOf(side) * (this.priceTicks - tickAt(wdo, stopPrice)) >= 0;
  }

  private isBetter({ side, price }: OrderRequest): boolean {
    return signOf(side) * (this.priceTicks - tickAt(wdo, price!)) <= 0;
  }

  private finish(order: BrokerOrder, status: OrderStatus): void {
    order.status = status;
    this.tell(this.updateOf(order));
  }

  /** A lost answer is found by the reading of orders that follows every two seconds. */
  private tell(what: Answer): void {
    const lateUs = this.random.chance(this.faults.loseAnswer) ? 2_000_000 : 0;
    this.answers.push({ dueUs: this.nowUs + lateUs + this.delayUs(), what });
    if (this.random.chance(this.faults.doubleAnswer)) this.answers.push({ dueUs: this.nowUs + this.delayUs(), what });
  }

  private updateOf({ request, filled, status }: BrokerOrder): OrderUpdate {
    const word = status === 'working' && filled > 0 ? 'partiallyFilled' : status;
    const { clientOrderId } = request;
    return { kind: 'orderUpdate', clientOrderId, status: word, filledQuantity: filled, reason: undefined };
  }

  private delayUs(): number {
    return Math.floor(this.random.float() * MAX_DELAY_US);
  }
}

function isAlive(status: OrderStatus): boolean {
  return status === 'working';
}
