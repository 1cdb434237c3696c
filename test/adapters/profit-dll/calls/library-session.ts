// Child process of the library tests: one whole session against the simulated ProfitDLL through either feed; prints what it saw as JSON.
import assert from 'node:assert/strict';
import koffi from 'koffi';
import type { AccountKey } from '../../../../src/adapters/profit-dll/calls/order-requests.ts';
import { DirectFeed } from '../../../../src/adapters/profit-dll/feed/direct-feed.ts';
import type { Feed } from '../../../../src/adapters/profit-dll/feed/feed.ts';
import {
  FEED_RECORD_BYTES,
  FeedKind,
  feedKindName,
  HEAD_KIND,
  HEAD_PARTS,
  PAIR,
  SHORT_DATA,
} from '../../../../src/adapters/profit-dll/feed/feed-record.ts';
import { loadNativeFeed } from '../../../../src/adapters/profit-dll/feed/native-feed.ts';
import { ProfitLibrary } from '../../../../src/adapters/profit-dll/profit-library.ts';
import { VendorError } from '../../../../src/adapters/profit-dll/vendor-error.ts';

const [dll, kind] = process.argv.slice(2);
assert(dll !== undefined);
const asset = { ticker: 'WDOV26', exchange: 'F' };
const account: AccountKey = { brokerId: 32003, accountId: '10001-7' };
const master: AccountKey = { brokerId: 1003, accountId: '0000000000000000000000000000000000000000000000000900155' };

function feedOf(): Feed {
  if (kind === 'direct') return new DirectFeed();
  const answer = loadNativeFeed();
  if (answer.kind === 'missing') throw new Error(answer.reason);
  return answer.feed;
}

const feed = feedOf();
/** Whole messages as hex without their times, by kind. */
const messages: { readonly kind: string; readonly hex: string }[] = [];
const states: string[] = [];

function note(message: Buffer): void {
  const number = message.readUInt8(HEAD_KIND);
  if (number === FeedKind.state) {
    states.push(`${message.readInt32LE(SHORT_DATA + PAIR.first)},${message.readInt32LE(SHORT_DATA + PAIR.second)}`);
  }
  message.fill(0, 8, 16);
  messages.push({ kind: feedKindName(number) ?? String(number), hex: message.toString('hex') });
}

async function pump(): Promise<void> {
  const target = Buffer.alloc(4096 * FEED_RECORD_BYTES);
  for (;;) {
    const isClosed = (await feed.wait(1000)) === 'closed';
    const records = feed.read(target);
    // what the end itself calls back may come with the wake
    if (isClosed && records === 0) return;
    for (let record = 0; record < records; ) {
      const parts = target.readUInt16LE(record * FEED_RECORD_BYTES + HEAD_PARTS);
      note(Buffer.from(target.subarray(record * FEED_RECORD_BYTES, (record + parts) * FEED_RECORD_BYTES)));
      record += parts;
    }
  }
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`never happened: ${what}; seen ${JSON.stringify(states)}`);
}

const count = (name: string): number => messages.filter((message) => message.kind === name).length;

/** The name and code of what went wrong, which is expected. */
async function failure(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'nothing';
  } catch (error) {
    return error instanceof Error && 'nlCode' in error ? String(error.nlCode) : String(error);
  }
}

async function market(library: ProfitLibrary) {
  const clock = await library.getServerClock();
  await library.setDayTrade(true);
  await library.setDebugLog(false);
  for (const what of ['Ticker', 'PriceDepth', 'OfferBook', 'AdjustHistory'] as const)
    await library.subscribe(what, asset);
  command('go');
  await until('trades and a depth', () => count('trade') >= 3 && count('depth') >= 1 && count('offerPage') >= 1);
  await until('the end of the tape', () => count('theoretical') >= 1);
  await library.requestTickerInfo(asset);
  await until('asset information', () => count('assetInfo') >= 1);
  const closes: string[] = [(await library.getLastDailyClose(asset, false)).kind];
  await until('the last close', async () => (await library.getLastDailyClose(asset, false)).kind === 'close');
  return {
    ...{ year: clock.year, health: await library.getHealthStatus(), closes },
    levels: await library.getPriceDepthCount(asset, 'buy'),
    best: await library.getPriceLevel(asset, 'sell', 0),
    agents: [
      await library.getAgentName(386, false),
      await library.getAgentName(3, true),
      await library.getAgentName(1, true),
    ],
    errors: [
      await failure(library.subscribe('Ticker', { ticker: 'WDOV26', exchange: 'BMF' })),
      await failure(library.getPriceLevel(asset, 'buy', 9999)),
    ],
  };
}

async function history(library: ProfitLibrary) {
  const start = { year: 2026, month: 9, day: 4, hour: 9, minute: 0, second: 0, milliseconds: 0 };
  await library.requestHistoryTrades(asset, start, { ...start, hour: 18 });
  await until(
    'history',
    () =>
      count('historyTrade') >= 3 &&
      messages.some(({ kind: each, hex }) => each === 'historyTrade' && hex.slice(2, 4) === '02'),
  );
  return count('historyTrade') > 0;
}

async function accounts(library: ProfitLibrary) {
  await library.replayAccounts();
  await until('accounts', () => count('account') >= 2);
  return {
    masters: await library.getAccounts(),
    ofBroker: await library.getAccountsByBroker(32003),
    subs: await library.getSubAccounts(master),
    details: await library.getAccountDetails(master),
    sub: await library.getAccountDetails({ ...master, subAccountId: 'SUB-1' }),
  };
}

/** An order is not found before its first callback. */
async function hasStatus(library: ProfitLibrary, localOrderId: bigint | undefined, status: number): Promise<boolean> {
  try {
    return (await library.getOrderDetails({ localOrderId })).orderStatus === status;
  } catch (error) {
    if (error instanceof VendorError && error.nlCode === 'NL_NOT_FOUND') return false;
    throw error;
  }
}

async function orders(library: ProfitLibrary) {
  command('touch WDOV26 5120 5120.5');
  const base = { account, asset, password: 'routing', quantity: 5, side: 'buy' } as const;
  const sent = await library.sendOrder({ ...base, order: { type: 'limit', price: 5119 } });
  const order = { localOrderId: sent.localOrderId };
  await until('a working order', () => hasStatus(library, sent.localOrderId, 0));
  const changed = await library.changeOrder({ account, order, password: 'routing', price: 5118.5, quantity: 4 });
  await until('the change', async () => (await library.getOrderDetails(order)).price === 5118.5);
  const details = await library.getOrderDetails(order);
  await library.cancelOrder({ account, order, password: 'routing' });
  await until('the cancel', () => hasStatus(library, sent.localOrderId, 4));
  const bought = await library.sendOrder({ ...base, order: { type: 'market' } });
  await until('a fill', () => hasStatus(library, bought.localOrderId, 2));
  const resting = await library.sendOrder({ ...base, order: { type: 'stopLimit', price: 5130, stopPrice: 5129 } });
  await until('a stop', () => hasStatus(library, resting.localOrderId, 0));
  await library.cancelOrders({ account, asset, password: 'routing' });
  await until('its end', () => hasStatus(library, resting.localOrderId, 4));
  const position = await library.getPosition({ account, asset, positionType: 'dayTrade' });
  const zeroed = await library.zeroPosition({ account, asset, password: 'routing', positionType: 'dayTrade' });
  const flat = async () => library.getPosition({ account, asset, positionType: 'dayTrade' });
  await until('flat', async () => (await flat())?.side !== 'long');
  await library.cancelAllOrders({ account, password: 'routing' });
  return {
    ...{ version: sent.version, hasMessage: sent.messageId !== undefined, changed: changed.version },
    details: { ...details, hasDate: details.date !== undefined },
    ...{ position, zeroed: zeroed.version, flat: (await flat())?.side },
    assets: (await library.enumeratePositionAssets(account)).kind,
    unknown: await failure(library.getOrderDetails({ localOrderId: 987654321n })),
    results: count('messageResult') > 0,
  };
}

/** A send that blocks, as one does in an outage, holds neither cancels nor the question for health. */
async function blocked(library: ProfitLibrary): Promise<readonly string[]> {
  const ended: string[] = [];
  const done = (name: string) => () => ended.push(name);
  command('block SendOrder 300');
  const base = { account, asset, password: 'routing', quantity: 1, side: 'buy' } as const;
  await Promise.all([
    library.sendOrder({ ...base, order: { type: 'market' } }).then(done('first send')),
    library.sendOrder({ ...base, order: { type: 'market' } }).then(done('second send')),
    library.cancelAllOrders({ account, password: 'routing' }).then(done('cancel')),
    library.getHealthStatus().then(done('health')),
  ]);
  return ended;
}

async function orderHistory(library: ProfitLibrary) {
  const clock = await library.getServerClock();
  const interval = { start: { ...clock, hour: 0, minute: 0 }, end: { ...clock, hour: 23, minute: 59 } };
  await until(
    'the orders of today',
    async () => (await library.hasOrdersInInterval(account, interval)).kind === 'loaded',
  );
  const all = await library.enumerateOrders(account);
  const some = await library.enumerateOrders(account, interval);
  const reversed = { start: { ...interval.end }, end: { ...interval.start, year: clock.year - 1 } };
  return {
    all: all.kind === 'records' ? kindsOf(all.records) : all.kind,
    some: some.kind === 'records' ? kindsOf(some.records) : some.kind,
    reversed: await failure(library.hasOrdersInInterval(account, reversed)),
  };
}

/** Kinds of whole messages and how many there are. */
function kindsOf(records: Uint8Array): Record<string, number> {
  const view = Buffer.from(records);
  const kinds: Record<string, number> = {};
  for (let at = 0; at < view.length; at += view.readUInt16LE(at + HEAD_PARTS) * FEED_RECORD_BYTES) {
    const name = feedKindName(view.readUInt8(at)) ?? 'unknown';
    kinds[name] = (kinds[name] ?? 0) + 1;
  }
  return kinds;
}

const library = ProfitLibrary.load({ dllPath: dll, feed, workingFolder: process.cwd() });
const sim = koffi.load(dll).func('SimCommand', 'int32_t', ['str']);
function command(line: string): void {
  assert.equal(sim(line), 0, `the simulator refuses: ${line}`);
}

const pumping = pump();
await library.initialise({ mode: 'routing', activationKey: 'KEY-1', user: 'user@example', password: 'login-secret' });
await library.setOrderHistory(true);
await until('login', () => states.includes('2,4') && states.includes('1,5'));
const seen = {
  facts: { feed: library.facts.feed, absent: library.facts.absent, version: library.facts.fileVersion },
  market: await market(library),
  history: await history(library),
  accounts: await accounts(library),
  orders: await orders(library),
  orderHistory: await orderHistory(library),
  blocked: await blocked(library),
};
await library.finalise();
feed.wake();
await pumping;
const result = {
  ...seen,
  states,
  messages,
  counters: feed.counters(),
  callbacks: feed.callbackTimes().reduce((a, b) => a + b),
};
const text = JSON.stringify(result, (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
process.exit(0);
