// Approved entries, order answers, fills, prices and clock in; order commands out, so that what is held is always covered or on its way out.

import type { CarriedOrder } from '../account/account-event.ts';
import type { BracketPlan, Fill, Order, OrderRequest } from '../account/order.ts';
import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import { priceAt } from '../market/price-grid.ts';
import { signOf } from '../market/side.ts';
import type { Signal } from '../signal/signal.ts';
import { openQuantity, type Protection } from './bracket.ts';
import { type BracketSettings, defaultBracketSettings } from './bracket-settings.ts';
import { Brackets } from './brackets.ts';
import { type EntryTerms, EntryWork, plainTerms } from './entry-work.ts';
import { Exits } from './exits.ts';
import { lossAtStopsE4, type OpenRisk } from './loss-at-stops.ts';
import type { MarketView } from './market-view.ts';
import { type ExecutionAccount, type ExecutionOutput, OrderDesk } from './order-desk.ts';
import type { OrderIds } from './order-ids.ts';
import { signalProtection, unknownProtection } from './protections.ts';
import { RestoreWait } from './restore-wait.ts';
import { isAnswered, restoredOrders } from './restored-orders.ts';

/**
 * One strategy, one traded instrument. The rule that everything follows from: held contracts = contracts under a bracket +
 * contracts an exit is closing. Whatever breaks it (a leg refused, both legs filled, a bracket withdrawn) is closed at market.
 * When one leg fills in part the other keeps its size, unless the broker changes orders: a stop that is too large may turn the
 * position by what the target has closed, which is undone at once; taking it away to make it smaller would leave the rest naked.
 */
export class StrategyExecution {
  private readonly strategyId: string;
  private readonly account: ExecutionAccount;
  private readonly out: ExecutionOutput;
  private readonly desk: OrderDesk;
  private readonly settings: BracketSettings;
  private readonly brackets: Brackets;
  private readonly exits: Exits;
  private instrument: Instrument | undefined;
  private entry: EntryWork | undefined;
  /** Entries of before a restart, or found at the venue: taken back, what they fill is protected where a plan is known. */
  private readonly carriedEntries: string[] = [];
  /** How each entry of the session is protected, by its order id. */
  private readonly protections = new Map<string, Protection>();
  private restoring: RestoreWait | undefined;
  /** Asked to be flat and not asked to enter since: what still fills is closed at once. */
  private flattening = false;
  private nowUs = 0;

  constructor(
    strategyId: string,
    stopLimitOffsetTicks: number,
    ids: OrderIds,
    account: ExecutionAccount,
    out: ExecutionOutput,
    settings: BracketSettings = defaultBracketSettings,
  ) {
    this.strategyId = strategyId;
    this.account = account;
    this.out = out;
    this.settings = settings;
    this.desk = new OrderDesk(strategyId, ids, account, out);
    this.brackets = new Brackets({ account, out, desk: this.desk, settings, stopLimitOffsetTicks });
    this.exits = new Exits(account, out, this.desk, () => this.brackets.legs.market);
  }

  /** A new session: day orders are gone; a position that is still there stays visible through `held`. */
  startSession(instrumentId: number, instrument: Instrument): void {
    this.instrument = instrument;
    this.brackets.legs.instrument = instrument;
    this.entry = undefined;
    this.carriedEntries.length = 0;
    this.protections.clear();
    this.restoring = undefined;
    this.brackets.clear();
    this.exits.clear();
    this.flattening = false;
    this.desk.startSession(instrumentId);
  }

  /** Where the traded instrument is to be seen in this epoch. */
  see(market: MarketView): void {
    this.brackets.legs.market = market;
  }

  /** To be told before anything else of an event. */
  at(seq: number, nowUs: number): void {
    this.nowUs = nowUs;
    this.desk.at(seq, nowUs);
    this.brackets.at(nowUs);
    this.exits.at(nowUs);
  }

  /**
   * Goes on with the orders of an earlier process of this session; the account has them, and their fills, already. Entries that still
   * work are taken back, since what was decided before is stale; what is held goes on under its bracket.
   */
  restore(carried: readonly CarriedOrder[]): void {
    const orderOf = (orderId: string): Order | undefined => this.account.order(orderId);
    const { entries, brackets, exits, unknown } = restoredOrders(carried, orderOf, this.held, this.instrument!);
    for (const { orderId, protection } of entries) {
      this.carriedEntries.push(orderId);
      if (protection !== undefined) this.protections.set(orderId, protection);
    }
    for (const bracket of brackets) {
      this.protections.set(bracket.protection.entryId, bracket.protection);
      this.brackets.restore(bracket, exits.length > 0);
    }
    for (const orderId of exits) this.exits.adopt(orderId);
    if (unknown.length > 0 || this.held !== 0) {
      this.restoring = new RestoreWait(unknown, this.settings.stopDeadlineUs);
    }
  }

  /** The venue has spoken, about whatever: from here on its silence about a carried order means something. */
  heard(): void {
    const untilUs = this.restoring?.hear(this.nowUs);
    if (untilUs !== undefined) this.out.wake(untilUs);
  }

  /** True while an order or bracket of an earlier decision is not settled. */
  get busy(): boolean {
    return this.restoring !== undefined || this.entryOpen > 0 || !this.exits.isEmpty || this.brackets.isSettling;
  }

  /** True while the price matters: something is held under a bracket. */
  get isWatching(): boolean {
    return !this.brackets.isEmpty;
  }

  /** Contracts that a working entry may still open. */
  get entryOpen(): number {
    let open = this.entry?.open ?? 0;
    for (const orderId of this.carriedEntries) open += openQuantity(this.account.order(orderId));
    return open;
  }

  /** The same, bought less sold. */
  get entrySigned(): number {
    let open = this.entry === undefined ? 0 : this.entry.open * signOf(this.entry.signal.side);
    for (const orderId of this.carriedEntries) {
      const order = this.account.order(orderId);
      if (order !== undefined) open += openQuantity(order) * signOf(order.side);
    }
    return open;
  }

  /** True while an entry rests or has more to send: it would take risk later than it was decided. */
  get entryWaits(): boolean {
    return this.entry?.isWaiting === true;
  }

  enter(signal: Signal, quantity: number, terms: EntryTerms = plainTerms): void {
    assert(!this.busy && this.held === 0, `entry of ${this.strategyId} while orders or a position are open`);
    this.flattening = false;
    const { desk, account, out } = this;
    const ports = {
      ...{ desk, account, out, instrument: this.instrument! },
      market: () => this.brackets.legs.market,
      sent: (orderId: string) => void this.protections.set(orderId, signalProtection(orderId, signal)),
    };
    this.entry = new EntryWork(signal, quantity, this.planOf(signal), terms, ports, this.nowUs);
  }

  /** Out of everything: entry cancelled, brackets withdrawn, the rest closed at market once the legs are confirmed gone. */
  flatten(reason: string): void {
    this.flattening = true;
    this.cancelEntry(reason);
    this.brackets.closeAll();
    this.settle();
  }

  /** An order of this strategy that another part sent for us; the account has it already. */
  adopt(request: OrderRequest): void {
    const { clientOrderId, role, bracketId = clientOrderId, side } = request;
    this.desk.awaitAnswer(clientOrderId);
    if (role === 'exit') {
      this.exits.adopt(clientOrderId);
      this.brackets.release(side, request.quantity);
    } else if (role === 'entry') this.carriedEntries.push(clientOrderId);
    else
      this.brackets.adopt(role, clientOrderId, this.protections.get(bracketId) ?? unknownProtection(bracketId, side));
    this.settle();
  }

  /** Takes back an entry that still works; what it has filled, or fills yet, keeps its bracket. */
  cancelEntry(reason: string): void {
    this.entry?.cancel(reason);
  }

  /** `priceTicks` is the fill's price. The account has taken the fill already. */
  onFill(fill: Fill, order: Order, priceTicks: number): void {
    if (order.role === 'stop' || order.role === 'target') {
      this.brackets.onLegFill(fill.clientOrderId, fill.quantity);
      if (this.entryWaits) this.cancelEntry('the position is being closed');
    } else if (order.role === 'entry') {
      const protection = this.protections.get(order.clientOrderId);
      if (protection !== undefined) this.protect(protection, fill.quantity, priceTicks);
    }
  }

  /** The venue has taken a change of a stop or not; the account knows. */
  onChangeResult(clientOrderId: string, isDone: boolean): void {
    this.brackets.onChangeResult(clientOrderId, isDone);
    this.settle();
  }

  /** To be called after the fills and answers of an event. Brings orders back in line with what is held. */
  settle(): void {
    if (this.isRestoring()) return;
    for (const orderId of this.carriedEntries) this.cancelOpen(orderId, 'of before the restart');
    this.settleEntry();
    this.brackets.settle();
    this.exits.sweep();
    this.brackets.shelter(this.held - this.brackets.covered + this.exits.open, this.exits);
    this.exits.close(this.held - this.brackets.covered + this.exits.open, this.held);
  }

  /** A trade or quote of the traded instrument, while `isWatching`. */
  onMarket(): void {
    if (this.restoring === undefined && this.brackets.watch()) this.settle();
  }

  /** Each second, and when a tick that was asked for comes: deadlines, cancels without answer, exits that were refused. */
  onClock(): void {
    const isIdle = this.brackets.isEmpty && this.exits.isEmpty && this.entry === undefined && this.held === 0;
    if (isIdle && this.carriedEntries.length === 0 && this.restoring === undefined) return;
    if (this.restoring === undefined) this.brackets.watch();
    this.desk.retryCancels();
    this.desk.missAnswers();
    this.settle();
  }

  /**
   * What is lost beyond the present price if every stop is reached, in E4, positive: brackets, and entries that still work.
   * `lastTicks` marks what is held.
   */
  lossAtStopsE4(lastTicks: number, slippageTicks: number, costsPerContractE4: number): number {
    const open: OpenRisk[] = this.brackets.all.map(({ remaining, stopTicks, side }) => ({
      ...{ contracts: remaining, fromTicks: lastTicks, stopTicks, side },
    }));
    if (this.entry !== undefined) {
      const { side, entryTicks, stopTicks } = this.entry.signal;
      open.push({ contracts: this.entry.open, fromTicks: entryTicks, stopTicks, side });
    }
    for (const orderId of this.carriedEntries) {
      const contracts = openQuantity(this.account.order(orderId));
      const { side = 'buy', stopTicks = lastTicks } = this.protections.get(orderId) ?? {};
      open.push({ contracts, fromTicks: lastTicks, stopTicks, side });
    }
    return lossAtStopsE4(open, slippageTicks, this.instrument!.tickValueE4, costsPerContractE4);
  }

  private get held(): number {
    return this.account.held(this.strategyId, this.desk.instrumentId);
  }

  private planOf(signal: Signal): BracketPlan {
    const [instrument, { legs }] = [this.instrument!, this.brackets];
    return {
      stopPrice: priceAt(instrument, legs.clipped(signal.stopTicks)),
      stopLimitPrice: priceAt(instrument, legs.stopLimitTicks(signal.side, signal.stopTicks)),
      targetPrice: priceAt(instrument, legs.clipped(signal.targetTicks)),
    };
  }

  private protect(protection: Protection, quantity: number, fillTicks: number): void {
    const { entryId, side, stopTicks } = protection;
    const bracket = this.brackets.add(protection, quantity);
    if (this.flattening) bracket.closing = true;
    if ((fillTicks - stopTicks) * signOf(side) > 0) return;
    bracket.closing = true;
    this.out.alert('warning', 'filledBeyondStop', `entry ${entryId} filled beyond its stop: closing at market`);
  }

  /** Nothing more is opened while something of it is being closed, or once more has filled than was approved. */
  private settleEntry(): void {
    const { entry } = this;
    entry?.settle(this.nowUs, this.brackets.isClosing || !this.exits.isEmpty);
    if (!entry?.isOverfilled || this.flattening) return;
    const text = `more than the ${entry.quantity} contracts that were approved have filled: closing at market`;
    this.out.alert('critical', 'entryOverfilled', text);
    this.flatten(text);
  }

  private cancelOpen(orderId: string, reason: string): void {
    if (openQuantity(this.account.order(orderId)) > 0) this.desk.cancel(orderId, reason);
  }

  /** What the venue said nothing of, though it had time to, is missed like any other answer. */
  private isRestoring(): boolean {
    const { restoring } = this;
    if (restoring === undefined) return false;
    if (!restoring.isOver(this.nowUs)) return true;
    this.restoring = undefined;
    this.brackets.forgetEnded();
    for (const orderId of restoring.orderIds) {
      if (!isAnswered(this.account.order(orderId))) this.desk.awaitAnswer(orderId);
    }
    return false;
  }
}
