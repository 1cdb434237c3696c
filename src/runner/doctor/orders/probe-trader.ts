// An account of a simulator and a contract in; one order after the other through the host, each followed until it is what was waited for, out.

import type { AccountEvent, CommandResult, EpochStart } from '../../../core/account/account-event.ts';
import type { BracketPlan, Fill, OrderRequest, OrderStatus, OrderUpdate } from '../../../core/account/order.ts';
import { isoDay } from '../../../core/market/civil-time.ts';
import { EventBatch } from '../../../core/market/event-batch.ts';
import { F64_A, F64_B, FIRST_PAYLOAD_KIND, Kind } from '../../../core/market/event-record.ts';
import { HostExchange } from '../../host/host-exchange.ts';
import type { GuardWish } from '../../host/stream-messages.ts';

const STRATEGY = 'doctor';
const LOOK_EVERY_MS = 10;

export interface ProbeTraderOptions {
  readonly home: string;
  readonly account: string;
  /** Dated contract. */
  readonly ticker: string;
  readonly guard: GuardWish;
}

export type WantedOrder = Omit<OrderRequest, 'clientOrderId' | 'strategyId' | 'instrumentId'>;

export class ProbeTrader {
  private readonly exchange: HostExchange;
  private readonly reading: Promise<void>;
  private readonly idPrefix = `d${Date.now().toString(36)}`;
  private readonly updates: OrderUpdate[] = [];
  private readonly results: CommandResult[] = [];
  private readonly fills: Fill[] = [];
  private ids = 0;
  private seq = 0;
  private isRouting = false;
  private failure: Error | undefined = undefined;
  private bid: number | undefined = undefined;
  private ask: number | undefined = undefined;
  private last: number | undefined = undefined;

  /** UserErrors of the host, such as that the account has a trader already. */
  static async open(options: ProbeTraderOptions): Promise<ProbeTrader> {
    let epochs = 0;
    const { home, account, ticker, guard } = options;
    const exchange = new HostExchange({
      ...{ home, name: 'qt-doctor-orders', instruments: [{ ticker, exchange: 'F' }], trades: true, quotes: true },
      ...{ book: 'none', account, guard, firstSeq: 1, since: 'now' },
      epoch: () => Promise.resolve(epochBatch(++epochs, ticker)),
    });
    await exchange.connect();
    return new ProbeTrader(exchange);
  }

  private constructor(exchange: HostExchange) {
    this.exchange = exchange;
    this.reading = this.read().catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
    });
  }

  /** Orders can be routed and a price of the market is known. */
  get isReady(): boolean {
    return this.isRouting && this.quote !== undefined;
  }

  /** The touch; the last trade stands in for a side that has not been told. */
  get quote(): { readonly bid: number; readonly ask: number } | undefined {
    const { bid = this.last, ask = this.last } = this;
    return bid === undefined || ask === undefined ? undefined : { bid, ask };
  }

  submit(wanted: WantedOrder, bracket: BracketPlan | undefined): string {
    this.ids += 1;
    const clientOrderId = `${this.idPrefix}-${this.ids}`;
    const request: OrderRequest = { ...wanted, clientOrderId, strategyId: STRATEGY, instrumentId: 0 };
    this.exchange.submit({ kind: 'submit', seq: this.seq, request, bracket });
    return clientOrderId;
  }

  change(clientOrderId: string, quantity: number, price: number, stopPrice: number): void {
    this.exchange.submit({ kind: 'change', seq: this.seq, clientOrderId, quantity, price, stopPrice });
  }

  cancel(clientOrderId: string, reason: string): void {
    this.exchange.submit({ kind: 'cancel', seq: this.seq, clientOrderId, reason });
  }

  statusOf(clientOrderId: string): OrderStatus | undefined {
    const refused = this.results.some(
      (result) => result.clientOrderId === clientOrderId && result.command === 'submit' && result.outcome === 'refused',
    );
    return refused ? 'rejected' : this.updates.findLast((update) => update.clientOrderId === clientOrderId)?.status;
  }

  /** Every status that was told, in order. */
  statusesOf(clientOrderId: string): readonly OrderStatus[] {
    return this.updates.filter((update) => update.clientOrderId === clientOrderId).map(({ status }) => status);
  }

  /** The last reason of an order that the venue or the host gave. */
  reasonOf(clientOrderId: string): string | undefined {
    const told = [...this.updates, ...this.results].filter((each) => each.clientOrderId === clientOrderId);
    return told.findLast(({ reason }) => reason !== undefined && reason !== '')?.reason;
  }

  resultOf(clientOrderId: string, command: CommandResult['command']): CommandResult['outcome'] | undefined {
    return this.results.findLast((result) => result.clientOrderId === clientOrderId && result.command === command)
      ?.outcome;
  }

  filledOf(clientOrderId: string): number {
    const own = this.fills.filter((fill) => fill.clientOrderId === clientOrderId);
    return own.reduce((sum, { quantity }) => sum + quantity, 0);
  }

  /** Throws what ended the stream. */
  async within(ms: number, holds: () => boolean): Promise<boolean> {
    const endMs = performance.now() + ms;
    for (;;) {
      if (this.failure !== undefined) throw this.failure;
      if (holds()) return true;
      if (performance.now() >= endMs) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  async close(): Promise<void> {
    this.exchange.close();
    await this.reading;
  }

  private async read(): Promise<void> {
    const cursor = { batch: new EventBatch(1), index: 0 };
    do {
      while (this.exchange.advance(cursor)) this.take(cursor.batch, cursor.index);
    } while (await this.exchange.more());
  }

  private take(batch: EventBatch, index: number): void {
    this.seq = batch.seqAt(index);
    const kind = batch.kindAt(index);
    if (kind === Kind.quote) {
      const at = batch.f64At(index);
      this.bid = priceOf(batch.f64[at + F64_A]!);
      this.ask = priceOf(batch.f64[at + F64_B]!);
    } else if (kind === Kind.trade) {
      this.last = priceOf(batch.f64[batch.f64At(index) + F64_A]!);
    } else if (kind >= FIRST_PAYLOAD_KIND) this.takePayload(batch.payloadAt(index) as AccountEvent);
  }

  private takePayload(event: AccountEvent): void {
    if (event.kind === 'orderUpdate') this.updates.push(event);
    else if (event.kind === 'commandResult') this.results.push(event);
    else if (event.kind === 'fill') this.fills.push(event);
    else if (event.kind === 'connectionChange' && event.service === 'routing') {
      this.isRouting = event.state === 'connected';
    }
  }
}

/** An empty side has the price 0. */
function priceOf(value: number): number | undefined {
  return value > 0 ? value : undefined;
}

/** Nothing is decided here: an epoch without warm-up, only to be let into the stream. */
function epochBatch(epoch: number, symbol: string): EventBatch {
  const nowUs = Date.now() * 1000;
  const start: EpochStart = {
    kind: 'epochStart',
    epoch,
    sessionDay: isoDay(nowUs),
    instruments: [
      {
        ...{ symbol, requested: symbol, root: symbol.slice(0, 3), openUs: nowUs, closeUs: nowUs },
        ...{ phaseAtStart: 'open', daysToRoll: 0 },
      },
    ],
    ...{ provenance: 'simulated', sideSource: 'feed', warmup: [], warmupBars: 0, warmupDigest: '', capitalBrl: 0 },
  };
  const batch = new EventBatch(1);
  batch.pushPayload(start, 0);
  return batch;
}
