// Raw records of a feed in; what the doctor looks at out: states with their times, trades, the best of the book, orders.

import { MessageReader } from '../../adapters/profit-dll/decode/message-reader.ts';
import type { Feed } from '../../adapters/profit-dll/feed/feed.ts';
import {
  DEPTH,
  DEPTH_LEVEL,
  FEED_LAST_PACKET,
  FEED_NO_TIME,
  FEED_RECORD_BYTES,
  FeedKind,
  type FeedKindName,
  feedKindName,
  MESSAGE_RESULT,
  ORDER,
  PAIR,
  TINY_BOOK,
  TRADE,
} from '../../adapters/profit-dll/feed/feed-record.ts';

export interface SeenState {
  readonly type: number;
  readonly result: number;
  /** Since the login began. */
  readonly atMs: number;
}

export interface SeenTrade {
  /** On the wall clock of the exchange; undefined for a trade without a date. */
  readonly localMs: number | undefined;
  readonly price: number;
  readonly quantity: number;
  readonly volume: number;
  readonly number: number;
  readonly type: number;
}

export interface SeenDepth {
  readonly buy: readonly number[];
  readonly sell: readonly number[];
}

export interface SeenOrder {
  readonly localOrderId: bigint;
  readonly status: number;
  readonly atMs: number;
}

/** What is kept of each kind: enough for minutes of a busy market and one day of history. */
const KEPT_MAX = 2_000_000;
const READ_RECORDS = 16_384;

export class FeedWatch {
  readonly counts: Partial<Record<FeedKindName, number>> = {};
  readonly states: SeenState[] = [];
  readonly trades: SeenTrade[] = [];
  readonly history: SeenTrade[] = [];
  readonly depths: SeenDepth[] = [];
  readonly orders: SeenOrder[] = [];
  readonly results: number[] = [];
  /** Best prices: bought, sold. */
  readonly best: [number | undefined, number | undefined] = [undefined, undefined];
  damaged = 0;
  hasLastPacket = false;
  progress = 0;
  readonly #feed: Feed;
  readonly #reader = new MessageReader();
  #beganNs = 0;

  constructor(feed: Feed) {
    this.#feed = feed;
  }

  count(kind: FeedKindName): number {
    return this.counts[kind] ?? 0;
  }

  /** The last result of a connection: 0 login, 1 routing, 2 market data, 3 activation. */
  state(type: number): number | undefined {
    return this.states.findLast((state) => state.type === type)?.result;
  }

  forgetHistory(): void {
    this.history.length = 0;
    this.hasLastPacket = false;
    this.progress = 0;
  }

  /** Reads until the feed is closed. */
  async follow(): Promise<void> {
    this.#beganNs = Number(this.#feed.nowNs());
    const target = new Uint8Array(READ_RECORDS * FEED_RECORD_BYTES);
    while ((await this.#feed.wait(500)) !== 'closed') {
      const records = this.#feed.read(target);
      if (records > 0) this.take(target.subarray(0, records * FEED_RECORD_BYTES));
    }
  }

  take(records: Uint8Array): void {
    const reader = this.#reader;
    reader.begin(records);
    for (let step = reader.next(); step !== 'end'; step = reader.next()) {
      if (step === 'damaged') this.damaged += 1;
      else this.#note();
    }
  }

  #note(): void {
    const { kind, data, start, flags } = this.#reader;
    const name = feedKindName(kind);
    if (name === undefined) return;
    this.counts[name] = this.count(name) + 1;
    if (kind === FeedKind.state) this.#noteState(data, start);
    else if (kind === FeedKind.trade) keep(this.trades, tradeOf(data, start));
    else if (kind === FeedKind.historyTrade) {
      keep(this.history, tradeOf(data, start));
      if ((flags & FEED_LAST_PACKET) !== 0) this.hasLastPacket = true;
    } else if (kind === FeedKind.progress) this.progress = data.getInt32(start + PAIR.first, true);
    else if (kind === FeedKind.tinyBook) {
      const side = data.getInt32(start + TINY_BOOK.side, true) === 0 ? 0 : 1;
      this.best[side] = data.getFloat64(start + TINY_BOOK.price, true);
    } else if (kind === FeedKind.depth) keep(this.depths, depthOf(data, start));
    else if (kind === FeedKind.order) this.#noteOrder(data, start);
    else if (kind === FeedKind.messageResult) this.#noteResult(data, start);
  }

  #noteState(data: DataView, start: number): void {
    keep(this.states, {
      type: data.getInt32(start + PAIR.first, true),
      result: data.getInt32(start + PAIR.second, true),
      atMs: this.#sinceMs(),
    });
  }

  #noteOrder(data: DataView, start: number): void {
    keep(this.orders, {
      localOrderId: data.getBigInt64(start + ORDER.localOrderId, true),
      status: data.getUint8(start + ORDER.status),
      atMs: this.#sinceMs(),
    });
  }

  #noteResult(data: DataView, start: number): void {
    keep(this.results, data.getUint8(start + MESSAGE_RESULT.code));
  }

  /** When the present message came. */
  #sinceMs(): number {
    return Math.round((this.#reader.timeNs - this.#beganNs) / 1e6);
  }
}

function keep<T>(list: T[], value: T): void {
  if (list.length < KEPT_MAX) list.push(value);
}

function tradeOf(data: DataView, start: number): SeenTrade {
  const localMs = data.getBigInt64(start + TRADE.localMs, true);
  return {
    localMs: localMs === FEED_NO_TIME ? undefined : Number(localMs),
    price: data.getFloat64(start + TRADE.price, true),
    quantity: Number(data.getBigInt64(start + TRADE.quantity, true)),
    volume: data.getFloat64(start + TRADE.volume, true),
    number: data.getUint32(start + TRADE.number, true),
    type: data.getUint8(start + TRADE.tradeType),
  };
}

function depthOf(data: DataView, start: number): SeenDepth {
  const buy = data.getUint16(start + DEPTH.buyLevels, true);
  const sell = data.getUint16(start + DEPTH.sellLevels, true);
  const price = (level: number): number =>
    data.getFloat64(start + DEPTH.BYTES + level * DEPTH_LEVEL.BYTES + DEPTH_LEVEL.price, true);
  return {
    buy: Array.from({ length: buy }, (_, level) => price(level)),
    sell: Array.from({ length: sell }, (_, level) => price(buy + level)),
  };
}
