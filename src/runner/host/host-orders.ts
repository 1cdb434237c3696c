// The accounts of this machine in; an order port out that brings their orders to the vendor through a bridge for each.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AccountPosition } from '../../adapters/profit-dll/calls/answers.ts';
import type { AccountName, FeedSink } from '../../adapters/profit-dll/decode/feed-facts.ts';
import type { AssetName } from '../../adapters/profit-dll/feed/feed.ts';
import { OrderBridge } from '../../adapters/profit-dll/orders/order-bridge.ts';
import type { CallOutcome, OrderCalls } from '../../adapters/profit-dll/orders/order-calls.ts';
import { SqliteOrderIdStore } from '../../adapters/profit-dll/orders/order-id-store.ts';
import type { OrderNote } from '../../adapters/profit-dll/orders/order-notes.ts';
import { positionReport } from '../../adapters/profit-dll/orders/position-report.ts';
import type { OrderInstrument } from '../../adapters/profit-dll/orders/sent-order.ts';
import type { PositionReport, ReconciliationReport } from '../../core/account/account-event.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { builtInTerms } from '../../core/market/instrument-terms.ts';
import type { HostInstrument, HostInstruments } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import type { OrderAnswers, OrderPort } from './order-port.ts';
import { OrderReads } from './order-reads.ts';
import { POSITION_REST_MS, PositionWatch } from './position-watch.ts';
import { ROUTING_PASSWORD, type VendorCallAnswer, type VendorPort } from './vendor/vendor-port.ts';
import { READ_CALL_MS, readVendorOrders } from './vendor-orders.ts';

/** The vendor answers a sending within its own limit; after this long nobody knows what became of it. */
export const ORDER_CALL_MS = 15_000;
/** The vendor's number of the routing connection in its states. */
const ROUTING_STATE = 1;
/** Orders before this have nothing to say any more. */
const KEPT_US = 30 * 86_400 * 1e6;

export interface HostOrdersOptions {
  readonly accounts: readonly AccountName[];
  /** File of the ids of sent orders. */
  readonly storePath: string;
  /** Told apart from those of other hosts by this. */
  readonly runPrefix: string;
  readonly vendor: VendorPort;
  readonly instruments: HostInstruments;
  readonly answers: OrderAnswers;
  readonly log: HostLog;
  readonly nowUs: () => number;
  /** Fees and exchange costs of one contract on one side, E4. */
  readonly costsE4: (ticker: string) => number;
  /** In place of ORDER_CALL_MS. */
  readonly callMs?: number;
  /** In place of POSITION_REST_MS. */
  readonly positionRestMs?: number;
}

export function accountText({ brokerId, accountId, subAccountId }: AccountName): string {
  return subAccountId === '' ? `${brokerId}:${accountId}` : `${brokerId}:${accountId}:${subAccountId}`;
}

export class HostOrders implements OrderPort {
  readonly accounts: readonly string[];
  private readonly options: HostOrdersOptions;
  private readonly store: SqliteOrderIdStore;
  /** By the text of their account, for the day that is traded: ids of orders are unique within an account and its day. */
  private readonly bridges = new Map<string, { readonly account: AccountName; readonly bridge: OrderBridge }>();
  private readonly positions: ReadonlyMap<string, PositionWatch>;
  private readonly reads: ReadonlyMap<string, OrderReads>;
  /** Orders of others that were told of, so that a read does not tell them anew. */
  private readonly foreign = new Set<string>();
  private isTakingRead = false;
  /** What could not be asked, by what it was; told when it changes. */
  private readonly unanswered = new Map<string, string>();
  private readonly timer: NodeJS.Timeout;
  private dayNumber: number;
  private run: number | undefined = undefined;

  /** Throws UserError `order-store` where what was sent before cannot be read. */
  constructor(options: HostOrdersOptions) {
    this.options = options;
    mkdirSync(dirname(options.storePath), { recursive: true, mode: 0o700 });
    this.store = new SqliteOrderIdStore(options.storePath);
    this.store.forgetBefore(options.nowUs() - KEPT_US);
    this.accounts = options.accounts.map(accountText);
    this.dayNumber = dayNumberAt(options.nowUs());
    this.reads = new Map(options.accounts.map((account) => [accountText(account), this.readsOf(account)]));
    this.makeBridges();
    this.positions = new Map(options.accounts.map((account) => [accountText(account), this.watchOf(account)]));
    this.timer = setInterval(() => {
      const nowMs = performance.now();
      for (const each of this.reads.values()) each.tick(nowMs);
      for (const watch of this.positions.values()) watch.tick(nowMs);
    }, options.positionRestMs ?? POSITION_REST_MS);
    this.timer.unref();
  }

  submit(account: string, command: OrderCommand, instrument: HostInstrument | undefined): void {
    this.turnDay();
    const found = instrument === undefined ? undefined : this.orderInstrument(instrument);
    this.bridges.get(account)?.bridge.take(command, found);
  }

  resume(account: string): void {
    this.turnDay();
    const found = this.bridges.get(account);
    if (found === undefined) return;
    found.bridge.resume();
    const watch = this.positions.get(account);
    for (const { id } of this.options.instruments.list) watch?.resume(id, performance.now());
  }

  fact(...[fact, receivedUs]: Parameters<FeedSink['fact']>): void {
    for (const [name, { bridge }] of this.bridges) {
      bridge.onFact(fact, receivedUs);
      this.watch(name, fact);
    }
  }

  processStarted(run: number): void {
    this.run = run;
    for (const { bridge } of this.bridges.values()) bridge.processStarted(`${this.options.runPrefix}-${run}`);
    for (const reads of this.reads.values()) reads.processStarted();
    for (const watch of this.positions.values()) watch.processStarted();
  }

  close(): void {
    clearInterval(this.timer);
    this.store.close();
  }

  private turnDay(): void {
    const day = dayNumberAt(this.options.nowUs());
    if (day === this.dayNumber) return;
    this.dayNumber = day;
    this.makeBridges();
    if (this.run !== undefined) this.processStarted(this.run);
  }

  private makeBridges(): void {
    const { options, store } = this;
    const calls = callsOf(options.vendor, options.callMs ?? ORDER_CALL_MS);
    for (const account of options.accounts) {
      const name = accountText(account);
      const bridge = new OrderBridge({
        account,
        scope: `${name} ${formatDay(this.dayNumber)}`,
        store,
        calls,
        sink: {
          answer: (answer, receivedUs) => options.answers(name, answer, receivedUs),
          foreign: ({ clOrderId, asset }) => this.noteForeign(name, clOrderId, asset),
          note: (note, receivedUs) => this.note(name, note, receivedUs),
          readOrders: () => this.reads.get(name)?.ask(),
        },
        nowUs: options.nowUs,
        instrumentOf: (asset) => this.orderInstrument(asset),
      });
      this.bridges.set(name, { account, bridge });
    }
  }

  private note(account: string, note: OrderNote, receivedUs: number): void {
    const { log, answers } = this.options;
    log.warning('orderNote', { account, ...note });
    if (!note.halts) return;
    const difference = note.clientOrderId === undefined ? note.text : `order ${note.clientOrderId}: ${note.text}`;
    const report: ReconciliationReport = { kind: 'reconciliationReport', agreed: false, differences: [difference] };
    answers(account, report, receivedUs);
  }

  private noteForeign(account: string, clOrderId: string, asset: AssetName): void {
    const key = `${account} ${clOrderId}`;
    const isTold = this.isTakingRead && this.foreign.has(key);
    this.foreign.add(key);
    if (!isTold) this.options.log.warning('foreignOrder', { account, clOrderId, ...asset });
  }

  private isConnected(): boolean {
    return this.options.vendor.status().routing.state === 'connected';
  }

  private readsOf(account: AccountName): OrderReads {
    return new OrderReads({ isReady: () => this.isConnected(), read: () => this.readOrders(account) });
  }

  private watchOf(account: AccountName): PositionWatch {
    const { answers, nowUs } = this.options;
    const name = accountText(account);
    return new PositionWatch({
      restMs: this.options.positionRestMs,
      isReady: () => this.isConnected() && this.reads.get(name)?.isCurrent(performance.now()) === true,
      read: (id) => this.readPosition(account, id),
      tell: (instrumentId, quantity) => {
        const report: PositionReport = { kind: 'positionReport', instrumentId, quantity };
        answers(name, report, nowUs());
      },
    });
  }

  /** What a fact says about when to ask for orders and positions. */
  private watch(name: string, fact: Parameters<FeedSink['fact']>[0]): void {
    if (fact.kind === 'state' && fact.type === ROUTING_STATE) this.reads.get(name)?.away();
    else if (fact.kind === 'orderHistory' && accountText(fact.account) === name) this.ordersLoaded(name);
    else if (fact.kind === 'order') {
      const instrument = this.instrument(fact.order.asset);
      if (instrument !== undefined) this.positions.get(name)?.changed(instrument.id, performance.now());
    }
  }

  private ordersLoaded(name: string): void {
    this.reads.get(name)?.ordersLoaded();
    this.positions.get(name)?.ordersLoaded();
  }

  /** All orders of the day as the vendor has them. */
  private async readOrders(account: AccountName): Promise<'all' | 'some' | 'none'> {
    const { vendor, nowUs, log } = this.options;
    const { run } = this;
    const name = accountText(account);
    const answered = (what: string, answer: VendorCallAnswer): void => this.noteAnswer(what, name, answer);
    const { isLoaded, orders, unread } = await readVendorOrders(vendor, account, dayNumberAt(nowUs()), answered);
    for (const reason of unread) log.warning('orderUnread', { account: name, reason });
    if (orders === undefined || run !== this.run) return 'none';
    this.isTakingRead = true;
    for (const order of orders) {
      const fact = { kind: 'order', order } as const;
      this.bridges.get(name)?.bridge.onFact(fact, nowUs());
      this.watch(name, fact);
    }
    this.isTakingRead = false;
    if (isLoaded) this.positions.get(name)?.ordersLoaded();
    return isLoaded ? 'all' : 'some';
  }

  /** An answer that stays away is told once, and again when the reason is another. */
  private noteAnswer(what: string, name: string, answer: VendorCallAnswer): void {
    const key = `${name} ${what}`;
    const reason = answer.ok ? undefined : answer.error.message;
    if (reason !== undefined && reason !== this.unanswered.get(key)) {
      this.options.log.warning('accountUnknown', { account: name, what, reason });
    }
    if (reason === undefined) this.unanswered.delete(key);
    else this.unanswered.set(key, reason);
  }

  private async readPosition(account: AccountName, instrumentId: number): Promise<number | undefined> {
    const { vendor, instruments } = this.options;
    const instrument = instruments.list[instrumentId];
    if (instrument === undefined) return undefined;
    const { ticker, exchange } = instrument;
    const request = { account, asset: { ticker, exchange }, positionType: 'consolidated' };
    const answer = await vendor.call('getPosition', [request], READ_CALL_MS);
    this.noteAnswer(`position of ${ticker}`, accountText(account), answer);
    if (answer.ok) return positionReport(instrumentId, answer.value as AccountPosition | undefined).quantity;
    return undefined;
  }

  private instrument({ ticker, exchange }: AssetName): HostInstrument | undefined {
    return this.options.instruments.find(ticker, exchange);
  }

  /** Also one that nobody follows yet: an order sent before a restart may be of it. */
  private orderInstrument({ ticker, exchange }: AssetName): OrderInstrument | undefined {
    const terms = builtInTerms(ticker);
    const known = this.instrument({ ticker, exchange });
    const added = known ?? (terms === undefined ? undefined : this.options.instruments.add(ticker, exchange, terms));
    if (added === undefined || instrumentOf(ticker) === undefined) return undefined;
    const asset = { ticker, exchange };
    return { instrumentId: added.id, asset, grid: added.terms, contractCostsE4: this.options.costsE4(ticker) };
  }
}

function callsOf(vendor: VendorPort, deadlineMs: number): OrderCalls {
  return {
    sendOrder: async (order) =>
      outcomeOf(await vendor.call('sendOrder', [{ ...order, password: ROUTING_PASSWORD }], deadlineMs)),
    cancelOrder: async (order) =>
      outcomeOf(await vendor.call('cancelOrder', [{ ...order, password: ROUTING_PASSWORD }], deadlineMs)),
  };
}

function outcomeOf<T>(answer: VendorCallAnswer): CallOutcome<T> {
  if (answer.ok) return { kind: 'answered', value: answer.value as T };
  const { kind, code, message } = answer.error;
  if (answer.late !== undefined) {
    return { kind: 'lost', reason: message, late: answer.late.then((late) => outcomeOf<T>(late)) };
  }
  if (kind === 'absent' || kind === 'expired') return { kind: 'notSent', reason: message };
  if (kind === 'vendor') return { kind: 'error', code, reason: message };
  return { kind: 'lost', reason: message };
}
