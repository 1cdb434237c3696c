// Approved entries, order answers, fills and clock in; order commands out, so that what is held is always covered or on its way out.

import type { Fill, Order } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { priceAt } from '../market/price-grid.ts';
import { opposite, sideOf, signOf } from '../market/side.ts';
import type { Signal } from '../signal/signal.ts';
import { type Bracket, openQuantity } from './bracket.ts';
import type { BracketPlan } from './order-command.ts';
import { type ExecutionAccount, type ExecutionOutput, OrderDesk } from './order-desk.ts';
import type { OrderIds } from './order-ids.ts';

/** Exits refused in a row before a person is called; trying goes on once a second. */
export const EXIT_ATTEMPTS_BEFORE_ALARM = 3;
const EXIT_RETRY_US = 1_000_000;

interface Entry {
  readonly orderId: string;
  readonly signal: Signal;
}

/**
 * One strategy, one traded instrument. The rule that everything follows from: held contracts = contracts under a bracket +
 * contracts an exit is closing. Whatever breaks it (a leg refused, both legs filled, a bracket withdrawn) is closed at market.
 * When one leg fills in part the other keeps its size: a stop that is too large may turn the position by what the target has
 * closed, which is undone at once; taking it away to make it smaller would leave the rest naked meanwhile.
 */
export class StrategyExecution {
  private readonly strategyId: string;
  private readonly account: ExecutionAccount;
  private readonly out: ExecutionOutput;
  private readonly desk: OrderDesk;
  private readonly stopLimitOffsetTicks: number;
  private instrument: Instrument | undefined;
  private entry: Entry | undefined;
  private readonly brackets: Bracket[] = [];
  private readonly exits: string[] = [];
  /** Asked to be flat and not asked to enter since: what still fills is closed at once. */
  private flattening = false;
  private exitsRefused = 0;
  private exitBlockedUntilUs = 0;
  private nowUs = 0;

  constructor(
    strategyId: string,
    stopLimitOffsetTicks: number,
    ids: OrderIds,
    account: ExecutionAccount,
    out: ExecutionOutput,
  ) {
    this.strategyId = strategyId;
    this.stopLimitOffsetTicks = stopLimitOffsetTicks;
    this.account = account;
    this.out = out;
    this.desk = new OrderDesk(strategyId, ids, account, out);
  }

  /** A new session: day orders are gone; a position that is still there stays visible through `held`. */
  startSession(instrumentId: number, instrument: Instrument): void {
    this.instrument = instrument;
    this.entry = undefined;
    this.brackets.length = 0;
    this.exits.length = 0;
    this.flattening = false;
    this.exitsRefused = 0;
    this.exitBlockedUntilUs = 0;
    this.desk.startSession(instrumentId);
  }

  /** To be told before anything else of an event. */
  at(seq: number, nowUs: number): void {
    this.nowUs = nowUs;
    this.desk.at(seq, nowUs);
  }

  /** True while an order or bracket of an earlier decision is not settled. */
  get busy(): boolean {
    return this.entryOpen > 0 || this.exits.length > 0 || this.brackets.some((bracket) => bracket.closing);
  }

  /** Contracts that a working entry may still open. */
  get entryOpen(): number {
    return this.entry === undefined ? 0 : openQuantity(this.account.order(this.entry.orderId));
  }

  enter(signal: Signal, quantity: number): void {
    assert(!this.busy && this.held === 0, `entry of ${this.strategyId} while orders or a position are open`);
    this.flattening = false;
    const orderId = this.desk.submit({ role: 'entry', side: signal.side, quantity, plan: this.planOf(signal) });
    this.entry = { orderId, signal };
  }

  /** Out of everything: entry cancelled, brackets withdrawn, the rest closed at market once the legs are confirmed gone. */
  flatten(reason: string): void {
    this.flattening = true;
    this.cancelEntry(reason);
    for (const bracket of this.brackets) bracket.closing = true;
    this.settle();
  }

  /** Takes back an entry that still works; what it has filled, or fills yet, keeps its bracket. */
  cancelEntry(reason: string): void {
    if (this.entryOpen > 0) this.desk.cancel(this.entry!.orderId, reason);
  }

  /** `priceTicks` is the fill's price. The account has taken the fill already. */
  onFill(fill: Fill, order: Order, priceTicks: number): void {
    if (order.role === 'entry' && this.entry?.orderId === order.clientOrderId) this.protect(fill.quantity, priceTicks);
    else if (order.role === 'stop' || order.role === 'target') {
      const bracket = this.brackets.find(
        ({ stopId, targetId }) => stopId === fill.clientOrderId || targetId === fill.clientOrderId,
      );
      if (bracket !== undefined) bracket.remaining -= fill.quantity;
    }
  }

  /** To be called after the fills and answers of an event. Brings orders back in line with what is held. */
  settle(): void {
    for (let i = this.brackets.length - 1; i >= 0; i--) {
      if (this.settleBracket(this.brackets[i]!)) this.brackets.splice(i, 1);
    }
    this.settleExits();
    const uncovered = this.held - this.covered + this.exiting;
    if (uncovered === 0 || this.nowUs < this.exitBlockedUntilUs) return;
    this.exits.push(this.desk.submit({ role: 'exit', side: sideOf(-uncovered), quantity: Math.abs(uncovered) }));
  }

  /** Each second: stops that were jumped over, cancels without answer, exits that were refused. */
  onClock(lastTicks: number | undefined): void {
    if (this.brackets.length === 0 && this.exits.length === 0 && this.entry === undefined && this.held === 0) return;
    for (const bracket of this.brackets) {
      if (bracket.closing || lastTicks === undefined || !jumped(bracket, lastTicks)) continue;
      this.out.alert('warning', 'stopJumped', `price is beyond the limit of stop ${bracket.stopId}: closing at market`);
      bracket.closing = true;
    }
    this.desk.retryCancels();
    this.desk.missAnswers();
    this.settle();
  }

  /**
   * What is lost beyond the present price if every stop is reached, in E4, positive: brackets, and entries that still work.
   * `lastTicks` marks what is held.
   */
  lossAtStopsE4(lastTicks: number, slippageTicks: number, costsPerContractE4: number): number {
    const { tickValueE4 } = this.instrument!;
    let lossE4 = 0;
    const add = (contracts: number, ticks: number): void => {
      lossE4 += Math.max(0, contracts) * (Math.max(0, ticks + slippageTicks) * tickValueE4 + costsPerContractE4);
    };
    for (const bracket of this.brackets) {
      add(bracket.remaining, (lastTicks - bracket.stopTicks) * signOf(bracket.side));
    }
    if (this.entry !== undefined) {
      const { side, entryTicks, stopTicks } = this.entry.signal;
      add(this.entryOpen, (entryTicks - stopTicks) * signOf(side));
    }
    return lossE4;
  }

  private get held(): number {
    return this.account.held(this.strategyId, this.desk.instrumentId);
  }

  private get covered(): number {
    let covered = 0;
    for (const bracket of this.brackets) covered += signOf(bracket.side) * Math.max(0, bracket.remaining);
    return covered;
  }

  /** Signed contracts that working exits will add to the position. */
  private get exiting(): number {
    let exiting = 0;
    for (const orderId of this.exits) {
      const order = this.account.order(orderId);
      if (order !== undefined) exiting += signOf(order.side) * openQuantity(order);
    }
    return exiting;
  }

  private planOf(signal: Signal): BracketPlan {
    const instrument = this.instrument!;
    return {
      stopPrice: priceAt(instrument, signal.stopTicks),
      stopLimitPrice: priceAt(instrument, this.stopLimitTicks(signal)),
      targetPrice: priceAt(instrument, signal.targetTicks),
    };
  }

  private stopLimitTicks(signal: Signal): number {
    return signal.stopTicks - signOf(signal.side) * this.stopLimitOffsetTicks;
  }

  private protect(quantity: number, fillTicks: number): void {
    const entry = this.entry!;
    const { signal } = entry;
    const bracket: Bracket = {
      entryId: entry.orderId,
      side: signal.side,
      stopTicks: signal.stopTicks,
      stopLimitTicks: this.stopLimitTicks(signal),
      targetTicks: signal.targetTicks,
      remaining: quantity,
      stopId: undefined,
      targetId: undefined,
      closing: this.flattening,
    };
    this.brackets.push(bracket);
    if ((fillTicks - signal.stopTicks) * signOf(signal.side) <= 0) {
      bracket.closing = true;
      this.out.alert('warning', 'filledBeyondStop', `entry ${entry.orderId} filled beyond its stop: closing at market`);
    }
    if (!bracket.closing) this.placeLegs(bracket);
  }

  private placeLegs(bracket: Bracket): void {
    const instrument = this.instrument!;
    const leg = { side: opposite(bracket.side), quantity: bracket.remaining, bracketId: bracket.entryId };
    // the stop first: it is what protects
    const stopLimit = priceAt(instrument, bracket.stopLimitTicks);
    bracket.stopId = this.desk.submit({
      ...leg,
      role: 'stop',
      price: stopLimit,
      stopPrice: priceAt(instrument, bracket.stopTicks),
    });
    bracket.targetId = this.desk.submit({ ...leg, role: 'target', price: priceAt(instrument, bracket.targetTicks) });
  }

  /** True when both legs are gone and nothing is left to protect. */
  private settleBracket(bracket: Bracket): boolean {
    const stop = this.legOf(bracket.stopId);
    const target = this.legOf(bracket.targetId);
    if (bracket.remaining <= 0) bracket.closing = true;
    if (!bracket.closing) this.missLegs(bracket, stop, target);
    if (bracket.closing) {
      if (openQuantity(stop) > 0) this.desk.cancel(stop!.clientOrderId, 'bracket closing');
      if (openQuantity(target) > 0) this.desk.cancel(target!.clientOrderId, 'bracket closing');
      return openQuantity(stop) === 0 && openQuantity(target) === 0;
    }
    return false;
  }

  /** A leg that ended unfilled without our asking. Without a stop there is no position. */
  private missLegs(bracket: Bracket, stop: Order | undefined, target: Order | undefined): void {
    if (isLost(stop)) {
      this.out.alert('critical', 'stopLost', `stop ${stop.clientOrderId} is ${stop.status}: ${whyOf(stop)}`);
      bracket.closing = true;
    }
    if (isLost(target)) this.loseTarget(bracket, target);
  }

  /** The stop still protects; the target is not worth a second try that may be refused as well. */
  private loseTarget(bracket: Bracket, target: Order): void {
    if (bracket.targetLost === true) return;
    bracket.targetLost = true;
    this.out.alert('warning', 'targetLost', `target ${target.clientOrderId} is ${target.status}: ${whyOf(target)}`);
  }

  private settleExits(): void {
    for (let i = this.exits.length - 1; i >= 0; i--) {
      const order = this.account.order(this.exits[i]!);
      if (order === undefined || !isFinal(order.status)) continue;
      this.exits.splice(i, 1);
      if (order.filledQuantity > 0) {
        this.exitsRefused = 0;
        continue;
      }
      this.exitsRefused += 1;
      this.exitBlockedUntilUs = this.nowUs + EXIT_RETRY_US;
      if (this.exitsRefused === EXIT_ATTEMPTS_BEFORE_ALARM) {
        this.out.alert('critical', 'exitRefused', `exit ${order.clientOrderId} is ${order.status}: ${whyOf(order)}`);
      }
    }
  }

  private legOf(orderId: string | undefined): Order | undefined {
    return orderId === undefined ? undefined : this.account.order(orderId);
  }
}

function isLost(leg: Order | undefined): leg is Order {
  return leg !== undefined && isFinal(leg.status) && leg.filledQuantity < leg.quantity;
}

function whyOf(order: Order): string {
  return order.reason ?? 'no reason given';
}

/** The price is beyond the stop's limit: the stop triggered, or will, and may never fill. */
function jumped(bracket: Bracket, lastTicks: number): boolean {
  return bracket.side === 'buy' ? lastTicks < bracket.stopLimitTicks : lastTicks > bracket.stopLimitTicks;
}
