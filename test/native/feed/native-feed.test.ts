import koffi from 'koffi';
import { beforeAll, describe, expect, it } from 'vitest';
import * as raw from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import type { NativeFeed } from '../../../src/adapters/profit-dll/feed/native-feed.ts';
import { loadNativeFeed } from '../../../src/adapters/profit-dll/feed/native-feed.ts';
import { fakeVendor, hasCompiler } from './compiled.ts';
import { type RawMessage, rawMessages, textsOf } from './raw-messages.ts';

const { FeedKind } = raw;
const RING_RECORDS = 4096;

interface FakeVendor {
  trades(threads: number, perThread: number, isHistory: number): void;
  book(buy: number, sell: number, theoretical: number): void;
  depth(updates: Uint8Array, count: number): void;
  fullBook(buy: number, sell: number, flags: number): number;
  offer(hasDate: number): void;
  order(localId: number, textUnits: number, newestVersion: number): void;
  state(type: number, result: number): void;
  others(): void;
}

function bindFake(path: string): FakeVendor {
  const library = koffi.load(path);
  return {
    trades: library.func('void FakeTrades(int32_t threads, int32_t perThread, int32_t isHistory)'),
    book: library.func('void FakeBook(int32_t buy, int32_t sell, int32_t theoretical)'),
    depth: library.func('void FakeDepth(void *updates, int32_t count)'),
    fullBook: library.func('int32_t FakeFullBook(int32_t buy, int32_t sell, int32_t flags)'),
    offer: library.func('void FakeOffer(int32_t hasDate)'),
    order: library.func('void FakeOrder(int64_t localId, int32_t textUnits, int32_t newestVersion)'),
    state: library.func('void FakeState(int32_t type, int32_t result)'),
    others: library.func('void FakeOthers()'),
  };
}

/** The account identifier of the vendor with a broker id, and null texts. */
function accountRecord(brokerId: number): Uint8Array {
  const record = new DataView(new ArrayBuffer(32));
  record.setInt32(4, brokerId, true);
  return new Uint8Array(record.buffer);
}

describe.skipIf(process.platform !== 'linux' || !hasCompiler('gcc'))('native feed (needs gcc)', () => {
  let feed: NativeFeed;
  let vendor: FakeVendor;
  const target = new Uint8Array(RING_RECORDS * raw.FEED_RECORD_BYTES);
  const assets = new Map<number, string>();

  /** Everything that waits; the names of assets are kept, and none may be used before it is named. */
  function readAll(): readonly RawMessage[] {
    const found: RawMessage[] = [];
    for (let records = feed.read(target); records > 0; records = feed.read(target)) {
      for (const message of rawMessages(target.slice(0, records * raw.FEED_RECORD_BYTES))) {
        if (message.kind === FeedKind.asset) assets.set(message.asset, textsOf(message, raw.ASSET.BYTES).join('.'));
        else found.push(message);
        if (message.asset !== 0) expect(assets.has(message.asset)).toBe(true);
      }
    }
    return found;
  }

  beforeAll(async () => {
    const answer = loadNativeFeed({ ringRecords: RING_RECORDS, depthLevels: 5 });
    if (answer.kind === 'missing') throw new Error(answer.reason);
    feed = answer.feed;
    const path = fakeVendor();
    feed.open(path);
    vendor = bindFake(path);
    const secrets = { activationKey: 'key', user: 'user', password: 'wrong' };
    expect(await feed.initialise({ ...secrets, mode: 'routing', password: 'x' })).toBe(-2147483643);
    expect(await feed.initialise({ ...secrets, mode: 'routing', password: 'pass' })).toBe(0);
    expect(readAll().map(({ kind }) => kind)).toEqual([FeedKind.state]);
  });

  it('copies trades of several vendor threads out of memory that dies with each callback', () => {
    vendor.trades(3, 300, 0);
    const trades = readAll();
    expect(trades).toHaveLength(900);
    const next = [0, 0, 0];
    for (const { kind, flags, asset, data } of trades) {
      const number = data.getUint32(raw.TRADE.number, true);
      const thread = Math.floor(number / 1_000_000);
      const at = number % 1_000_000;
      expect(at).toBe(next[thread]);
      next[thread] = at + 1;
      expect(kind).toBe(FeedKind.trade);
      expect(flags).toBe(at === 299 ? 2 : at % 2);
      expect(assets.get(asset)).toBe(`T${at % 7}.F`);
      expect(data.getBigInt64(raw.TRADE.localMs, true)).toBe(BigInt(Date.UTC(2020, 1, 29, 23, 59, 59, 999)));
      expect(data.getFloat64(raw.TRADE.price, true)).toBe(5000 + at * 0.5);
      expect(data.getBigInt64(raw.TRADE.quantity, true)).toBe(BigInt(at + 1));
      expect(data.getFloat64(raw.TRADE.volume, true)).toBe(at * 10);
      expect(data.getInt32(raw.TRADE.sellAgent, true)).toBe(-1);
      expect(data.getUint8(raw.TRADE.tradeType)).toBe(200);
    }
    expect(assets.size).toBe(7);
  });

  it('tells a trade that the vendor does not translate, and counts it', () => {
    vendor.trades(1, 667, 1);
    const messages = readAll();
    expect(messages).toHaveLength(667);
    const lost = messages.filter(({ kind }) => kind === FeedKind.untranslated);
    expect(lost).toHaveLength(1);
    expect(lost[0]!.data.getInt32(raw.UNTRANSLATED.result, true)).toBe(-2147483647);
    expect(lost[0]!.data.getUint8(raw.UNTRANSLATED.isHistory)).toBe(1);
    expect(feed.counters().untranslated).toBe(1);
  });

  it('reads the depth once per batch, and for each update outside of one', () => {
    const [ADD, FULL, PREPARE, FLUSH, THEORETICAL] = [0, 4, 5, 6, 7];
    const told = (buy: number, sell: number, theoretical: number, ...updates: number[]) => {
      vendor.book(buy, sell, theoretical);
      vendor.depth(new Uint8Array(updates), updates.length);
      return readAll();
    };
    const [flush, single, full, ...none] = told(3, 9, 0, PREPARE!, ADD!, 1, 2, 3, FLUSH!, ADD!, FULL!);
    expect(none).toEqual([]);
    expect([flush, single, full].map((message) => message!.flags)).toEqual([8, 8, 12]);
    expect([flush, single, full].map((message) => message!.data.getUint8(raw.DEPTH.updateType))).toEqual([6, 6, 4]);
    const { data } = flush!;
    expect(data.getUint16(raw.DEPTH.buyLevels, true)).toBe(3);
    expect(data.getUint16(raw.DEPTH.sellLevels, true)).toBe(5);
    expect(data.getInt32(raw.DEPTH.sellCount, true)).toBe(9);
    expect(data.byteLength).toBe(raw.DEPTH.BYTES + 8 * raw.DEPTH_LEVEL.BYTES);
    const prices = Array.from({ length: 8 }, (_, level) =>
      data.getFloat64(raw.DEPTH.BYTES + level * raw.DEPTH_LEVEL.BYTES + raw.DEPTH_LEVEL.price, true),
    );
    expect(prices).toEqual([5000, 4999.5, 4999, 5000.5, 5001, 5001.5, 5002, 5002.5]);
    const auction = told(1, 1, 1, THEORETICAL!)[0]!.data;
    expect(auction.getFloat64(raw.DEPTH.theoreticalPrice, true)).toBe(4999.5);
    expect(auction.getBigInt64(raw.DEPTH.theoreticalQuantity, true)).toBe(1n << 40n);
    expect(auction.getFloat64(raw.DEPTH.BYTES, true)).toBe(Number.NEGATIVE_INFINITY);
    const unread = [...told(5, -2147483647, 0, FLUSH!), ...told(3, 1, 2, FLUSH!)];
    expect(unread.map(({ flags }) => flags)).toEqual([24, 24]);
  });

  it('forgets a batch that a lost connection has cut off', () => {
    vendor.book(1, 1, 0);
    vendor.depth(new Uint8Array([5, 0]), 2);
    expect(readAll()).toEqual([]);
    vendor.state(2, 0);
    vendor.state(2, 4);
    vendor.depth(new Uint8Array([0]), 1);
    expect(readAll().map(({ kind }) => kind)).toEqual([FeedKind.state, FeedKind.state, FeedKind.depth]);
  });

  it('copies full books page by page and gives each buffer back with its size', () => {
    const freed = feed.counters().pagesFreed;
    expect(vendor.fullBook(2000, 3, 3)).toBe(0);
    const pages = readAll();
    const facts = pages.map(({ data }) => [
      data.getUint8(raw.OFFER_PAGE.side),
      data.getUint32(raw.OFFER_PAGE.pageFlags, true),
      data.getUint32(raw.OFFER_PAGE.offers, true),
    ]);
    // More than one message carries goes on in another: the first says first, the last says last.
    expect(facts).toEqual([
      [0, raw.PAGE_FIRST, 1592],
      [0, raw.PAGE_LAST, 408],
      [1, raw.PAGE_FIRST | raw.PAGE_LAST, 3],
    ]);
    const entry = raw.OFFER_PAGE.BYTES + 2 * raw.OFFER_ENTRY.BYTES;
    const { data } = pages[2]!;
    expect(data.getFloat64(entry + raw.OFFER_ENTRY.price, true)).toBe(5001);
    expect(data.getBigInt64(entry + raw.OFFER_ENTRY.offerId, true)).toBe((1n << 40n) + 2n);
    expect(data.getBigInt64(entry + raw.OFFER_ENTRY.localMs, true)).toBe(BigInt(Date.UTC(2020, 1, 1, 9, 30, 15, 250)));
    expect(data.getInt32(entry + raw.OFFER_ENTRY.agent, true)).toBe(308);
    expect(feed.counters().pagesFreed - freed).toBe(2);
  });

  it('takes a page without a buffer, without offers and without a footer', () => {
    expect(vendor.fullBook(-1, 0, -1)).toBe(0);
    const [page, ...none] = readAll();
    expect(none).toEqual([]);
    expect(page!.data.getUint32(raw.OFFER_PAGE.pageFlags, true)).toBe(raw.PAGE_FIRST | raw.PAGE_LAST);
    expect(page!.data.getUint32(raw.OFFER_PAGE.offers, true)).toBe(0);
  });

  it('reads only the low bits of the flags of an offer and no date that is not there', () => {
    vendor.offer(1);
    vendor.offer(0);
    const [dated, undated] = readAll();
    expect(dated!.data.getUint8(raw.OFFER.has)).toBe(1 | 2 | 4 | 16);
    expect(dated!.data.getBigInt64(raw.OFFER.localMs, true)).toBe(BigInt(Date.UTC(2020, 1, 1, 9, 30, 15, 250)));
    expect(undated!.data.getUint8(raw.OFFER.has)).toBe(1 | 2 | 16);
    expect(undated!.data.getBigInt64(raw.OFFER.localMs, true)).toBe(raw.FEED_NO_TIME);
    expect(undated!.data.getBigInt64(raw.OFFER.quantity, true)).toBe(-5n);
    expect(undated!.data.getBigInt64(raw.OFFER.offerId, true)).toBe((1n << 62n) + 1n);
  });

  it('fetches an order in its callback, whole with a long text, and falls back to the older version', () => {
    vendor.order(5, 1500, 1);
    vendor.order(666, 0, 1);
    vendor.order(7, 3, 0);
    const [whole, unknown, old] = readAll();
    expect(textsOf(whole!, raw.ORDER.BYTES)).toEqual([
      ...['ID-1', '0123456789'.repeat(10), '', 'WDOZ26', 'F'],
      '\u263a\u263b\u263c'.repeat(500),
    ]);
    expect(assets.get(whole!.asset)).toBe('WDOZ26.F');
    expect(whole!.data.getBigInt64(raw.ORDER.quantity, true)).toBe(1n << 41n);
    expect(whole!.data.getBigInt64(raw.ORDER.eventId, true)).toBe(-7n);
    expect(whole!.data.getUint8(raw.ORDER.status)).toBe(203);
    // The 30th of February is no date.
    expect(whole!.data.getBigInt64(raw.ORDER.dateMs, true)).toBe(raw.FEED_NO_TIME);
    expect(whole!.data.getBigInt64(raw.ORDER.lastUpdateMs, true)).toBe(86_400_001n);
    expect(unknown!.data.getInt32(raw.ORDER.result, true)).toBe(-2147483636);
    expect(textsOf(unknown!, raw.ORDER.BYTES)[0]).toBe('ID-1');
    expect(old!.data.getBigInt64(raw.ORDER.eventId, true)).toBe(0n);
  });

  it('gives an enumeration whole, whatever its size, and the refusal of the vendor', async () => {
    vendor.order(1, 900, 1);
    readAll();
    const { result, records } = await feed.enumerate({ what: 'orders', account: accountRecord(32003), version: 1 });
    expect(result).toBe(0);
    const orders = rawMessages(records);
    expect(orders.map(({ data }) => data.getBigInt64(raw.ORDER.eventId, true))).toEqual(
      Array.from({ length: 900 }, (_, at) => BigInt(at)),
    );
    expect(textsOf(orders[899]!, raw.ORDER.BYTES)).toEqual(['CL', '', '', 'WDOZ26', '', '']);
    const refused = await feed.enumerate({ what: 'orders', account: accountRecord(1), version: 1 });
    expect(refused.result).toBe(-2147483645);
    const absent = await feed.enumerate({ what: 'positionAssets', account: accountRecord(1), version: 0 });
    expect(absent.result).toBe(-2147483611);
  });

  it('tells every other callback in the order in which they came', () => {
    vendor.others();
    const messages = readAll();
    expect(messages.map(({ kind }) => kind)).toEqual([
      ...[FeedKind.state, FeedKind.progress, FeedKind.tinyBook, FeedKind.tickerState, FeedKind.theoretical],
      ...[FeedKind.invalidTicker, FeedKind.daily, FeedKind.assetInfo, FeedKind.account, FeedKind.messageResult],
    ]);
    const [, , , state, , invalid, daily, info, account, result] = messages;
    expect(state!.data.getBigInt64(raw.TICKER_STATE.localMs, true)).toBe(BigInt(Date.UTC(2019, 1, 28, 18)));
    expect(assets.get(invalid!.asset)).toBe('NOPE.B');
    expect(Array.from({ length: 10 }, (_, at) => daily!.data.getFloat64(8 + at * 8, true))).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
    expect(Array.from({ length: 7 }, (_, at) => daily!.data.getInt32(raw.DAILY.quantity + at * 4, true))).toEqual([
      11, 12, 13, 14, 15, 16, 17,
    ]);
    expect(info!.data.getBigInt64(raw.ASSET_INFO.maximum, true)).toBe(1n << 40n);
    expect(textsOf(info!, raw.ASSET_INFO.BYTES)).toEqual(['WDOZ26', '', '28/02/2019 18:00:00', 'F', '', '', '']);
    expect(textsOf(account!, raw.ACCOUNT_KEY.BYTES)).toEqual(['77', '', 'WDOZ26', '28/02/2019 18:00:00']);
    expect(result!.data.getBigInt64(raw.MESSAGE_RESULT.messageId, true)).toBe(1n << 50n);
    expect(result!.data.getUint8(raw.MESSAGE_RESULT.code)).toBe(200);
  });

  it('loses market data only when three quarters are full, tells how many, and still takes what must not be lost', () => {
    const before = feed.counters().overflowed;
    vendor.trades(1, 4000, 0);
    vendor.order(9, 2, 1);
    const messages = readAll();
    const limit = (RING_RECORDS / 4) * 3;
    expect(
      messages.slice(0, limit).every(({ kind }) => kind === FeedKind.trade || kind === FeedKind.untranslated),
    ).toBe(true);
    const [overflow, order, ...none] = messages.slice(limit);
    expect(none).toEqual([]);
    expect(overflow!.kind).toBe(FeedKind.overflow);
    expect(overflow!.data.getBigUint64(raw.OVERFLOW.lost, true)).toBe(BigInt(4000 - limit));
    expect(order!.kind).toBe(FeedKind.order);
    const { overflowed, reservedOverflowed, highWater } = feed.counters();
    expect([overflowed - before, reservedOverflowed]).toEqual([4000 - limit, 0]);
    expect(highWater).toBeGreaterThan(limit);
  });

  it('waits without holding JavaScript up: data, time over, and closed for good', async () => {
    expect(await feed.wait(5)).toBe('timeout');
    // Longer than a test may take: only a wake-up ends these in time.
    const waiting = feed.wait(60_000);
    setImmediate(() => vendor.others());
    expect(await waiting).toBe('data');
    expect(await feed.wait(10_000)).toBe('data');
    readAll();
    const ended = feed.wait(60_000);
    feed.wake();
    expect(await ended).toBe('closed');
    expect(await feed.wait(10_000)).toBe('closed');
  });

  it('measures every callback and stamps on the clock that it tells', () => {
    vendor.others();
    const now = feed.nowNs();
    const stamps = readAll().map(({ timeNs }) => timeNs);
    expect(stamps.every((timeNs, at) => timeNs <= now && timeNs >= (stamps[at - 1] ?? 0n))).toBe(true);
    const { messages, longestCallbackNs, used, capacity, assets: count } = feed.counters();
    expect(feed.callbackTimes().reduce((sum, times) => sum + times, 0)).toBe(messages);
    expect(longestCallbackNs).toBeGreaterThan(0);
    expect([used, capacity, count]).toEqual([0, RING_RECORDS, assets.size]);
  });

  it('says that a second library cannot be opened in one process', () => {
    expect(() => feed.open('/other.so')).toThrow(expect.objectContaining({ code: 'feed-open' }));
  });
});
