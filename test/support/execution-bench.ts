// Takes the answers of a venue as a test scripts them; drives one strategy's execution and gives the commands it sends, as words.
import { Account, type AccountChange } from '../../src/core/account/account.ts';
import type { CarriedOrder } from '../../src/core/account/account-event.ts';
import type { Fill, OrderRequest, OrderRole, OrderStatus, OrderUpdate } from '../../src/core/account/order.ts';
import { type BracketSettings, defaultBracketSettings } from '../../src/core/execution/bracket-settings.ts';
import { type EntryTerms, plainTerms } from '../../src/core/execution/entry-work.ts';
import { type MarketView, noMarket } from '../../src/core/execution/market-view.ts';
import type { OrderCommand } from '../../src/core/execution/order-command.ts';
import { OrderIds } from '../../src/core/execution/order-ids.ts';
import { StrategyExecution } from '../../src/core/execution/strategy-execution.ts';
import { instrumentOf } from '../../src/core/market/instrument-table.ts';
import { priceAt, tickAt } from '../../src/core/market/price-grid.ts';
import { makeSignal } from '../../src/core/signal/signal.ts';

const wdo = instrumentOf('WDOU25')!;
export const STRATEGY = 's';
/** Entry of every signal of the bench: 5500 points. */
export const ENTRY_TICKS = 11_000;
const STOP_LIMIT_OFFSET_TICKS = 20;

export interface Told {
  readonly severity: string;
  readonly code: string;
}

function expectNothing(wrong: readonly string[]): void {
  if (wrong.length > 0) throw new Error(wrong.join('; '));
}

/** Bought at 5500 with the stop 5 points below and the target 10 above, unless told otherwise. */
export class ExecutionBench {
  readonly account: Account;
  readonly execution: StrategyExecution;
  readonly commands: OrderCommand[] = [];
  readonly alerts: Told[] = [];
  /** Why execution no longer trusted our book. */
  readonly distrusts: { readonly code: string; readonly text: string }[] = [];
  /** Why no more entries are wanted. */
  readonly pauses: { readonly code: string; readonly text: string }[] = [];
  /** What the account made of the answers that were no plain success. */
  readonly contradictions: AccountChange[] = [];
  /** What execution sees of the market. */
  readonly market: { -readonly [K in keyof MarketView]: MarketView[K] } = { ...noMarket };
  /** Clock ticks that were asked for. */
  readonly wakes: number[] = [];
  nowUs = 0;
  /** Part of the order ids: another one after a restart. */
  epoch = 1;
  private readonly ids = new OrderIds();
  /** By order id; the account forgets orders with their session. */
  private readonly roles = new Map<string, OrderRole>();
  private seq = 0;
  private fills = 0;
  private taken = 0;

  /** `brackets` is what the broker allows and the deadlines, where not the defaults. */
  constructor(brackets: Partial<BracketSettings> = {}, isAlone = false) {
    this.account = new Account(isAlone);
    this.account.startEpoch([wdo], true, () => undefined);
    this.execution = new StrategyExecution(
      STRATEGY,
      STOP_LIMIT_OFFSET_TICKS,
      this.ids,
      this.account,
      {
        command: (command) => {
          if (command.kind === 'submit') this.roles.set(command.request.clientOrderId, command.request.role);
          this.commands.push(command);
        },
        alert: (severity, code) => this.alerts.push({ severity, code }),
        distrust: (code, text) => this.distrusts.push({ code, text }),
        pause: (code, text) => this.pauses.push({ code, text }),
        wake: (timeUs) => this.wakes.push(timeUs),
      },
      { ...defaultBracketSettings, ...brackets },
    );
    this.execution.startSession(0, wdo);
    this.execution.see(this.market);
  }

  get held(): number {
    return this.account.held(STRATEGY, 0);
  }

  enter(quantity: number, direction: 1 | -1 = 1, terms: EntryTerms = plainTerms, trailTicks?: number): string {
    this.event();
    const bracket = { stopPoints: 5, targetPoints: 10 };
    const signal = makeSignal(STRATEGY, 0, wdo, direction, ENTRY_TICKS, bracket, 'test');
    this.execution.enter(trailTicks === undefined ? signal : { ...signal, trailTicks }, quantity, terms);
    return this.id('entry');
  }

  flatten(): void {
    this.event();
    this.execution.flatten('test');
  }

  /** Takes back an entry that still works. */
  cancelEntry(): void {
    this.event();
    this.execution.cancelEntry('test');
  }

  /** A session later: what is held stays, orders are gone. */
  startSession(): void {
    this.account.startEpoch([wdo], true, () => undefined);
    this.execution.startSession(0, wdo);
  }

  answer(clientOrderId: string, status: OrderStatus, filledQuantity = this.filled(clientOrderId)): void {
    this.onUpdate({ kind: 'orderUpdate', clientOrderId, status, filledQuantity, reason: undefined });
  }

  onUpdate(update: OrderUpdate): void {
    this.event();
    this.execution.heard();
    this.note(this.account.onUpdate(update));
    this.execution.settle();
  }

  /** Fills an order at its own price, a market order at the entry's, or at the ticks given. */
  fill(clientOrderId: string, quantity: number, ticks?: number): void {
    const { side, price } = this.account.order(clientOrderId)!;
    this.onFill({
      kind: 'fill',
      fillId: `${++this.fills}`,
      clientOrderId,
      strategyId: STRATEGY,
      instrumentId: 0,
      side,
      quantity,
      price: ticks === undefined ? (price ?? priceAt(wdo, ENTRY_TICKS)) : priceAt(wdo, ticks),
      costsE4: 0,
      exchangeTimeUs: this.nowUs,
      aggressor: false,
    });
  }

  onFill(fill: Fill): void {
    this.event();
    this.execution.heard();
    const change = this.account.onFill(fill);
    this.note(change);
    if (change.kind !== 'applied') return;
    this.execution.onFill(fill, change.order, tickAt(wdo, fill.price));
    this.execution.settle();
  }

  /** A trade at this price, `ms` later. */
  price(lastTicks: number, ms = 0): void {
    this.nowUs += ms * 1000;
    this.event();
    this.market.lastTicks = lastTicks;
    if (this.execution.isWatching) this.execution.onMarket();
  }

  /** The venue's answer to a change. */
  changed(clientOrderId: string, outcome: 'accepted' | 'refused' | 'unknown'): void {
    this.event();
    this.account.onChangeResult(clientOrderId, outcome);
    this.execution.onChangeResult(clientOrderId, outcome === 'accepted');
  }

  /** Lets time pass and tells the clock, with the last traded price where there is one. */
  clock(seconds: number, lastTicks?: number): void {
    this.nowUs += seconds * 1_000_000;
    this.event();
    this.market.lastTicks = lastTicks;
    this.execution.onClock();
  }

  /** Goes on with the orders of an earlier process. */
  restore(orders: readonly CarriedOrder[]): void {
    this.event();
    expectNothing(this.account.restore(orders));
    this.execution.restore(orders);
  }

  /** The venue says something. */
  hear(): void {
    this.event();
    this.execution.heard();
  }

  /** An order that another part sent for us. */
  adopt(request: OrderRequest): void {
    this.event();
    this.execution.heard();
    this.account.add(request);
    this.execution.adopt(request);
  }

  /** Ids of all orders of a role. */
  idsOf(role: OrderRole): readonly string[] {
    return [...this.roles].filter(([, one]) => one === role).map(([orderId]) => orderId);
  }

  /** Id of the last order of a role. */
  id(role: 'entry' | 'stop' | 'target' | 'exit'): string {
    for (const command of [...this.commands].reverse()) {
      if (command.kind === 'submit' && command.request.role === role) return command.request.clientOrderId;
    }
    throw new Error(`no ${role} was sent`);
  }

  /** What was sent since the last time, in words: `stop sell 2 5495/5485`, `cancel target`. */
  sent(): readonly string[] {
    const fresh = this.commands.slice(this.taken);
    this.taken = this.commands.length;
    return fresh.map((command) => this.inWords(command));
  }

  private inWords(command: OrderCommand): string {
    if (command.kind !== 'submit') return `${command.kind} ${this.roles.get(command.clientOrderId)}`;
    const { role, side, quantity, price, stopPrice } = command.request;
    const prices = [stopPrice, price].filter((one) => one !== undefined).join('/');
    return `${role} ${side} ${quantity} ${prices}`.trim();
  }

  private filled(clientOrderId: string): number {
    return this.account.order(clientOrderId)!.filledQuantity;
  }

  private note(change: AccountChange): void {
    if (change.kind === 'contradiction') this.contradictions.push(change);
  }

  private event(): void {
    this.seq += 1;
    this.ids.at(this.epoch, this.seq);
    this.execution.at(this.seq, this.nowUs);
  }
}
