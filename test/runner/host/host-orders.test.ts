import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { NOW_US, orderRequest, storedOrder, vendorOrder } from '../../adapters/profit-dll/orders/bridge-bench.ts';
import { homeOfTest, newOrders, recordOf, removeHomes, submitted, words } from './routing-bench.ts';
import { until } from './test-host.ts';

afterEach(removeHomes);

describe('orders of a host', () => {
  it.each([
    ['a fill', 2, 2, ['fill 2@5450.5', 'filled']],
    ['a cancel by somebody else', 205, 0, ['cancelled']],
  ] as const)('learn of %s that happened while the vendor process was away', async (_name, status, traded, news) => {
    const home = homeOfTest();
    const { orders, vendor, answers } = await submitted(home);
    vendor.records = recordOf('C1', status, traded);
    orders.processStarted(2);
    await until(() => words(answers).includes(news.at(-1)!), news.at(-1));
    expect(words(answers)).toEqual(['working', 'unknown', ...news]);
    orders.close();
  });

  it('learn of it as well when the host itself was away', async () => {
    const home = homeOfTest();
    const first = await submitted(home);
    first.orders.close();
    const { orders, vendor, answers } = newOrders(home);
    vendor.records = recordOf('C1', 2, 2);
    orders.processStarted(1);
    orders.resume(orders.accounts[0]!);
    expect(words(answers)).toEqual(['unknown']);
    await until(() => words(answers).includes('filled'));
    expect(words(answers)).toEqual(['unknown', 'fill 2@5450.5', 'filled']);
    orders.close();
  });

  it('of more than a month ago are forgotten', () => {
    const home = homeOfTest();
    const path = join(home, 'orders.sqlite');
    const store = new SqliteOrderIdStore(path);
    const asset = { ticker: 'WDOU25', exchange: 'F' };
    for (const [id, days] of [['old', 31] as const, ['young', 29] as const]) {
      store.reserve('scope', storedOrder(orderRequest(id), { asset, sentUs: NOW_US - days * 86_400e6 }));
    }
    store.close();
    newOrders(home).orders.close();
    const after = new SqliteOrderIdStore(path);
    expect(after.load('scope').map(({ request }) => request.clientOrderId)).toEqual(['young']);
    after.close();
  });

  it('halt the trader on what does not fit, and are read again', async () => {
    const home = homeOfTest();
    const { orders, vendor, answers } = await submitted(home);
    vendor.records = recordOf('C1', 2, 2);
    const order = vendorOrder({ localOrderId: 11n, status: 2, traded: 2, averagePrice: 0 });
    orders.fact({ kind: 'order', order }, NOW_US);
    expect(words(answers)).toEqual(['working', 'agreed false', 'unknown']);
    await until(() => words(answers).includes('filled'));
    expect(answers.find(({ kind }) => kind === 'reconciliationReport')).toMatchObject({
      differences: [expect.stringContaining('order a: 2 contracts traded at an average of 0') as string],
    });
    orders.close();
  });

  it('old failure: phantom position; what an order stands at is known to the host and told again with its plan and its fills', async () => {
    const home = homeOfTest();
    const { orders, answers, account, vendor } = await submitted(home);
    const fill = vendorOrder({ localOrderId: 11n, clOrderId: 'C1', status: 2, traded: 2 });
    orders.fact({ kind: 'order', order: fill }, NOW_US);
    expect(orders.openOrders(account)).toEqual([]);
    expect(orders.ordersOf(account)).toMatchObject([
      { status: 'filled', by: 'trader', filledQuantity: 2, plan: { stopPrice: 5440 }, fills: [{ quantity: 2 }] },
    ]);
    // the stop filled while nobody listened: the broker says flat, and says it whatever we believe
    vendor.position = { side: 'flat', openQuantity: 0 };
    vendor.records = recordOf('C1', 2, 2);
    orders.resume(account);
    await until(() => answers.some(({ kind }) => kind === 'positionReport'));
    expect(answers.find(({ kind }) => kind === 'positionReport')).toMatchObject({ instrumentId: 0, quantity: 0 });
    expect(orders.positionOf(account, 0)).toBe(0);
    orders.close();
  });

  it('of others are told as they stand, each change once, and again to a trader that begins', async () => {
    const home = homeOfTest();
    const { orders, answers, account } = await submitted(home);
    const other = (more: object): void => {
      const order = vendorOrder({ localOrderId: 70n, price: 5400, clOrderId: 'X', ...more });
      orders.fact({ kind: 'order', order }, NOW_US);
    };
    other({ clOrderId: '' });
    other({});
    other({ traded: 1, status: 1 });
    other({});
    other({ traded: 2, status: 2 });
    const told = ['foreign 0 open', 'foreign 1 open', 'foreign 2 ended'];
    expect(words(answers)).toEqual(['working', ...told]);
    orders.resume(account);
    expect(words(answers).slice(4)).toEqual(['working', 'foreign 2 ended']);
    expect(new Set(answers.flatMap((each) => (each.kind === 'foreignOrder' ? [each.venueOrderId] : []))).size).toBe(1);
    orders.close();
  });

  it('that the guardian placed are ours: told as adopted first, also after the host was away, and known with who sent them', async () => {
    const home = homeOfTest();
    const { orders, answers, account } = await submitted(home);
    const stop = orderRequest('g1', { side: 'sell', type: 'stopLimit', role: 'stop', price: 5435, stopPrice: 5440 });
    orders.placeForGuardian(account, stop, 'the runner is silent');
    expect(words(answers).slice(1)).toEqual(['adopted by guardian']);
    await new Promise((done) => setTimeout(done, 5));
    expect(orders.openOrders(account).map(({ request, by }) => [request.clientOrderId, by])).toEqual([
      ['a', 'trader'],
      ['g1', 'guardian'],
    ]);
    orders.close();
    const next = newOrders(home);
    next.orders.resume(account, { carriedOrderIds: ['a'] });
    expect(words(next.answers)).toEqual(['unknown', 'adopted by guardian', 'unknown']);
    next.orders.close();
  });

  it('a trader that carries orders which never came hears so, and is told of those that it lacks', async () => {
    const home = homeOfTest();
    const { orders, answers, account } = await submitted(home);
    answers.length = 0;
    orders.resume(account, { carriedOrderIds: ['b'] });
    expect(answers).toMatchObject([
      { kind: 'orderAdopted', by: 'reconciliation', request: { clientOrderId: 'a' } },
      { kind: 'orderUpdate', clientOrderId: 'a', status: 'working' },
      {
        kind: 'commandResult',
        command: 'submit',
        clientOrderId: 'b',
        outcome: 'refused',
        reason: 'the host never got it',
      },
    ]);
    orders.close();
  });

  it('are cancelled together, ours by their ids or all of the account, and a position is zeroed by the vendor', async () => {
    const home = homeOfTest();
    const { orders, vendor, account } = await submitted(home);
    const called = (method: string): readonly unknown[] => vendor.calls.filter((call) => call.method === method);
    expect(await orders.cancelAll(account, 'ours', 'test')).toEqual({ kind: 'sent' });
    expect([called('cancelOrder').length, called('cancelAllOrders').length]).toEqual([1, 0]);
    expect(await orders.cancelAll(account, 'account', 'test')).toEqual({ kind: 'sent' });
    expect(called('cancelAllOrders')).toHaveLength(1);
    expect(await orders.zeroPosition(account, 0)).toEqual({ kind: 'sent' });
    expect(called('zeroPosition')).toMatchObject([{ args: [{ asset: { ticker: 'WDOU25', exchange: 'F' } }] }]);
    expect(await orders.zeroPosition(account, 7)).toMatchObject({ kind: 'refused' });
    orders.close();
  });
});
