// Every order function of the vendor library through the host, its vendor process and the native feed, against the venue behind the simulated library.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccountPosition, OrderDetails, OrdersInInterval } from '../../src/adapters/profit-dll/calls/answers.ts';
import type { SentOrder } from '../../src/adapters/profit-dll/calls/order-requests.ts';
import { FEED_RECORD_BYTES, FeedKind } from '../../src/adapters/profit-dll/feed/feed-record.ts';
import { ROUTING_PASSWORD } from '../../src/runner/host/vendor/vendor-port.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { HostStage, SECRETS, until } from './host-stage.ts';
import { ToldClient } from './told-client.ts';

const WDO = { ticker: 'WDOV26', exchange: 'F' };
const KEY = { brokerId: 32003, accountId: '10001-7' };
const ACCOUNT = `${KEY.brokerId}:${KEY.accountId}`;
const ROUTED = { account: KEY, password: ROUTING_PASSWORD };

describe('orders through the host', () => {
  let stage: HostStage;
  let client: ToldClient;

  beforeAll(async () => {
    const account = { broker: KEY.brokerId, account: KEY.accountId };
    stage = await HostStage.start({
      dllPath: await simulatedDll(),
      startUs: Date.now() * 1000,
      commands: [`routing-password ${SECRETS.QT_PROFIT_ROUTING_PASSWORD}`],
      machine: { login: 'routing', account },
    });
    const options = { account: ACCOUNT, since: 'now' } as const;
    client = await ToldClient.open(stage.home, [WDO], options);
    await until('the login of the orders', async () => (await stage.status()).vendor.routing.state === 'connected');
    await until('the epoch', () => client.epochs > 0);
    stage.command('touch WDOV26 5120 5120.5');
  });

  afterAll(async () => {
    await client?.close();
    await stage?.remove();
  });

  const toldOf = (id: string): readonly object[] =>
    client.payloads.filter((payload) => (payload as { clientOrderId?: string }).clientOrderId === id);
  const statusesOf = (id: string): readonly string[] =>
    toldOf(id).flatMap((payload) => ('status' in payload ? [String(payload.status)] : []));

  async function told(id: string, status: string): Promise<void> {
    await until(`${id} ${status}`, () => statusesOf(id).at(-1) === status);
  }

  function submit(clientOrderId: string, quantity: number, price: number | undefined): void {
    const type = price === undefined ? 'market' : 'limit';
    const request = {
      clientOrderId,
      strategyId: 's',
      instrumentId: 0,
      side: 'buy',
      type,
      role: 'entry',
      quantity,
    } as const;
    const absent = { stopPrice: undefined, bracketId: undefined };
    client.exchange.submit({ kind: 'submit', seq: 1, request: { ...request, price, ...absent }, bracket: undefined });
  }

  async function send(price: number, quantity = 3): Promise<bigint> {
    const order = { ...ROUTED, asset: WDO, side: 'buy', quantity, order: { type: 'limit', price } };
    const sent = await stage.call<SentOrder>('sendOrder', order);
    // the vendor's own tables know of it a moment later
    const isNew = async () => (await detailsOf(sent.localOrderId!).catch(() => undefined))?.orderStatus === 0;
    await until('the order at the venue', isNew);
    return sent.localOrderId!;
  }

  const detailsOf = (localOrderId: bigint): Promise<OrderDetails> => stage.call('getOrderDetails', { localOrderId });
  const position = (): Promise<AccountPosition | undefined> =>
    stage.call('getPosition', { account: KEY, asset: WDO, positionType: 'consolidated' });

  /** 4: cancelled, as the vendor numbers it. */
  async function cancelled(...orders: readonly bigint[]): Promise<void> {
    for (const order of orders) await until('the cancel', async () => (await detailsOf(order)).orderStatus === 4);
  }

  it('work, are cancelled and are filled as the trader of the account is told', async () => {
    submit('resting', 5, 5119);
    await told('resting', 'working');
    client.exchange.submit({ kind: 'cancel', seq: 2, clientOrderId: 'resting', reason: 'test' });
    await told('resting', 'cancelled');
    submit('bought', 2, undefined);
    await told('bought', 'filled');
    expect(toldOf('bought').filter((payload) => (payload as { kind: string }).kind === 'fill')).toMatchObject([
      { quantity: 2, price: 5120.5 },
    ]);
    expect(await position()).toMatchObject({ side: 'long', openQuantity: 2, openAveragePrice: 5120.5 });
  });

  it('are changed, and the venue has the new price and quantity', async () => {
    const localOrderId = await send(5118);
    await stage.call('changeOrder', { ...ROUTED, order: { localOrderId }, price: 5117.5, quantity: 4 });
    await until('the change', async () => (await detailsOf(localOrderId)).price === 5117.5);
    expect(await detailsOf(localOrderId)).toMatchObject({
      quantity: 4,
      tradedQuantity: 0,
      leavesQuantity: 4,
      asset: WDO,
    });
    await stage.call('cancelOrder', { ...ROUTED, order: { localOrderId } });
    await cancelled(localOrderId);
  });

  it('are cancelled together, by asset and all of an account', async () => {
    const orders = [await send(5110), await send(5111)];
    await stage.call('cancelOrders', { ...ROUTED, asset: WDO });
    await cancelled(...orders);
    const more = [await send(5112), await send(5113)];
    await stage.call('cancelAllOrders', ROUTED);
    await cancelled(...more);
  });

  it('zero a position, which is enumerated until then', async () => {
    const assets = await stage.call<{ records: Uint8Array }>('enumeratePositionAssets', KEY);
    expect(kindsIn(assets.records, FeedKind.asset)).toBe(1);
    await stage.call('zeroPosition', { ...ROUTED, asset: WDO, positionType: 'consolidated' });
    await until('a flat position', async () => ((await position())?.openQuantity ?? 0) === 0);
  });

  it('are enumerated with all that became of them, as are the accounts', async () => {
    const day = new Date(Date.now() - 3 * 3_600_000);
    const date = { year: day.getUTCFullYear(), month: day.getUTCMonth() + 1, day: day.getUTCDate() };
    const clock = (hour: number, last: number) => ({ ...date, hour, minute: last, second: last, milliseconds: 0 });
    const interval = { start: clock(0, 0), end: clock(23, 59) };
    await stage.call('setOrderHistory', true);
    await until('the orders of the day', async () => {
      return (await stage.call<OrdersInInterval>('hasOrdersInInterval', KEY, interval)).kind === 'loaded';
    });
    const all = await stage.call<{ records: Uint8Array }>('enumerateOrders', KEY);
    // two of the trader, five limits, one that zeroed the position
    expect(kindsIn(all.records, FeedKind.order)).toBe(8);
    const some = await stage.call<{ records: Uint8Array }>('enumerateOrders', KEY, interval);
    expect(kindsIn(some.records, FeedKind.order)).toBe(8);
    expect(await stage.call('getAccounts')).toContainEqual(expect.objectContaining(KEY));
    expect(await stage.call('getAccountDetails', KEY)).toMatchObject({ account: KEY });
    expect(client.faults).toEqual([]);
    const counters = await until('a heartbeat', async () => (await stage.status()).vendor.counters);
    expect(counters).toMatchObject({ overflowed: 0, reservedOverflowed: 0 });
  });

  it('leave no password behind', async () => {
    const end = await stage.stop();
    expect(end).toMatchObject({ code: 0, output: '' });
    for (const secret of Object.values(SECRETS)) expect(stage.log()).not.toContain(secret);
  });
});

/** Messages of a kind: the records that begin one. */
function kindsIn(records: Uint8Array, kind: number): number {
  let count = 0;
  for (let at = 0; at < records.length; at += FEED_RECORD_BYTES) if (records[at] === kind) count += 1;
  return count;
}
