// The engine itself as a trader in fake time, with what another process of the session left; orders of the earlier one are carried over.

import type { CarriedOrder, CarriedState } from '../../../../src/core/account/account-event.ts';
import type { Fill } from '../../../../src/core/account/order.ts';
import type { EngineEvent } from '../../../../src/core/engine/engine.ts';
import type { OrderCommand } from '../../../../src/core/execution/order-command.ts';
import type { PayloadEvent } from '../../../../src/core/market/event-batch.ts';
import { hold, target } from '../../../../src/core/signal/wanted.ts';
import type { Random } from '../../../../src/simulation/random.ts';
import { EngineBench, warmupMinutes } from '../../../support/engine-bench.ts';
import { setupOf } from '../../../support/test-strategy.ts';
import type { WorldTrader } from './guard-world.ts';

const TICK_MS = 100;
const WARMUP = 60;

export class EngineTrader implements WorldTrader {
  readonly peer = { facts: { name: 'engine' } };
  readonly bench: EngineBench;
  isHung = false;
  takenSeq: number;
  toldSeq: number;
  historyEnd = 0;
  /** Orders of the day, as a journal has them. */
  readonly journal = new Map<string, CarriedOrder>();
  private readonly send: (trader: EngineTrader, command: OrderCommand) => void;
  private readonly mail: (() => void)[] = [];
  private sent = 0;
  private nowMs: number;
  private lastPrice = 0;
  private trades = 0;
  private nextTickMs = 0;

  constructor(
    random: Random,
    epoch: number,
    nowMs: number,
    before: ReadonlyMap<string, CarriedOrder>,
    send: (trader: EngineTrader, command: OrderCommand) => void,
  ) {
    const setup = setupOf(
      ({ position }) => {
        if (position.quantity !== 0) return hold('the bracket decides');
        const side = random.chance(0.5) ? 1 : -1;
        return target(side, { stopPoints: 2 + random.integer(4), targetPoints: 2 + random.integer(4) }, 'by chance');
      },
      { risk: { dailyLossLimit: 0.5, riskPerTrade: 0.01 } },
    );
    this.send = send;
    this.nowMs = nowMs;
    this.bench = new EngineBench([setup], { accountUse: 'exclusive' });
    const warmup = [{ candle: '1m', instrumentId: 0, bars: WARMUP }];
    for (const [id, order] of before) this.journal.set(id, order);
    const orders = [...before.values()];
    const carried: CarriedState = { orders, halted: undefined, paused: undefined, lossLimit: undefined };
    this.bench.to(nowMs / 1000);
    this.bench.start(
      { epoch, warmup, warmupBars: WARMUP, ...(orders.length === 0 ? {} : { carried }) },
      warmupMinutes(WARMUP),
    );
    this.takenSeq = 1 + WARMUP;
    this.toldSeq = this.takenSeq;
  }

  answer(event: PayloadEvent): void {
    this.tell(() => {
      this.note(event as EngineEvent);
      this.bench.event(event as EngineEvent);
    });
  }

  /** The market of the moment; then what has come is taken, unless it hangs. */
  work(nowMs: number, price: number): void {
    this.nowMs = nowMs;
    if (price !== this.lastPrice) {
      this.lastPrice = price;
      this.trades += 1;
      const quantity = 1 + (this.trades % 7);
      this.tell(() => this.bench.trade(price, { quantity }));
    }
    if (nowMs >= this.nextTickMs) {
      this.nextTickMs = nowMs + TICK_MS;
      this.tell(() => this.bench.tick());
    }
    while (!this.isHung && this.mail.length > 0) this.mail.shift()!();
  }

  private tell(take: () => void): void {
    this.toldSeq += 1;
    const seq = this.toldSeq;
    const atMs = this.nowMs;
    this.mail.push(() => {
      this.bench.to(atMs / 1000);
      this.takenSeq = seq;
      take();
      for (; this.sent < this.bench.commands.length; this.sent++) this.pass(this.bench.commands[this.sent]!);
    });
  }

  private pass(command: OrderCommand): void {
    if (command.kind === 'submit') {
      const { request, bracket: plan } = command;
      const order: CarriedOrder = { request, plan, status: 'pendingNew', reason: undefined, fills: [] };
      this.journal.set(request.clientOrderId, order);
    }
    this.send(this, command);
  }

  private note(event: EngineEvent): void {
    if (event.kind === 'orderAdopted') {
      const { request } = event;
      const order: CarriedOrder = { request, plan: undefined, status: 'pendingNew', reason: undefined, fills: [] };
      if (!this.journal.has(request.clientOrderId)) this.journal.set(request.clientOrderId, order);
      return;
    }
    const order = 'clientOrderId' in event ? this.journal.get(event.clientOrderId) : undefined;
    if (order === undefined) return;
    if (event.kind === 'fill') this.journal.set(event.clientOrderId, { ...order, fills: withFill(order.fills, event) });
    else if (event.kind === 'orderUpdate') this.journal.set(event.clientOrderId, { ...order, status: event.status });
    else if (event.kind === 'commandResult' && event.command === 'submit' && event.outcome === 'refused') {
      this.journal.set(event.clientOrderId, { ...order, status: 'rejected' });
    }
  }
}

function withFill(fills: readonly Fill[], fill: Fill): readonly Fill[] {
  return fills.some(({ fillId }) => fillId === fill.fillId) ? fills : [...fills, fill];
}
