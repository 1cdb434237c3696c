// What happens in a session in; a line for the person at its terminal out: entries, fills, stops, results, operators.

import type { EpochStart, OperatorCommand, OrderAdopted, SessionInstrument } from '../../core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole, OrderUpdate } from '../../core/account/order.ts';
import { Position } from '../../core/account/position.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { tickAt } from '../../core/market/price-grid.ts';
import type { RunObserver } from '../run-observer.ts';

const E4_PER_BRL = 10_000;
/** What is closed is told when it fills. */
const ASKED = {
  pause: 'PAUSED, no new positions',
  resume: 'resumed, positions may be opened',
  flatten: 'FLATTEN, paused',
  halt: 'HALTED',
  kill: 'KILL, halted',
} as const;

type Known = Pick<OrderRequest, 'role' | 'strategyId' | 'instrumentId' | 'quantity'>;

/** Follows orders and fills by itself, as they are told. Nothing that it meets stops the session. */
export class SessionScreen implements RunObserver {
  private readonly say: (text: string) => void;
  private day = '';
  private instruments: readonly SessionInstrument[] = [];
  private readonly orders = new Map<string, Known>();
  /** A fill that is told twice, as after a restart, is shown once. */
  private readonly fills = new Set<string>();
  /** Contracts of an order that are filled. */
  private readonly filled = new Map<string, number>();
  private readonly positions = new Map<string, Position>();
  /** Result of the day when nothing was held last, E4. */
  private flatE4 = 0;
  private hasFailed = false;

  constructor(say: (text: string) => void) {
    this.say = say;
  }

  onEvent(batch: EventBatch, index: number): void {
    const kind = batch.kindAt(index);
    // market events are many, and none of them is shown
    if (kind < Kind.connectionChange) return;
    this.attempt(() => {
      switch (kind) {
        case Kind.epochStart:
          return this.epoch(batch.payloadAt(index) as EpochStart);
        case Kind.fill:
          return this.fill(batch.payloadAt(index) as Fill);
        case Kind.orderUpdate:
          return this.update(batch.payloadAt(index) as OrderUpdate);
        case Kind.orderAdopted:
          return this.adopted(batch.payloadAt(index) as OrderAdopted);
        case Kind.operatorCommand:
          return this.operated(batch.payloadAt(index) as OperatorCommand);
      }
    });
  }

  onDecision(): void {}

  onCommand(command: OrderCommand): void {
    this.attempt(() => {
      if (command.kind === 'submit') {
        this.orders.set(command.request.clientOrderId, command.request);
        this.say(`${command.request.role}: ${this.termsOf(command.request)}`);
      } else if (command.kind === 'change') {
        const { clientOrderId, quantity } = command;
        const known = this.orders.get(clientOrderId);
        if (known !== undefined) this.orders.set(clientOrderId, { ...known, quantity });
        this.say(`${known?.role ?? 'order'} changed: ${quantity}${pricesOf(command)}`);
      }
    });
  }

  /** The session says them itself, with its own words among them. */
  onAlert(): void {}

  private epoch({ sessionDay, instruments, carried }: EpochStart): void {
    this.instruments = instruments;
    if (sessionDay === this.day) return;
    this.day = sessionDay;
    this.flatE4 = 0;
    this.orders.clear();
    this.fills.clear();
    this.filled.clear();
    this.positions.clear();
    this.say(`session ${sessionDay}: ${instruments.map(({ symbol }) => symbol).join(', ')}`);
    for (const { request, fills, change } of carried?.orders ?? []) {
      this.orders.set(request.clientOrderId, { ...request, quantity: change?.terms.quantity ?? request.quantity });
      for (const fill of fills) this.book(fill, request);
    }
    if (this.isFlat) this.flatE4 = this.resultE4();
    else this.say(`goes on with what is held: ${this.heldText()}`);
  }

  private fill(fill: Fill): void {
    const known: Known = this.orders.get(fill.clientOrderId) ?? { ...fill, role: 'exit' };
    const isGain = this.isGain(fill, known);
    if (!this.book(fill, known)) return;
    const { side, quantity, price, instrumentId, clientOrderId } = fill;
    const isPart = (this.filled.get(clientOrderId) ?? 0) < known.quantity;
    const head = isPart ? PART[known.role] : WHOLE[known.role];
    const gain = known.role === 'stop' && isGain ? ' in profit' : '';
    const what = `${side === 'buy' ? 'bought' : 'sold'} ${quantity} ${this.symbolOf(instrumentId)} at ${price}`;
    this.say(`${head}${gain}: ${what}; ${this.isFlat ? `flat, ${this.endedText()}` : this.heldText()}`);
  }

  /** Against the average price of what it closes, before costs: a stop that trailed. */
  private isGain({ side, price }: Fill, { strategyId, instrumentId }: Known): boolean {
    const instrument = instrumentOf(this.symbolOf(instrumentId));
    const heldTicks = this.positions.get(`${strategyId} ${instrumentId}`)?.averageTicks;
    if (instrument === undefined || heldTicks === undefined) return false;
    return side === 'sell' ? tickAt(instrument, price) > heldTicks : tickAt(instrument, price) < heldTicks;
  }

  /** False where it was told before. */
  private book(fill: Fill, { strategyId, instrumentId }: Known): boolean {
    const key = `${fill.clientOrderId}/${fill.fillId}`;
    const instrument = instrumentOf(this.symbolOf(instrumentId));
    if (this.fills.has(key) || instrument === undefined) return false;
    this.fills.add(key);
    this.filled.set(fill.clientOrderId, (this.filled.get(fill.clientOrderId) ?? 0) + fill.quantity);
    const name = `${strategyId} ${instrumentId}`;
    const position = this.positions.get(name) ?? new Position(instrument.tickValueE4);
    this.positions.set(name, position);
    position.apply(fill.side, fill.quantity, tickAt(instrument, fill.price), fill.costsE4);
    return true;
  }

  private update({ clientOrderId, status, reason }: OrderUpdate): void {
    if (status !== 'rejected' && status !== 'expired') return;
    const role = this.orders.get(clientOrderId)?.role ?? 'order';
    this.say(`${role} ${status.toUpperCase()}${reason === undefined ? '' : `: ${reason}`}`);
  }

  private adopted({ request, by, reason }: OrderAdopted): void {
    if (this.orders.has(request.clientOrderId)) return;
    this.orders.set(request.clientOrderId, request);
    this.say(`${request.role} of the ${by}: ${this.termsOf(request)}: ${reason}`);
  }

  private operated({ command, by, reason }: OperatorCommand): void {
    const isExit = command === 'flatten' || command === 'kill';
    const exit = isExit ? (this.isFlat ? ', nothing is held' : `, closing ${this.heldText()}`) : '';
    this.say(`${ASKED[command]}${exit}: ${by}: ${reason}`);
  }

  private endedText(): string {
    const day = this.resultE4();
    const trade = day - this.flatE4;
    this.flatE4 = day;
    return `this trade ${brlText(trade)}, today ${brlText(day)} after costs`;
  }

  private get isFlat(): boolean {
    return [...this.positions.values()].every(({ quantity }) => quantity === 0);
  }

  /** Of all that was traded, net of costs, while flat. */
  private resultE4(): number {
    return [...this.positions.values()].reduce((sum, position) => sum + position.netAtE4(0), 0);
  }

  private heldText(): string {
    const held: string[] = [];
    for (const [name, { quantity }] of this.positions) {
      const symbol = this.symbolOf(Number(name.slice(name.lastIndexOf(' ') + 1)));
      if (quantity !== 0) held.push(`${quantity > 0 ? 'long' : 'short'} ${Math.abs(quantity)} ${symbol}`);
    }
    return held.join(', ');
  }

  private termsOf({ side, quantity, instrumentId, type, ...prices }: OrderRequest): string {
    const at = type === 'market' ? ' at market' : pricesOf(prices);
    return `${side} ${quantity} ${this.symbolOf(instrumentId)}${at}`;
  }

  private symbolOf(instrumentId: number): string {
    return this.instruments[instrumentId]?.symbol ?? `instrument ${instrumentId}`;
  }

  private attempt(act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!this.hasFailed)
        this.say(`this screen may lack something: ${error instanceof Error ? error.message : error}`);
      this.hasFailed = true;
    }
  }
}

const WHOLE: Readonly<Record<OrderRole, string>> = {
  entry: 'FILLED entry',
  stop: 'STOPPED OUT',
  target: 'TARGET reached',
  exit: 'FILLED exit',
};
const PART: Readonly<Record<OrderRole, string>> = {
  entry: 'FILLED PART of the entry',
  stop: 'STOP FILLED IN PART',
  target: 'TARGET FILLED IN PART',
  exit: 'FILLED PART of the exit',
};

function pricesOf({ price, stopPrice }: Pick<OrderRequest, 'price' | 'stopPrice'>): string {
  if (stopPrice !== undefined) return ` stop ${stopPrice}${price === undefined ? '' : `, limit ${price}`}`;
  return price === undefined ? '' : ` at ${price}`;
}

function brlText(e4: number): string {
  return `${e4 < 0 ? '' : '+'}${(e4 / E4_PER_BRL).toFixed(2)} BRL`;
}
