// A trader in fake time: enters, protects what it holds, takes back the other leg; it can hang, be slow, die and come back.

import type { OrderAdopted } from '../../../../src/core/account/account-event.ts';
import type { OrderRequest } from '../../../../src/core/account/order.ts';
import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import type { PayloadEvent } from '../../../../src/core/market/event-batch.ts';
import { opposite, type Side, signOf } from '../../../../src/core/market/side.ts';
import { GuardBook, type OrderWord } from '../../../../src/runner/host/guardian/guard-book.ts';
import { openOf } from '../../../../src/runner/host/guardian/guarded-order.ts';
import type { WorldTrader } from './guard-world.ts';

export type Send = (command: OrderCommand) => void;
type Ask = Partial<OrderRequest> & Pick<OrderRequest, 'role' | 'side' | 'type' | 'quantity'>;

export class ModelTrader implements WorldTrader {
  readonly peer = { facts: { name: 'model' } };
  isHung = false;
  /** Between taking an event and the next, milliseconds. */
  paceMs = 0;
  takenSeq = 0;
  toldSeq = 0;
  /** What is told again up to here is acted on as a whole. */
  historyEnd = 0;
  readonly refusals: string[] = [];
  private readonly send: Send;
  private readonly name: string;
  private readonly mail: { readonly event: PayloadEvent; readonly seq: number }[] = [];
  private book = new GuardBook();
  private ids = 0;
  private nextMs = 0;
  private nowMs = 0;
  /** What is refused is not tried again at once. */
  private blockedMs = 0;
  private readonly asked = new Set<string>();

  constructor(name: string, send: Send) {
    this.name = name;
    this.send = send;
  }

  answer(event: PayloadEvent): void {
    this.toldSeq += 1;
    this.mail.push({ event, seq: this.toldSeq });
  }

  get isIdle(): boolean {
    return this.mail.length === 0 && [...this.book.lanes].every((lane) => lane.isQuiet);
  }

  enter(side: Side, price: number, quantity: number, limit: number | undefined): void {
    const sign = signOf(side);
    const bracket = {
      stopPrice: price - 5 * sign,
      stopLimitPrice: price - 10 * sign,
      targetPrice: price + 5 * sign,
    };
    const type = limit === undefined ? 'market' : 'limit';
    this.submit({ role: 'entry', side, type, quantity, price: limit }, bracket);
  }

  /** Takes what it was told, unless it hangs. */
  work(nowMs: number): void {
    this.nowMs = nowMs;
    if (!this.isHung && this.blockedMs > 0 && nowMs >= this.blockedMs) {
      this.blockedMs = 0;
      this.settle();
    }
    while (!this.isHung && this.mail.length > 0 && nowMs >= this.nextMs) {
      const { event, seq } = this.mail.shift()!;
      this.nextMs = nowMs + this.paceMs;
      this.takenSeq = seq;
      this.take(event);
      if (seq >= this.historyEnd) this.settle();
    }
  }

  private take(event: PayloadEvent): void {
    if (event.kind === 'orderAdopted') this.book.submitted((event as OrderAdopted).request, undefined, true, 0);
    else this.book.heard(event as OrderWord);
    const { outcome, command, reason } = event as { outcome?: string; command?: string; reason?: string };
    if (event.kind === 'commandResult' && command === 'submit' && outcome === 'refused') {
      this.refusals.push(reason!);
      this.blockedMs = this.nowMs + 1000;
    }
  }

  private settle(): void {
    for (const lane of this.book.lanes) {
      const { net, side } = lane;
      if (side === undefined) {
        for (const order of lane.open) if (order.request.role !== 'entry') this.cancel(order.request.clientOrderId);
        continue;
      }
      const bare = Math.abs(net) - lane.closingOpen('stop') - lane.closingOpen('exit');
      if (bare <= 0 || this.blockedMs > 0) continue;
      const plan = lane.plans.get(side)?.plan;
      const leg = { side: opposite(side), quantity: bare };
      if (plan === undefined || lane.isStopRefused) this.submit({ ...leg, role: 'exit', type: 'market' });
      else {
        lane.isStopRefused = true;
        const { stopLimitPrice: price, stopPrice, targetPrice } = plan;
        this.submit({ ...leg, role: 'stop', type: 'stopLimit', price, stopPrice });
        this.submit({ ...leg, role: 'target', type: 'limit', price: targetPrice });
      }
    }
  }

  private submit(ask: Ask, bracket?: Extract<OrderCommand, { kind: 'submit' }>['bracket']): void {
    const clientOrderId = `${this.name}-${this.takenSeq}-${++this.ids}`;
    const request: OrderRequest = {
      ...{
        clientOrderId,
        strategyId: 's',
        instrumentId: 0,
        price: undefined,
        stopPrice: undefined,
        bracketId: undefined,
      },
      ...ask,
    };
    const order = this.book.submitted(request, bracket, false, 0);
    if (openOf(order) === 0) return;
    this.send({ kind: 'submit', seq: this.takenSeq, request, bracket });
  }

  private cancel(clientOrderId: string): void {
    if (this.asked.has(clientOrderId)) return;
    this.asked.add(clientOrderId);
    this.send({ kind: 'cancel', seq: this.takenSeq, clientOrderId, reason: 'the other leg' });
  }
}
