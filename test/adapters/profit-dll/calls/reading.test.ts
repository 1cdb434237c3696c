// Answers of the vendor in both conventions, in two calls, of older versions, and of builds that lack a function.
import koffi from 'koffi';
import { describe, expect, it } from 'vitest';
import { VendorRecord } from '../../../../src/adapters/profit-dll/abi/record.ts';
import { getAccountDetails, getAccounts } from '../../../../src/adapters/profit-dll/calls/accounts.ts';
import { getAgentName } from '../../../../src/adapters/profit-dll/calls/agents.ts';
import { getLastDailyClose, requestHistoryTrades } from '../../../../src/adapters/profit-dll/calls/market-calls.ts';
import { getOrderDetails, hasOrdersInInterval } from '../../../../src/adapters/profit-dll/calls/order-reading.ts';
import { getPosition } from '../../../../src/adapters/profit-dll/calls/positions.ts';
import { getHealthStatus, getServerClock } from '../../../../src/adapters/profit-dll/calls/session.ts';
import type { CallArgument } from '../../../../src/adapters/profit-dll/calls/vendor-calls.ts';
import { VersionMemory } from '../../../../src/adapters/profit-dll/calls/version-memory.ts';
import { nlValue } from '../../../../src/adapters/profit-dll/nl-codes.ts';
import { bytesOf, scriptedCalls } from './scripted-calls.ts';

const account = { brokerId: 1003, accountId: '123456' };
const asset = { ticker: 'WDOV26', exchange: 'F' };
const day = { year: 2026, month: 9, day: 4, hour: 9, minute: 5, second: 7, milliseconds: 0 };

/** Writes a text where a record of the second call points, as the vendor does, and its length always. */
function fill(record: Buffer, pointer: number, length: number, text: string): void {
  const room = record.readInt32LE(length);
  const target = record.readBigUInt64LE(pointer);
  if (target !== 0n && room > 0) {
    const units = [...Buffer.from(text, 'utf16le')].slice(0, room * 2);
    koffi.encode(target, koffi.array('uint8_t', units.length), units);
  }
  record.writeInt32LE(text.length, length);
}

describe('names of houses', () => {
  for (const [build, answer] of [
    ['before .36, which answer 0', 0],
    ['since .36, which answer the length', 22],
  ] as const) {
    it(`are read from builds ${build}`, async () => {
      const { calls } = scriptedCalls({
        GetAgentNameLength: () => 22,
        GetAgentName: (capacity, id, target) => {
          expect([capacity, id]).toEqual([23, 3]);
          Buffer.from('XP Investimentos CCTVM', 'utf16le').copy(bytesOf(target));
          return answer;
        },
      });
      expect(await getAgentName(calls, 3, false)).toBe('XP Investimentos CCTVM');
    });
  }

  it('that no house has are absent', async () => {
    const { calls } = scriptedCalls({ GetAgentNameLength: () => nlValue('NL_NOT_FOUND') });
    expect(await getAgentName(calls, 99999, true)).toBeUndefined();
  });
});

describe('accounts', () => {
  it('are listed with their ids, and a sub-account only where there is one', async () => {
    const { calls } = scriptedCalls({
      GetAccountCount: () => 2,
      GetAccounts: (first, to, count, target) => {
        expect([first, to, count]).toEqual([0, 0, 2]);
        const values = { brokerId: 1003, accountId: '1'.repeat(99), accountIdLength: 99 };
        new VendorRecord('TConnectorAccountIdentifierOut', values).bytes.copy(bytesOf(target));
        const second = { brokerId: 2, accountId: 'b', accountIdLength: 1, subAccountId: 'sub', subAccountIdLength: 3 };
        new VendorRecord('TConnectorAccountIdentifierOut', second).bytes.copy(bytesOf(target), 424);
        return 2;
      },
    });
    expect(await getAccounts(calls)).toEqual([
      { brokerId: 1003, accountId: '1'.repeat(99) },
      { brokerId: 2, accountId: 'b', subAccountId: 'sub' },
    ]);
  });

  it('have names of any length, read in two calls, again when they grew in between', async () => {
    const names = [
      'Corretora',
      'Corretora de Câmbio e Valores Mobiliários 😀',
      'Corretora de Câmbio e Valores Mobiliários 😀',
    ];
    let call = 0;
    const { calls } = scriptedCalls({
      GetAccountDetails: (argument) => {
        const record = bytesOf(argument);
        fill(record, 40, 48, names[Math.min(call, 2)]!);
        fill(record, 56, 64, 'Fulano');
        fill(record, 72, 80, '');
        record.writeUInt32LE(2, 84);
        record.writeUInt8(2, 88);
        call += 1;
        return 0;
      },
    });
    expect(await getAccountDetails(calls, new VersionMemory(), account)).toEqual({
      ...{ account, brokerName: names[1], ownerName: 'Fulano', subOwnerName: '' },
      ...{ isSubAccount: false, isEnabled: true, accountType: 2 },
    });
    expect(call).toBe(3);
  });

  it('of builds without an account type have none', async () => {
    const { calls } = scriptedCalls({
      GetAccountDetails: (argument) => (bytesOf(argument).readUInt8(0) === 1 ? nlValue('NL_VERSION_NOT_SUPPORTED') : 0),
    });
    expect((await getAccountDetails(calls, new VersionMemory(), account)).accountType).toBeUndefined();
  });
});

describe('a position', () => {
  const answering = (version: number, values: object) =>
    scriptedCalls({
      GetPositionV2: (argument: CallArgument | undefined) => {
        const bytes = bytesOf(argument);
        if (bytes.readUInt8(0) > version) return nlValue('NL_VERSION_NOT_SUPPORTED');
        const written = new VendorRecord('TConnectorTradingAccountPosition', values);
        written.bytes.copy(bytes, 72, 72, 200);
        bytes.writeBigInt64LE(77n, 208);
        return 0;
      },
    }).calls;
  const request = { account, asset, positionType: 'dayTrade' } as const;

  it('is long, short or flat, whatever side stands in a flat one', async () => {
    const long = answering(2, { openQuantity: 3n, openAveragePrice: 5120.5, openSide: 1 });
    expect(await getPosition(long, new VersionMemory(), request)).toMatchObject({
      ...{
        side: 'long',
        openQuantity: 3,
        openAveragePrice: 5120.5,
        eventId: 77n,
        version: 2,
        positionType: 'dayTrade',
      },
    });
    const short = answering(2, { openQuantity: 3n, openSide: 2, openAveragePrice: 5000 });
    expect(await getPosition(short, new VersionMemory(), request)).toMatchObject({ side: 'short' });
    const flat = answering(2, { openQuantity: 0n, openSide: 200 });
    expect(await getPosition(flat, new VersionMemory(), request)).toMatchObject({
      ...{ side: 'flat', openQuantity: 0, openAveragePrice: undefined },
    });
  });

  it('that is open without a side is an error, not a guess', async () => {
    const odd = answering(2, { openQuantity: 3n, openSide: 200 });
    await expect(getPosition(odd, new VersionMemory(), request)).rejects.toThrow('neither bought nor sold');
  });

  it('of an older build lacks what its version does not have', async () => {
    const versions = new VersionMemory();
    const old = answering(0, { openQuantity: 0n });
    expect(await getPosition(old, versions, request)).toMatchObject({
      ...{ version: 0, eventId: undefined, positionType: undefined },
    });
    expect(versions.current('TConnectorTradingAccountPosition')).toBe(0);
  });

  it('that does not exist is absent', async () => {
    const { calls } = scriptedCalls({ GetPositionV2: () => nlValue('NL_NO_POSITION') });
    expect(await getPosition(calls, new VersionMemory(), request)).toBeUndefined();
  });
});

describe('an order that is read back', () => {
  it('has its texts, times where there are some, and a bigint id', async () => {
    const { calls } = scriptedCalls({
      GetOrderDetails: (argument) => {
        const bytes = bytesOf(argument);
        const id = bytes.readBigInt64LE(16);
        const values = new VendorRecord('TConnectorOrderOut', {
          account: { brokerId: 1003, accountId: '123456', accountIdLength: 6 },
          ...{ quantity: 5n, tradedQuantity: 2n, leavesQuantity: 3n, price: 5121.5, stopPrice: -1, averagePrice: 5121 },
          ...{ orderSide: 1, orderType: 2, orderStatus: 201, validityType: 200, eventId: 2n ** 55n },
          date: { year: 2026, month: 9, day: 4, hour: 9, minute: 5, second: 7, milliseconds: 0 },
        });
        values.bytes.copy(bytes, 32, 32, 456);
        values.bytes.copy(bytes, 496, 496, 616);
        values.bytes.copy(bytes, 632, 632);
        bytes.writeBigInt64LE(id, 16);
        fill(bytes, 464, 472, 'WDOV26');
        fill(bytes, 480, 488, 'F');
        fill(bytes, 616, 624, 'Ordem enviada à corretora');
        return 0;
      },
    });
    expect(await getOrderDetails(calls, new VersionMemory(), { localOrderId: 2n ** 60n })).toEqual({
      order: { localOrderId: 2n ** 60n, clOrderId: undefined },
      ...{ account, asset },
      ...{ quantity: 5, tradedQuantity: 2, leavesQuantity: 3, price: 5121.5, stopPrice: -1, averagePrice: 5121 },
      ...{ orderSide: 1, orderType: 2, orderStatus: 201, validityType: 200, eventId: 2n ** 55n },
      ...{ date: day, lastUpdate: undefined, closeDate: undefined, validityDate: undefined },
      textMessage: 'Ordem enviada à corretora',
    });
  });

  it('is loaded, awaited or refused by interval', async () => {
    const answers = [0, nlValue('NL_WAITING_SERVER'), nlValue('NL_OUT_OF_RANGE')];
    const { calls } = scriptedCalls({ HasOrdersInInterval: () => answers.shift()! });
    const interval = { start: day, end: day };
    expect(await hasOrdersInInterval(calls, account, interval)).toEqual({ kind: 'loaded' });
    expect(await hasOrdersInInterval(calls, account, interval)).toEqual({ kind: 'waiting' });
    await expect(hasOrdersInInterval(calls, account, interval)).rejects.toMatchObject({ nlCode: 'NL_OUT_OF_RANGE' });
  });
});

describe('the session and the market', () => {
  it('have a clock of seven numbers', async () => {
    const { calls } = scriptedCalls({
      GetServerClock: (_days, ...parts) => {
        for (const [index, value] of [2026, 9, 4, 9, 5, 7, 123].entries()) bytesOf(parts[index]).writeInt32LE(value);
        return 0;
      },
    });
    expect(await getServerClock(calls)).toEqual({ ...day, milliseconds: 123 });
  });

  it('have a health only on builds that tell it', async () => {
    expect(await getHealthStatus(scriptedCalls({}).calls)).toBeUndefined();
    const { calls } = scriptedCalls({ GetHealthStatus: (status) => bytesOf(status).writeInt32LE(1) * 0 });
    expect(await getHealthStatus(calls)).toBe('frozen');
  });

  it('give the last close at once or later', async () => {
    const answers = [nlValue('NL_WAITING_SERVER'), 0];
    const { calls } = scriptedCalls({
      GetLastDailyClose: (_ticker, _exchange, price) => {
        bytesOf(price).writeDoubleLE(5121.5);
        return answers.shift()!;
      },
    });
    expect(await getLastDailyClose(calls, asset, false)).toEqual({ kind: 'waiting' });
    expect(await getLastDailyClose(calls, asset, false)).toEqual({ kind: 'close', price: 5121.5 });
  });

  it('are asked for history with day-first times, never with a date alone', async () => {
    const { calls, noted } = scriptedCalls({
      GetHistoryTrades: (...args) => {
        expect(args).toEqual(['WDOV26', 'F', '04/09/2026 09:05:07', '05/09/2026 00:00:00']);
        return 0;
      },
    });
    await requestHistoryTrades(calls, asset, day, { ...day, day: 5, hour: 0, minute: 0, second: 0 });
    expect(noted).toEqual([{ lane: 'history', name: 'GetHistoryTrades' }]);
  });
});
