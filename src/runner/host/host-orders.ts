// The accounts of this machine in; an order port out that brings their orders to the vendor, each account for itself.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AccountName, FeedSink } from '../../adapters/profit-dll/decode/feed-facts.ts';
import type { AssetName } from '../../adapters/profit-dll/feed/feed.ts';
import { SqliteOrderIdStore } from '../../adapters/profit-dll/orders/order-id-store.ts';
import type { OrderInstrument } from '../../adapters/profit-dll/orders/order-instrument.ts';
import type { Fill, OrderRequest } from '../../core/account/order.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { instrumentOf } from '../../core/market/instrument-table.ts';
import { builtInTerms } from '../../core/market/instrument-terms.ts';
import { AccountRouting } from './account-routing.ts';
import { accountText } from './account-text.ts';
import type { HostInstrument, HostInstruments } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import {
  type AccountCallOutcome,
  type AccountNet,
  type AccountUse,
  type HostOrder,
  noOrders,
  type OrderAnswers,
  type OrderPort,
  type ResumeWish,
} from './order-port.ts';
import { POSITION_REST_MS } from './position-watch.ts';
import type { VendorPort } from './vendor/vendor-port.ts';

export { accountText } from './account-text.ts';

/** The vendor answers a sending within its own limit; after this long nobody knows what became of it. */
const ORDER_CALL_MS = 15_000;
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
  /** Until a trader says otherwise; `shared` where absent. */
  readonly accountUse?: AccountUse | undefined;
  /** How long an end that the vendor tells is not believed, by the build of its library; at once where absent. */
  readonly provisionalUs?: ((libraryVersion: string | undefined) => number) | undefined;
}

export class HostOrders implements OrderPort {
  readonly accounts: readonly string[];
  private readonly options: HostOrdersOptions;
  private readonly store: SqliteOrderIdStore;
  private readonly routings: ReadonlyMap<string, AccountRouting>;
  private readonly timer: NodeJS.Timeout;
  /** Ids of orders are unique within an account and its day. */
  private dayNumber: number;
  private lastOf: (instrumentId: number) => number | undefined = () => undefined;
  /** Of the last fill of ours; by the instrument. */
  private readonly filledAt = new Map<number, number>();

  /** Throws UserError `order-store` where what was sent before cannot be read. */
  constructor(options: HostOrdersOptions) {
    this.options = options;
    mkdirSync(dirname(options.storePath), { recursive: true, mode: 0o700 });
    this.store = new SqliteOrderIdStore(options.storePath);
    this.store.forgetBefore(options.nowUs() - KEPT_US);
    this.dayNumber = dayNumberAt(options.nowUs());
    const routings = options.accounts.map((account) => this.routingOf(account));
    this.accounts = routings.map(({ name }) => name);
    this.routings = new Map(routings.map((routing) => [routing.name, routing]));
    const everyMs = options.positionRestMs ?? POSITION_REST_MS;
    this.timer = setInterval(() => {
      const nowMs = performance.now();
      for (const routing of routings) routing.tick(nowMs);
    }, everyMs);
    this.timer.unref();
  }

  submit(account: string, command: OrderCommand, instrument: HostInstrument | undefined): void {
    this.turnDay();
    const found = instrument === undefined ? undefined : this.orderInstrument(instrument);
    this.routings.get(account)?.take(command, found);
  }

  resume(account: string, wish: ResumeWish = {}): void {
    this.turnDay();
    this.routings.get(account)?.resume(wish);
  }

  placeForGuardian(account: string, request: OrderRequest, reason: string): void {
    this.turnDay();
    const instrument = this.options.instruments.list[request.instrumentId];
    const found = instrument === undefined ? undefined : this.orderInstrument(instrument);
    this.routings.get(account)?.place(request, found, reason);
  }

  ordersOf(account: string): readonly HostOrder[] {
    return this.routings.get(account)?.orders ?? [];
  }

  openOrders(account: string): readonly HostOrder[] {
    return this.routings.get(account)?.openOrders ?? [];
  }

  positionOf(account: string, instrumentId: number): number | undefined {
    return this.routings.get(account)?.positionOf(instrumentId);
  }

  accountNet(account: string, instrumentId: number): AccountNet | undefined {
    return this.routings.get(account)?.accountNet(instrumentId);
  }

  pricesFrom(lastOf: (instrumentId: number) => number | undefined): void {
    this.lastOf = lastOf;
  }

  ordersReadUs(account: string): number | undefined {
    return this.routings.get(account)?.ordersReadUs;
  }

  cancelAll(account: string, scope: 'ours' | 'account', reason: string): Promise<AccountCallOutcome> {
    return this.routings.get(account)?.cancelAll(scope, reason) ?? noOrders.cancelAll(account, scope, reason);
  }

  zeroPosition(account: string, instrumentId: number): Promise<AccountCallOutcome> {
    return this.routings.get(account)?.zeroPosition(instrumentId) ?? noOrders.zeroPosition(account, instrumentId);
  }

  fact(...fact: Parameters<FeedSink['fact']>): void {
    for (const routing of this.routings.values()) routing.fact(...fact);
  }

  processStarted(run: number): void {
    for (const routing of this.routings.values()) routing.processStarted(`${this.options.runPrefix}-${run}`);
  }

  close(): void {
    clearInterval(this.timer);
    this.store.close();
  }

  private noteFill(event: Parameters<OrderAnswers>[1]): void {
    if (event.kind !== 'fill') return;
    const { instrumentId, price } = event as Fill;
    this.filledAt.set(instrumentId, price);
  }

  private turnDay(): void {
    const day = dayNumberAt(this.options.nowUs());
    if (day === this.dayNumber) return;
    this.dayNumber = day;
    for (const routing of this.routings.values()) routing.turnDay(day);
  }

  private routingOf(account: AccountName): AccountRouting {
    const { vendor, instruments, answers, log, nowUs, callMs, positionRestMs, accountUse, provisionalUs } =
      this.options;
    return new AccountRouting({
      ...{ account, vendor, instruments, log, nowUs, positionRestMs },
      answers: (name, event, receivedUs) => {
        this.noteFill(event);
        answers(name, event, receivedUs);
      },
      othersAtRest: () =>
        [...this.routings.values()].every((each) => each.name === accountText(account) || each.isAtRest),
      store: this.store,
      nowMs: () => performance.now(),
      dayNumber: this.dayNumber,
      instrumentOf: (asset) => this.orderInstrument(asset),
      callMs: callMs ?? ORDER_CALL_MS,
      accountUse: accountUse ?? 'shared',
      provisionalUs: provisionalUs ?? (() => 0),
    });
  }

  /** Also one that nobody follows yet: an order sent before a restart may be of it. */
  private orderInstrument({ ticker, exchange }: AssetName): OrderInstrument | undefined {
    const { instruments, costsE4 } = this.options;
    const terms = builtInTerms(ticker);
    const known = instruments.find(ticker, exchange);
    const added = known ?? (terms === undefined ? undefined : instruments.add(ticker, exchange, terms));
    if (added === undefined || instrumentOf(ticker) === undefined) return undefined;
    const asset = { ticker, exchange };
    const lastPrice = (): number | undefined => this.lastOf(added.id) ?? this.filledAt.get(added.id);
    return { instrumentId: added.id, asset, grid: added.terms, contractCostsE4: costsE4(ticker), lastPrice };
  }
}
