// A broker in fake time: orders in, a random price, answers after a while or never; what it has itself is the truth that tests look at.

import type { Fill, OrderRequest, OrderStatus, OrderUpdate } from '../../../../src/core/account/order.ts';
import { signOf } from '../../../../src/core/market/side.ts';
import type { Random } from '../../../../src/simulation/random.ts';

export interface BrokerOrder {
  readonly request: OrderRequest;
  status: 'onItsWay' | 'working' | 'ended';
  word: OrderStatus;
  filled: number;
  triggered: boolean;
  /** Its answers are lost until somebody reads the orders. */
  isMute: boolean;
}

export interface BrokerFaults {
  readonly rejects: number;
  readonly mutes: number;
  /** Most that a message takes, milliseconds. */
  readonly latencyMs: number;
}

const MUTE_MS = 4000;
const FINAL: ReadonlySet<OrderStatus> = new Set(['filled', 'cancelled', 'rejected', 'expired']);

export class FakeBroker {
  nowMs = 0;
  price = 5500;
  position = 0;
  /** Stops and market orders are refused, and nothing trades. */
  isAuction = false;
  /** The price moves only where a test sets it. */
  isStill = false;
  readonly orders: BrokerOrder[] = [];
  /** Answers, in the order in which they are heard. */
  tell: (answer: OrderUpdate | Fill) => void = () => {};
  private readonly random: Random;
  private readonly faults: BrokerFaults;
  private readonly later: { readonly atMs: number; readonly act: () => void }[] = [];

  constructor(random: Random, faults: BrokerFaults) {
    this.random = random;
    this.faults = faults;
  }

  get working(): readonly BrokerOrder[] {
    return this.orders.filter(({ status }) => status === 'working');
  }

  submit(request: OrderRequest): void {
    const order: BrokerOrder = {
      request,
      status: 'onItsWay',
      word: 'pendingNew',
      filled: 0,
      triggered: false,
      isMute: this.random.float() < this.faults.mutes,
    };
    this.orders.push(order);
    if (order.isMute) this.after(MUTE_MS, () => this.read(order));
    this.after(this.latency(), () => this.arrive(order));
  }

  cancel(clientOrderId: string): void {
    this.after(this.latency(), () => {
      const order = this.orders.find(({ request }) => request.clientOrderId === clientOrderId);
      if (order?.status === 'working') this.end(order, 'cancelled');
    });
  }

  after(ms: number, act: () => void): void {
    this.later.push({ atMs: this.nowMs + ms, act });
  }

  /** To a time; the price walks, and jumps now and then. */
  advance(toMs: number): void {
    this.nowMs = toMs;
    if (!this.isStill) this.walk();
    for (let found = true; found; ) {
      const index = this.later.findIndex(({ atMs }) => atMs <= toMs);
      found = index >= 0;
      if (found) this.later.splice(index, 1)[0]!.act();
    }
  }

  setPrice(price: number): void {
    this.price = price;
    for (const order of this.working) this.match(order);
  }

  private walk(): void {
    const jump = this.random.float() < 0.002 ? 20 * (this.random.float() < 0.5 ? -1 : 1) : 0;
    const step = (this.random.float() < 0.5 ? -0.5 : 0.5) * (this.random.float() < 0.3 ? 1 : 0);
    this.setPrice(this.price + step + jump);
  }

  private arrive(order: BrokerOrder): void {
    const { type, side, stopPrice } = order.request;
    const isCrossed = type === 'stopLimit' && (this.price - stopPrice!) * signOf(side) >= 0;
    order.status = 'working';
    const isBarred = this.isAuction && type !== 'limit';
    if (isCrossed || isBarred || this.random.float() < this.faults.rejects) return this.end(order, 'rejected');
    order.word = 'working';
    this.say(order);
    this.match(order);
  }

  private match(order: BrokerOrder): void {
    const { type, side, price, stopPrice, quantity } = order.request;
    if (this.isAuction) return;
    const sign = signOf(side);
    if (type === 'stopLimit') order.triggered ||= (this.price - stopPrice!) * sign >= 0;
    if (type === 'stopLimit' && !order.triggered) return;
    if (type !== 'market' && (price! - this.price) * sign < 0) return;
    const part = quantity - order.filled > 1 && this.random.float() < 0.3 ? 1 : quantity - order.filled;
    this.fill(order, part);
    if (order.filled < quantity) this.after(50, () => order.status === 'working' && this.match(order));
  }

  private fill(order: BrokerOrder, quantity: number): void {
    const { clientOrderId, strategyId, instrumentId, side } = order.request;
    order.filled += quantity;
    this.position += quantity * signOf(side);
    order.word = order.filled === order.request.quantity ? 'filled' : 'partiallyFilled';
    if (order.word === 'filled') order.status = 'ended';
    const fill: Fill = {
      ...{ kind: 'fill', fillId: `${clientOrderId}/q${order.filled}`, clientOrderId, strategyId, instrumentId, side },
      ...{ quantity, price: this.price, costsE4: 0, exchangeTimeUs: 0, aggressor: true },
    };
    if (!order.isMute) this.heard(fill);
    else this.after(MUTE_MS, () => this.tell(fill));
    this.say(order);
  }

  private end(order: BrokerOrder, word: OrderStatus): void {
    order.status = 'ended';
    order.word = word;
    this.say(order);
  }

  private read(order: BrokerOrder): void {
    order.isMute = false;
    if (order.status !== 'onItsWay') this.say(order);
  }

  private say({ request, word, filled, isMute }: BrokerOrder): void {
    const { clientOrderId } = request;
    if (!isMute || FINAL.has(word)) {
      this.heard({ kind: 'orderUpdate', clientOrderId, status: word, filledQuantity: filled, reason: undefined });
    }
  }

  /** One way for all answers: they are heard in order. */
  private heard(answer: OrderUpdate | Fill): void {
    this.after(5, () => this.tell(answer));
  }

  private latency(): number {
    return 2 + this.random.float() * this.faults.latencyMs;
  }
}
