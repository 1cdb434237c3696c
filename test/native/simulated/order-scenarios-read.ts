// Scenarios of reads: accounts, details in two calls, order history, enumerations, positions by version.
import koffi from 'koffi';
import { NL, type OrderClient } from './order-client.ts';
import {
  type AccountName,
  accountRecord,
  MASTER,
  positionRecord,
  readPosition,
  SIMULATOR,
  systemTime,
  writeAccount,
} from './order-layouts.ts';
import type { Scenario } from './order-scenario.ts';

/** Today on the exchange's wall clock, at an hour. */
function today(hour: number, daysAgo = 0): Buffer {
  const local = new Date(Date.now() - 3 * 3600_000 - daysAgo * 86400_000);
  local.setUTCHours(hour, 0, 0, 0);
  return systemTime(local);
}

function accountNames(client: OrderClient, call: string, ...first: number[]): string[] {
  const types = [...first.map(() => 'int32'), 'int32', 'int32', 'int32', 'void *'];
  const array = Buffer.alloc(424 * 8);
  const count = Number(client.call(call, 'int32', types, ...first, 0, 0, 8, array));
  return Array.from({ length: count }, (_, row) => {
    const length = array.readInt32LE(row * 424 + 208);
    return array.toString('utf16le', row * 424 + 8, row * 424 + 8 + length * 2);
  });
}

function accountDetails(client: OrderClient, account: AccountName, version = 1) {
  const record = Buffer.alloc(96);
  record.writeUInt8(version, 0);
  writeAccount(record, 8, account);
  const first = client.record('GetAccountDetails', record);
  const texts = [48, 64, 80].map((offset) => Buffer.alloc((record.readInt32LE(offset) + 1) * 2));
  for (const [index, text] of texts.entries()) record.writeBigUInt64LE(koffi.address(text), 40 + index * 16);
  const lengths = [48, 64, 80].map((offset) => record.readInt32LE(offset));
  const second = first === 0 ? client.record('GetAccountDetails', record) : first;
  const names = texts.map((text, index) => text.toString('utf16le', 0, (lengths[index] ?? 0) * 2));
  return { first, second, names, flags: record.readUInt32LE(84), type: record.readUInt8(88) };
}

interface Row {
  readonly localId: bigint;
  readonly clOrdId: string;
  readonly status: number;
  readonly ticker: string;
}

function enumerateRows(run: (callback: unknown) => number, most = 1000): { answer: number; rows: Row[] } {
  const rows: Row[] = [];
  const type = koffi.pointer(koffi.proto(`int32 Row${enumerations++}(void *order, intptr param)`));
  const callback = koffi.register(
    ((pointer: unknown) => {
      const at = (offset: number): bigint => BigInt(koffi.decode(pointer, offset, 'uint64') as number | bigint);
      const text = (address: bigint): string =>
        address === 0n ? '' : (koffi.decode(address, 'char16_t', -1) as string);
      rows.push({
        localId: at(16),
        clOrdId: text(at(24)),
        status: koffi.decode(pointer, 146, 'uint8') as number,
        ticker: text(at(72)),
      });
      return rows.length < most ? 1 : 0;
    }) as never,
    type,
  );
  const answer = run(callback);
  koffi.unregister(callback);
  return { answer, rows };
}
let enumerations = 0;

const ALL = ['void *', 'uint8', 'intptr', 'void *'];
const INTERVAL = ['void *', 'uint8', 'void *', 'void *', 'intptr', 'void *'];

function fromBefore(client: OrderClient) {
  const record = positionRecord('WDOV26');
  const answer = client.record('GetPositionV2', record);
  const all = enumerateRows((callback) =>
    Number(client.call('EnumerateAllOrders', 'int32', ALL, accountRecord(SIMULATOR), 1, 0, callback)),
  );
  const { quantity, average, side } = readPosition(record);
  return { answer, quantity, average, side, histories: client.histories.length, rows: all.rows };
}

export const READ_SCENARIOS: Readonly<Record<string, Scenario>> = {
  accounts: async (client) => {
    await client.login();
    await client.until(() => client.accounts.length >= 2, 'account callbacks');
    const before = client.accounts.length;
    const replay = client.call('GetAccount', 'int32', []);
    await client.until(() => client.accounts.length >= before + 2, 'the replay');
    return {
      count: client.call('GetAccountCount', 'int32', []),
      names: accountNames(client, 'GetAccounts'),
      byBroker: accountNames(client, 'GetAccountsByBroker', 1003),
      countByBroker: client.call('GetAccountCountByBroker', 'int32', ['int32'], 1003),
      subs: client.call('GetSubAccountCount', 'int32', ['void *'], accountRecord(MASTER)),
      subsOfOwner: client.call('GetSubAccountCount', 'int32', ['void *'], accountRecord(SIMULATOR)),
      details: accountDetails(client, MASTER),
      sub: accountDetails(client, { ...MASTER, subAccountId: 'SUB-1' }),
      unknown: accountDetails(client, { brokerId: 1, accountId: 'x' }).first,
      version: accountDetails(client, MASTER, 2).first,
      replay,
    };
  },

  orderHistory: async (client) => {
    await client.login();
    await client.until(() => client.histories.length >= 3, 'the load of the day');
    const answer = (start: Buffer, end: Buffer) =>
      Number(
        client.call(
          'HasOrdersInInterval',
          'int32',
          ['void *', 'void *', 'void *'],
          accountRecord(SIMULATOR),
          start,
          end,
        ),
      );
    const loaded = answer(today(0), today(0));
    const reversed = answer(today(0), today(0, 3));
    const future = answer(today(0), today(0, -2));
    const before = client.histories.length;
    const first = answer(today(0, 4), today(0));
    const repeated = answer(today(0, 4), today(0));
    await client.until(() => client.histories.length > before, 'order history');
    const after = answer(today(0, 4), today(0));
    const old = enumerateRows((callback) =>
      Number(
        client.call(
          'EnumerateOrdersByInterval',
          'int32',
          INTERVAL,
          accountRecord(SIMULATOR),
          1,
          today(0, 4),
          today(23),
          0,
          callback,
        ),
      ),
    );
    const all = enumerateRows((callback) =>
      Number(client.call('EnumerateAllOrders', 'int32', ALL, accountRecord(SIMULATOR), 1, 0, callback)),
    );
    const one = enumerateRows(
      (callback) => Number(client.call('EnumerateAllOrders', 'int32', ALL, accountRecord(SIMULATOR), 1, 0, callback)),
      1,
    );
    const wrongVersion = enumerateRows((callback) =>
      Number(client.call('EnumerateAllOrders', 'int32', ALL, accountRecord(SIMULATOR), 2, 0, callback)),
    );
    const extra = client.histories.length - before;
    return {
      loaded,
      reversed,
      future,
      first,
      repeated,
      after,
      old,
      all,
      one,
      wrongVersion,
      extra,
      bulkCallbacks: client.orders.length,
    };
  },

  positions: async (client) => {
    await client.login();
    client.command('touch WDOV26 5120 5120.5');
    const flat = positionRecord('WDOV26');
    const flatAnswer = client.record('GetPositionV2', flat);
    client.call('SetDayTrade', 'int32', ['int32'], 1);
    const bought = client.send({ type: 1, side: 1, quantity: 4 }).answer;
    await client.untilStatus(bought, 2);
    client.command('touch WDOV26 5122 5122.5');
    client.call('SetDayTrade', 'int32', ['int32'], 0);
    const sold = client.send({ type: 1, side: 2, quantity: 1 }).answer;
    await client.untilStatus(sold, 2);
    const long = positionRecord('WDOV26');
    client.record('GetPositionV2', long);
    const dayTrade = positionRecord('WDOV26', 1, 1);
    client.record('GetPositionV2', dayTrade);
    const short = positionRecord('WDOV26');
    await client.untilStatus(client.send({ type: 1, side: 2, quantity: 5 }).answer, 2);
    client.record('GetPositionV2', short);
    const assets: string[] = [];
    const callback = koffi.register(
      ((asset: unknown) => {
        const address = BigInt(koffi.decode(asset, 8, 'uint64') as number | bigint);
        assets.push(koffi.decode(address, 'char16_t', -1) as string);
        return 1;
      }) as never,
      koffi.pointer(koffi.proto('int32 OnAsset(void *asset, intptr param)')),
    );
    const enumerated = client.call(
      'EnumerateAllPositionAssets',
      'int32',
      ALL,
      accountRecord(SIMULATOR),
      0,
      0,
      callback,
    );
    client.command('versions Position 1');
    return {
      flatAnswer,
      flat: readPosition(flat),
      long: { ...readPosition(long), event: long.readBigInt64LE(208) > 0n },
      dayTrade: { ...readPosition(dayTrade), eventUntouched: dayTrade.readUInt8(208) === 0xee },
      short: readPosition(short),
      noType: client.record('GetPositionV2', positionRecord('WDOV26', 1, 0)),
      version: client.record('GetPositionV2', positionRecord('WDOV26', 2)),
      older: client.record('GetPositionV2', positionRecord('WDOV26', 1)),
      assets,
      enumerated,
    };
  },

  positionByHand: async (client) => {
    await client.login();
    await client.until(() => client.histories.length >= 3, 'the load of the day');
    const before = client.positionLists.length;
    client.command('position WDOV26 -7 5101.5');
    await client.until(() => client.positionLists.length > before, 'a position list');
    const record = positionRecord('WDOV26');
    client.record('GetPositionV2', record);
    return { ...readPosition(record), list: client.positionLists.at(-1) };
  },

  /** The simulation sets a position and an order of before this session. */
  startLoaded: async (client) => {
    await client.login();
    await client.until(() => client.histories.length >= 3, 'the load of the day');
    return fromBefore(client);
  },

  startNotLoaded: async (client) => {
    await client.login(() => client.call('SetEnabledHistOrder', 'int32', ['int32'], 0));
    await client.settle();
    return fromBefore(client);
  },

  marketOnly: async (client) => {
    const types = ['str16', 'str16', 'str16', ...Array.from({ length: 8 }, () => 'void *')];
    const none = Array.from({ length: 8 }, () => null);
    const before = [
      client.record('GetOrderDetails', Buffer.alloc(640)),
      client.send({ type: 1, side: 1, quantity: 1 }).answer,
    ];
    const initialised = client.call('DLLInitializeMarketLogin', 'int32', types, 'KEY', 'user', 'password', ...none);
    return {
      before,
      initialised,
      send: client.send({ type: 1, side: 1, quantity: 1 }).answer,
      accounts: client.call('GetAccountCount', 'int32', []),
      position: client.record('GetPositionV2', positionRecord('WDOV26')),
      expected: NL.marketOnly,
    };
  },
};
