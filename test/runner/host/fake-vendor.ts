// A vendor that a test drives: raw records of trades and quotes out, day tapes kept as the real one keeps them.

import { LinkServer } from '../../../src/adapters/host-link/link-server.ts';
import type { AssetName } from '../../../src/adapters/profit-dll/feed/feed.ts';
import {
  ASSET,
  FEED_EDIT,
  FEED_RECORD_BYTES,
  FeedKind,
  HEAD_ASSET,
  HEAD_FLAGS,
  HEAD_KIND,
  HEAD_PARTS,
  HEAD_TIME_NS,
  LONG_DATA,
  LONG_LENGTH,
  SHORT_DATA,
  TICKER_STATE,
  TINY_BOOK,
  TRADE,
} from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import type { ClockSource } from '../../../src/runner/host/host-clock.ts';
import { DayTape } from '../../../src/runner/host/vendor/day-tape.ts';
import { TradeColumns } from '../../../src/runner/host/vendor/trade-columns.ts';
import type {
  ServiceState,
  SubscriptionKind,
  VendorCallAnswer,
  VendorListener,
  VendorPort,
  VendorStatus,
} from '../../../src/runner/host/vendor/vendor-port.ts';

export { LinkServer };

const MS_PER_DAY = 86_400_000;
const LAG_MS = 3 * 3_600_000;

/** Time that a test moves; 14:00 UTC of a trading day at first. */
export class FakeTime implements ClockSource {
  utcMs = Date.UTC(2025, 7, 5, 14);
  private readonly startMs = this.utcMs;

  monotonicNs(): bigint {
    return BigInt(Math.round((this.utcMs - this.startMs) * 1000)) * 1000n + 1_000_000_000n;
  }

  utcUs(): number {
    return this.utcMs * 1000;
  }

  /** Wall clock of the exchange, which was three hours behind UTC then. */
  get localMs(): number {
    return this.utcMs - LAG_MS;
  }
}

export interface FakeTrade {
  readonly number: number;
  readonly price: number;
  readonly quantity: number;
  readonly localMs: number;
  readonly tradeType: number;
  /** Of the trade with this number, told before. */
  readonly isEdit?: boolean;
}

export class FakeVendor implements VendorPort {
  readonly time: FakeTime;
  readonly wanted: string[] = [];
  readonly calls: { readonly method: string; readonly args: readonly unknown[] }[] = [];
  /** Why a new login was asked for, each time. */
  readonly relogins: string[] = [];
  /** A tape that is asked for is whole at once; otherwise `fill` makes it so. */
  wholeAtOnce = true;
  private readonly tapes = new Map<string, DayTape>();
  private readonly numbers = new Map<string, number>();
  private listener: VendorListener | undefined = undefined;
  private run = 0;

  constructor(time: FakeTime) {
    this.time = time;
  }

  start(): void {
    this.run += 1;
    this.numbers.clear();
    this.listener!.processStarted(this.run);
    this.service('market', 'connected');
  }

  service(service: ServiceState['service'], state: ServiceState['state']): void {
    this.listener!.service({ service, state, detail: undefined });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  relogin(reason: string): void {
    this.relogins.push(reason);
  }

  listen(listener: VendorListener): () => void {
    this.listener = listener;
    return () => {
      this.listener = undefined;
    };
  }

  call(method: string, args: readonly unknown[]): Promise<VendorCallAnswer> {
    this.calls.push({ method, args });
    return Promise.resolve({ ok: true, value: 0 });
  }

  want(asset: AssetName, kind: SubscriptionKind): void {
    this.wanted.push(`+${asset.ticker} ${kind}`);
    if (kind !== 'ticker' || this.tapes.has(asset.ticker)) return;
    this.tapes.set(asset.ticker, new DayTape(asset, Math.floor(this.time.localMs / MS_PER_DAY), this.wholeAtOnce));
  }

  unwant(asset: AssetName, kind: SubscriptionKind): void {
    this.wanted.push(`-${asset.ticker} ${kind}`);
    if (kind === 'ticker') this.tapes.delete(asset.ticker);
  }

  tape(asset: AssetName): DayTape | undefined {
    return this.tapes.get(asset.ticker);
  }

  history(): Promise<{ readonly kind: 'refused'; readonly reason: string }> {
    return Promise.resolve({ kind: 'refused', reason: 'no history here' });
  }

  status(): VendorStatus {
    const off = { state: 'disconnected', detail: undefined } as const;
    return {
      process: { kind: 'running', run: this.run, pid: 1 },
      market: { service: 'market', ...off },
      routing: { service: 'routing', ...off },
      feed: undefined,
      counters: undefined,
      layout: { records: 1, versionBytes: {} },
      restarts: 0,
      subscriptions: [],
    };
  }

  /** Live trades, as one piece of records; the tape takes them too. */
  trades(ticker: string, trades: readonly FakeTrade[]): void {
    const asset = this.number(ticker);
    const records = tradeRecords(trades, asset, this.time);
    this.listener!.records(records, this.run);
    const view = new DataView(records.buffer);
    trades.forEach(({ isEdit = false }, n) => {
      this.tapes.get(ticker)?.takeLive(view, n * FEED_RECORD_BYTES + SHORT_DATA, isEdit);
    });
  }

  quote(ticker: string, side: 0 | 1, price: number, quantity: number): void {
    const asset = this.number(ticker);
    const bytes = new Uint8Array(FEED_RECORD_BYTES);
    const view = headed(bytes, 0, FeedKind.tinyBook, 1, asset, this.time);
    view.setFloat64(SHORT_DATA + TINY_BOOK.price, price, true);
    view.setInt32(SHORT_DATA + TINY_BOOK.quantity, quantity, true);
    view.setInt32(SHORT_DATA + TINY_BOOK.side, side, true);
    this.listener!.records(bytes, this.run);
  }

  /** What the vendor says of the phase of a ticker, by its numbers: 0 open, 6 closed. */
  tickerState(ticker: string, state: number): void {
    const bytes = new Uint8Array(FEED_RECORD_BYTES);
    const view = headed(bytes, 0, FeedKind.tickerState, 1, this.number(ticker), this.time);
    view.setBigInt64(SHORT_DATA + TICKER_STATE.localMs, BigInt(Math.floor(this.time.localMs)), true);
    view.setInt32(SHORT_DATA + TICKER_STATE.state, state, true);
    this.listener!.records(bytes, this.run);
  }

  /** Trades are lost from here on. */
  lose(ticker: string, reason: string): void {
    this.tapes.get(ticker)!.openGap(reason);
    this.listener!.gap(reason, undefined, { ticker, exchange: 'F' });
  }

  /** A history of the whole day answers, or says that it has nothing. */
  fill(ticker: string, day: readonly FakeTrade[] | undefined): void {
    const tape = this.tapes.get(ticker)!;
    const asset = { ticker, exchange: 'F' };
    const none = { asset, willRetry: false, added: new TradeColumns() };
    if (day === undefined) return this.listener!.backfilled({ ...none, complete: false, reason: 'no history' });
    const before = new Set(tape.rows.number.subarray(0, tape.length));
    const trades = new TradeColumns();
    const records = tradeRecords(day, 1, this.time);
    const view = new DataView(records.buffer);
    day.forEach((_, n) => {
      trades.insertAt(trades.length);
      trades.writeFrom(view, n * FEED_RECORD_BYTES + SHORT_DATA, trades.length - 1);
    });
    tape.merge({ trades, fromMs: tape.day * MS_PER_DAY }, true);
    const added = new TradeColumns();
    for (let row = 0; row < tape.length; row++) if (!before.has(tape.rows.number[row]!)) added.append(tape.rows, row);
    this.listener!.backfilled({ ...none, added, complete: tape.complete, reason: 'history' });
  }

  private number(ticker: string): number {
    let number = this.numbers.get(ticker);
    if (number === undefined) {
      number = this.numbers.size + 1;
      this.numbers.set(ticker, number);
      this.listener!.records(assetRecord(ticker, number, this.time), this.run);
    }
    return number;
  }
}

function headed(bytes: Uint8Array, at: number, kind: number, parts: number, asset: number, time: FakeTime): DataView {
  const view = new DataView(bytes.buffer);
  view.setUint8(at + HEAD_KIND, kind);
  view.setUint16(at + HEAD_PARTS, parts, true);
  view.setUint32(at + HEAD_ASSET, asset, true);
  view.setBigInt64(at + HEAD_TIME_NS, time.monotonicNs(), true);
  return view;
}

function tradeRecords(trades: readonly FakeTrade[], asset: number, time: FakeTime): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(trades.length * FEED_RECORD_BYTES);
  trades.forEach((trade, n) => {
    const at = n * FEED_RECORD_BYTES;
    const view = headed(bytes, at, FeedKind.trade, 1, asset, time);
    view.setBigInt64(at + SHORT_DATA + TRADE.localMs, BigInt(Math.floor(trade.localMs)), true);
    view.setFloat64(at + SHORT_DATA + TRADE.price, trade.price, true);
    view.setBigInt64(at + SHORT_DATA + TRADE.quantity, BigInt(trade.quantity), true);
    view.setUint32(at + SHORT_DATA + TRADE.number, trade.number, true);
    view.setUint8(at + SHORT_DATA + TRADE.tradeType, trade.tradeType);
    if (trade.isEdit === true) view.setUint8(at + HEAD_FLAGS, FEED_EDIT);
  });
  return bytes;
}

function assetRecord(ticker: string, number: number, time: FakeTime): Uint8Array {
  const bytes = new Uint8Array(FEED_RECORD_BYTES);
  const view = headed(bytes, 0, FeedKind.asset, 1, number, time);
  let at = LONG_DATA + ASSET.BYTES;
  for (const text of [ticker, 'F']) {
    view.setUint16(at, text.length, true);
    for (let n = 0; n < text.length; n++) view.setUint16(at + 2 + n * 2, text.charCodeAt(n), true);
    at += 2 + text.length * 2;
  }
  view.setUint32(LONG_LENGTH, at - LONG_DATA, true);
  return bytes;
}
