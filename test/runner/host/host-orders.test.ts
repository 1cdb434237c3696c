import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { FeedKind } from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import { SqliteOrderIdStore } from '../../../src/adapters/profit-dll/orders/order-id-store.ts';
import type { PositionReport, ReconciliationReport } from '../../../src/core/account/account-event.ts';
import type { Fill, OrderUpdate } from '../../../src/core/account/order.ts';
import { gridOf } from '../../../src/core/market/instrument-terms.ts';
import { HostInstruments } from '../../../src/runner/host/host-instruments.ts';
import { silentLog } from '../../../src/runner/host/host-log.ts';
import { HostOrders } from '../../../src/runner/host/host-orders.ts';
import type { VendorCallAnswer, VendorStatus } from '../../../src/runner/host/vendor/vendor-port.ts';
import { Payload, RawRecords } from '../../adapters/profit-dll/decode/raw-records.ts';
import { ACCOUNT, NOW_US, orderRequest, vendorOrder } from '../../adapters/profit-dll/orders/bridge-bench.ts';
import { FakeTime, FakeVendor } from './fake-vendor.ts';
import { newHome, removeHome, until } from './test-host.ts';

type Answer = Fill | OrderUpdate | PositionReport | ReconciliationReport;

/** A routing vendor whose orders are the records that a test puts there. */
class RoutingVendor extends FakeVendor {
  records = new Uint8Array(0);
  private sent = 10n;

  override status(): VendorStatus {
    return { ...super.status(), routing: { service: 'routing', state: 'connected', detail: undefined } };
  }

  override call(method: string, args: readonly unknown[]): Promise<VendorCallAnswer> {
    this.calls.push({ method, args });
    const answers: Readonly<Record<string, unknown>> = {
      hasOrdersInInterval: { kind: 'loaded' },
      enumerateOrders: { kind: 'records', records: this.records },
      sendOrder: { localOrderId: ++this.sent, messageId: undefined, version: 2 },
    };
    return Promise.resolve({ ok: true, value: answers[method] });
  }
}

function recordOf(clOrderId: string, status: number, traded: number): Uint8Array<ArrayBuffer> {
  const localMs = NOW_US / 1000 - 3 * 3_600_000;
  const payload = new Payload().i32(0, 1003).i64(99, 2, traded, 2 - traded);
  payload.f64(5450.5, -1, traded > 0 ? 5450.5 : 0).i64(5, localMs, localMs, 0, 0);
  payload.u8(1, 2, status, 0).text(clOrderId, ACCOUNT.accountId, '', 'WDOU25', 'F', '');
  return Uint8Array.from(new RawRecords().at(NOW_US).long(FeedKind.order, 0, payload).take());
}

const homes: string[] = [];
afterEach(() => homes.splice(0).forEach(removeHome));

function newOrders(home: string): { orders: HostOrders; vendor: RoutingVendor; answers: Answer[] } {
  const vendor = new RoutingVendor(new FakeTime());
  const answers: Answer[] = [];
  const orders = new HostOrders({
    accounts: [ACCOUNT],
    storePath: join(home, 'orders.sqlite'),
    runPrefix: 'test',
    vendor,
    instruments: new HostInstruments(),
    answers: (_account, event) => answers.push(event as Answer),
    log: silentLog,
    nowUs: () => NOW_US,
    costsE4: () => 0,
    positionRestMs: 5,
  });
  return { orders, vendor, answers };
}

const words = (answers: readonly Answer[]): readonly string[] =>
  answers.flatMap((answer) => {
    if (answer.kind === 'orderUpdate') return [answer.status];
    if (answer.kind === 'fill') return [`fill ${answer.quantity}@${answer.price}`];
    return answer.kind === 'reconciliationReport' ? [`agreed ${answer.agreed}`] : [];
  });

async function submitted(home: string): Promise<ReturnType<typeof newOrders>> {
  const bench = newOrders(home);
  const instrument = { id: 0, ticker: 'WDOU25', exchange: 'F', terms: { ...TERMS } };
  const request = orderRequest('a');
  bench.orders.processStarted(1);
  bench.orders.submit(bench.orders.accounts[0]!, { kind: 'submit', seq: 1, request, bracket: undefined }, instrument);
  await until(() => bench.vendor.calls.some(({ method }) => method === 'sendOrder'));
  await new Promise((done) => setTimeout(done, 1));
  const order = vendorOrder({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
  bench.orders.fact({ kind: 'order', order }, NOW_US);
  return bench;
}

const TERMS = {
  ...gridOf('WDOU25', 0.5),
  lot: 1,
  pointValue: 10,
  currency: 'BRL',
  timeZone: 'America/Sao_Paulo',
  calendar: 'B3',
  hours: undefined,
  inferred: false,
} as const;

describe('orders of a host', () => {
  it.each([
    ['a fill', 2, 2, ['fill 2@5450.5', 'filled']],
    ['a cancel by somebody else', 205, 0, ['cancelled']],
  ] as const)('learn of %s that happened while the vendor process was away', async (_name, status, traded, news) => {
    const home = newHome();
    homes.push(home);
    const { orders, vendor, answers } = await submitted(home);
    vendor.records = recordOf('C1', status, traded);
    orders.processStarted(2);
    await until(() => words(answers).includes(news.at(-1)!), news.at(-1));
    expect(words(answers)).toEqual(['working', 'unknown', ...news]);
    orders.close();
  });

  it('learn of it as well when the host itself was away', async () => {
    const home = newHome();
    homes.push(home);
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
    const home = newHome();
    homes.push(home);
    const path = join(home, 'orders.sqlite');
    const store = new SqliteOrderIdStore(path);
    const asset = { ticker: 'WDOU25', exchange: 'F' };
    for (const [id, days] of [['old', 31] as const, ['young', 29] as const]) {
      store.reserve('scope', { request: orderRequest(id), asset, sentUs: NOW_US - days * 86_400e6 });
    }
    store.close();
    newOrders(home).orders.close();
    const after = new SqliteOrderIdStore(path);
    expect(after.load('scope').map(({ request }) => request.clientOrderId)).toEqual(['young']);
    after.close();
  });

  it('halt the trader on what does not fit, and are read again', async () => {
    const home = newHome();
    homes.push(home);
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
});
