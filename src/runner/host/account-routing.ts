// One account: commands, facts of the vendor and the time in; orders to the vendor and what becomes of them out, compared for ever.

import type { AccountName, FeedSink, VendorOrder } from '../../adapters/profit-dll/decode/feed-facts.ts';
import { OrderBridge } from '../../adapters/profit-dll/orders/order-bridge.ts';
import type { OrderIdStore } from '../../adapters/profit-dll/orders/order-id-store.ts';
import type { OrderInstrument } from '../../adapters/profit-dll/orders/order-instrument.ts';
import type { OrderNote } from '../../adapters/profit-dll/orders/order-notes.ts';
import type { OrderAnswer } from '../../adapters/profit-dll/orders/order-teller.ts';
import type { PositionReport, ReconciliationReport } from '../../core/account/account-event.ts';
import type { OrderRequest } from '../../core/account/order.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { NO_INSTRUMENT } from '../../core/market/event-record.ts';
import { type AccountLogin, wholeRead } from './account-login.ts';
import { AccountQuestions, POSITION_TYPE } from './account-questions.ts';
import { accountText } from './account-text.ts';
import { ExplainedPositions } from './explained-positions.ts';
import { ForeignOrders } from './foreign-orders.ts';
import type { HostInstruments } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import type { AccountCallOutcome, AccountNet, AccountUse, HostOrder, OrderAnswers, ResumeWish } from './order-port.ts';
import { isInFlight, OrderReads } from './order-reads.ts';
import { PositionWatch } from './position-watch.ts';
import { ReloginPolicy } from './relogin-policy.ts';
import type { VendorPort } from './vendor/vendor-port.ts';
import { vendorOrderCalls } from './vendor-order-calls.ts';

/** The vendor's number of the routing connection in its states. */
const ROUTING_STATE = 1;

export interface AccountRoutingOptions {
  readonly account: AccountName;
  readonly store: OrderIdStore;
  readonly vendor: VendorPort;
  readonly instruments: HostInstruments;
  readonly instrumentOf: (asset: VendorOrder['asset']) => OrderInstrument | undefined;
  readonly answers: OrderAnswers;
  readonly log: HostLog;
  readonly nowUs: () => number;
  /** A clock that only goes on, in milliseconds. */
  readonly nowMs: () => number;
  /** Local day that is traded. */
  readonly dayNumber: number;
  /** The vendor answers a sending within its own limit; after this long nobody knows what became of it. */
  readonly callMs: number;
  /** In place of POSITION_REST_MS. */
  readonly positionRestMs?: number | undefined;
  /** A new login is one of all accounts of the process. */
  readonly othersAtRest?: (() => boolean) | undefined;
  /** Until a trader says otherwise. */
  readonly accountUse: AccountUse;
  /** How long an end that the vendor tells is not believed, by the build of its library. */
  readonly provisionalUs: (libraryVersion: string | undefined) => number;
}

export class AccountRouting {
  readonly name: string;
  private readonly options: AccountRoutingOptions;
  private readonly reads: OrderReads;
  private readonly positions: PositionWatch;
  private readonly explained: ExplainedPositions;
  private readonly relogins = new ReloginPolicy();
  private readonly questions: AccountQuestions;
  private bridge: OrderBridge;
  private foreign = new ForeignOrders();
  private dayNumber: number;
  private accountUse: AccountUse;
  private login: AccountLogin | undefined = undefined;
  private readUs: number | undefined = undefined;

  /** Throws UserError `order-store` where what was sent before cannot be read. */
  constructor(options: AccountRoutingOptions) {
    this.options = options;
    this.name = accountText(options.account);
    this.dayNumber = options.dayNumber;
    this.accountUse = options.accountUse;
    this.questions = new AccountQuestions({ ...options, name: this.name });
    this.bridge = this.newBridge();
    this.reads = new OrderReads({
      isReady: () => this.isConnected,
      read: () => this.readOrders(),
      isInFlight: () => this.bridge.orders.some(isInFlight),
    });
    this.positions = new PositionWatch({
      restMs: options.positionRestMs,
      isReady: () => this.isConnected && this.reads.isCurrent(this.options.nowMs()),
      read: (id) => this.questions.position(id),
      tell: (instrumentId, quantity) => this.explained.take(instrumentId, quantity),
    });
    this.explained = new ExplainedPositions({
      readOrders: () => this.reads.ask(),
      readsDone: () => this.reads.done,
      isAtRest: (id, quantity) => this.positions.isAtRest(id, quantity),
      tell: (instrumentId, quantity) => {
        const report: PositionReport = { kind: 'positionReport', instrumentId, quantity };
        options.answers(this.name, report, options.nowUs());
      },
    });
  }

  /** See OrderPort. */
  get ordersReadUs(): number | undefined {
    return this.login?.loadedUs !== undefined && this.reads.isWhole ? this.readUs : undefined;
  }

  get orders(): readonly HostOrder[] {
    return this.bridge.orders.map(({ request, plan, origin, status, filledQuantity, fills, sentUs }) => ({
      ...{ request, plan, status, filledQuantity, fills, sentUs },
      by: origin.by,
    }));
  }

  get openOrders(): readonly HostOrder[] {
    const open = new Set(this.bridge.orders.flatMap((order) => (order.hasEnded ? [] : [order.clientOrderId])));
    return this.orders.filter(({ request }) => open.has(request.clientOrderId));
  }

  positionOf(instrumentId: number): number | undefined {
    return this.positions.quantityOf(instrumentId);
  }

  /** See OrderPort. */
  accountNet(instrumentId: number): AccountNet | undefined {
    if (this.accountUse !== 'exclusive') return undefined;
    return { settled: this.explained.quantityOf(instrumentId), others: this.foreign.netOf(instrumentId) };
  }

  turnDay(dayNumber: number): void {
    this.dayNumber = dayNumber;
    this.foreign = new ForeignOrders();
    this.bridge = this.newBridge();
    const { login } = this;
    if (login === undefined) return;
    this.begin({ ...login, loadedUs: undefined });
  }

  take(command: OrderCommand, instrument: OrderInstrument | undefined): void {
    this.bridge.take(command, instrument);
  }

  place(request: OrderRequest, instrument: OrderInstrument | undefined, reason: string): void {
    this.bridge.place(request, instrument, reason);
  }

  resume({ carriedOrderIds, accountUse }: ResumeWish): void {
    const { instruments, answers, nowUs } = this.options;
    this.accountUse = accountUse ?? this.accountUse;
    this.bridge.resume(carriedOrderIds);
    for (const order of this.foreign.all) {
      if (order.instrumentId !== NO_INSTRUMENT) answers(this.name, order, nowUs());
    }
    for (const { id } of instruments.list) this.positions.resume(id, this.options.nowMs());
  }

  async cancelAll(scope: 'ours' | 'account', reason: string): Promise<AccountCallOutcome> {
    const all = scope === 'account' ? this.questions.command('cancelAllOrders', {}) : undefined;
    this.bridge.cancelAll(reason);
    if (all === undefined) return { kind: 'sent' };
    const outcome = await all;
    this.reads.ask();
    return outcome;
  }

  async zeroPosition(instrumentId: number): Promise<AccountCallOutcome> {
    const instrument = this.options.instruments.list[instrumentId];
    if (instrument === undefined) return { kind: 'refused', reason: 'the instrument is not known' };
    const { ticker, exchange } = instrument;
    const asset = { ticker, exchange };
    const outcome = await this.questions.command('zeroPosition', { asset, positionType: POSITION_TYPE });
    this.reads.ask();
    return outcome;
  }

  processStarted(run: string): void {
    this.begin({ run, startedUs: this.options.nowUs(), loadedUs: undefined });
  }

  fact(...[fact, receivedUs]: Parameters<FeedSink['fact']>): void {
    this.bridge.onFact(fact, receivedUs);
    const nowMs = this.options.nowMs();
    if (fact.kind === 'state' && fact.type === ROUTING_STATE) this.reads.away();
    else if (fact.kind === 'orderHistory' && accountText(fact.account) === this.name) this.historyLoaded(receivedUs);
    else if (fact.kind === 'order') this.changed(fact.order.asset);
    else if (fact.kind === 'positions' && accountText(fact.account) === this.name) {
      if (fact.asset === undefined) this.positions.allChanged(nowMs);
      else this.changed(fact.asset);
    }
  }

  /** What time brings; called once in each time of rest. */
  tick(nowMs: number): void {
    this.reads.tick(nowMs);
    const isRead = this.login?.loadedUs !== undefined && this.reads.isWhole;
    this.readUs = isRead ? (this.readUs ?? this.options.nowUs()) : undefined;
    this.positions.tick(nowMs);
    this.explained.tick();
    this.bridge.tick(this.options.nowUs());
    const { login } = this;
    const why = login === undefined ? undefined : this.bridge.whyLogin(login);
    const isRest = why !== undefined && this.isAtRest && (this.options.othersAtRest?.() ?? true);
    if (!this.relogins.isDue(nowMs, why !== undefined, isRest)) return;
    this.options.log.warning('newLogin', { account: this.name, reason: why });
    this.options.vendor.relogin(`${why}: a new login has to show it`);
  }

  private get isConnected(): boolean {
    return this.options.vendor.status().routing.state === 'connected';
  }

  /** Flat, and nothing works but what nobody knows of. */
  get isAtRest(): boolean {
    if (!this.isConnected || !this.positions.isFlat || this.foreign.hasOpen) return false;
    return this.bridge.orders.every((order) => order.hasEnded || this.bridge.isMissing(order.clientOrderId));
  }

  private begin(login: AccountLogin): void {
    this.login = login;
    this.foreign.processStarted();
    this.bridge.processStarted(login.run);
    this.reads.processStarted();
    this.positions.processStarted();
    for (const { instrument } of this.bridge.orders)
      this.positions.changed(instrument.instrumentId, this.options.nowMs());
  }

  private historyLoaded(receivedUs: number): void {
    const { login } = this;
    if (login !== undefined) this.login = { ...login, loadedUs: login.loadedUs ?? receivedUs };
    this.reads.ordersLoaded();
    this.positions.ordersLoaded();
  }

  private changed({ ticker, exchange }: VendorOrder['asset']): void {
    const instrument = this.options.instruments.find(ticker, exchange);
    if (instrument !== undefined) this.positions.changed(instrument.id, this.options.nowMs());
  }

  private newBridge(): OrderBridge {
    const { account, store, vendor, callMs, answers, nowUs, instrumentOf, provisionalUs } = this.options;
    return new OrderBridge({
      account,
      scope: `${this.name} ${formatDay(this.dayNumber)}`,
      store,
      calls: vendorOrderCalls(vendor, callMs),
      sink: {
        answer: (answer, receivedUs) => {
          this.watch(answer);
          answers(this.name, answer, receivedUs);
        },
        foreign: (order, receivedUs) => this.tellForeign(order, receivedUs),
        note: (note, receivedUs) => this.note(note, receivedUs),
        readOrders: () => this.reads.ask(),
      },
      nowUs,
      instrumentOf,
      provisionalUs: () => provisionalUs(vendor.status().libraryVersion),
      isExclusive: () => this.accountUse === 'exclusive',
    });
  }

  /** An order that is found to stand otherwise than it was told has changed the position as well. */
  private watch(answer: OrderAnswer): void {
    if (answer.kind === 'fill') this.positions.changed(answer.instrumentId, this.options.nowMs());
  }

  private tellForeign(vendor: VendorOrder, receivedUs: number): void {
    const { instrumentOf, answers, log } = this.options;
    const { asset, clOrderId, status, traded } = vendor;
    // of an instrument that nobody knows only the log can tell
    const instrument = instrumentOf(asset);
    const order = this.foreign.take(vendor, instrument?.instrumentId ?? NO_INSTRUMENT, this.login?.run ?? '');
    if (order === undefined) return;
    const { isOpen } = order;
    log.warning('foreignOrder', {
      ...{ account: this.name, accountUse: this.accountUse, clOrderId, ...asset, status, traded, isOpen },
    });
    if (instrument === undefined) return;
    this.positions.changed(order.instrumentId, this.options.nowMs());
    answers(this.name, order, receivedUs);
  }

  private note(note: OrderNote, receivedUs: number): void {
    const { log, answers } = this.options;
    log.warning('orderNote', { account: this.name, ...note });
    if (!note.halts) return;
    const difference = note.clientOrderId === undefined ? note.text : `order ${note.clientOrderId}: ${note.text}`;
    const report: ReconciliationReport = { kind: 'reconciliationReport', agreed: false, differences: [difference] };
    answers(this.name, report, receivedUs);
  }

  /** All orders of the day as the vendor has them. */
  private async readOrders(): Promise<'all' | 'some' | 'none'> {
    const { login } = this;
    const { isLoaded, orders, unread } = await this.questions.orders(this.dayNumber);
    if (orders === undefined || login?.run !== this.login?.run) return 'none';
    this.bridge.onRead(orders, unread.length > 0 ? undefined : wholeRead(login));
    if (isLoaded) this.positions.ordersLoaded();
    return isLoaded ? 'all' : 'some';
  }
}
