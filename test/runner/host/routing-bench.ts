// The orders of a host above a routing vendor whose orders are the records that a test puts there.

import { join } from 'node:path';
import { FeedKind } from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import type {
  CommandResult,
  ForeignOrder,
  OrderAdopted,
  PositionReport,
  ReconciliationReport,
} from '../../../src/core/account/account-event.ts';
import type { Fill, OrderUpdate } from '../../../src/core/account/order.ts';
import { gridOf } from '../../../src/core/market/instrument-terms.ts';
import { HostInstruments } from '../../../src/runner/host/host-instruments.ts';
import { silentLog } from '../../../src/runner/host/host-log.ts';
import { HostOrders, type HostOrdersOptions } from '../../../src/runner/host/host-orders.ts';
import type { VendorCallAnswer, VendorStatus } from '../../../src/runner/host/vendor/vendor-port.ts';
import { Payload, RawRecords } from '../../adapters/profit-dll/decode/raw-records.ts';
import { ACCOUNT, NOW_US, orderRequest, vendorOrder } from '../../adapters/profit-dll/orders/bridge-bench.ts';
import { FakeTime, FakeVendor } from './fake-vendor.ts';
import { newHome, removeHome, until } from './test-host.ts';

export type Answer =
  | Fill
  | OrderUpdate
  | PositionReport
  | ReconciliationReport
  | CommandResult
  | OrderAdopted
  | ForeignOrder;

/** A routing vendor whose orders are the records that a test puts there. */
export class RoutingVendor extends FakeVendor {
  records = new Uint8Array(0);
  position: object | undefined = undefined;
  /** Sending answers nothing: nobody knows whether it was sent. */
  losesSends = false;
  private sent = 10n;

  override status(): VendorStatus {
    return { ...super.status(), routing: { service: 'routing', state: 'connected', detail: undefined } };
  }

  override call(method: string, args: readonly unknown[]): Promise<VendorCallAnswer> {
    this.calls.push({ method, args });
    if (method === 'sendOrder' && this.losesSends) {
      const error = { kind: 'lost', code: undefined, message: 'no answer', fix: undefined } as const;
      return Promise.resolve({ ok: false, error });
    }
    const answers: Readonly<Record<string, unknown>> = {
      hasOrdersInInterval: { kind: 'loaded' },
      enumerateOrders: { kind: 'records', records: this.records },
      getPosition: this.position,
      sendOrder: { localOrderId: ++this.sent, messageId: undefined, version: 2 },
      cancelOrder: { messageId: undefined, version: 1 },
      zeroPosition: { localOrderId: ++this.sent, messageId: undefined, version: 1 },
    };
    return Promise.resolve({ ok: true, value: answers[method] });
  }
}

export function recordOf(clOrderId: string, status: number, traded: number, local = 99n): Uint8Array<ArrayBuffer> {
  const localMs = NOW_US / 1000 - 3 * 3_600_000;
  const payload = new Payload().i32(0, 1003).i64(Number(local), 2, traded, 2 - traded);
  payload.f64(5450.5, -1, traded > 0 ? 5450.5 : 0).i64(5, localMs, localMs, 0, 0);
  payload.u8(1, 2, status, 0).text(clOrderId, ACCOUNT.accountId, '', 'WDOU25', 'F', '');
  return Uint8Array.from(new RawRecords().at(NOW_US).long(FeedKind.order, 0, payload).take());
}

const homes: string[] = [];

/** Of the test that runs; `removeHomes` ends it. */
export function homeOfTest(): string {
  const home = newHome();
  homes.push(home);
  return home;
}

export function removeHomes(): void {
  homes.splice(0).forEach(removeHome);
}

export interface RoutingBench {
  readonly orders: HostOrders;
  readonly vendor: RoutingVendor;
  readonly answers: Answer[];
  readonly account: string;
}

export function newOrders(home: string, more: Partial<HostOrdersOptions> = {}): RoutingBench {
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
    ...more,
  });
  return { orders, vendor, answers, account: orders.accounts[0]! };
}

export const words = (answers: readonly Answer[]): readonly string[] =>
  answers.flatMap((answer) => {
    if (answer.kind === 'orderUpdate') return [answer.status];
    if (answer.kind === 'fill') return [`fill ${answer.quantity}@${answer.price}`];
    if (answer.kind === 'orderAdopted') return [`adopted by ${answer.by}`];
    if (answer.kind === 'foreignOrder') return [`foreign ${answer.filledQuantity} ${answer.isOpen ? 'open' : 'ended'}`];
    return answer.kind === 'reconciliationReport' ? [`agreed ${answer.agreed}`] : [];
  });

/** An order `a` that works at the vendor as C1. */
export async function submitted(home: string): Promise<RoutingBench> {
  const bench = newOrders(home);
  const instrument = { id: 0, ticker: 'WDOU25', exchange: 'F', terms: { ...TERMS } };
  const request = orderRequest('a');
  const bracket = { stopPrice: 5440, stopLimitPrice: 5435, targetPrice: 5470 };
  bench.orders.processStarted(1);
  bench.orders.submit(bench.account, { kind: 'submit', seq: 1, request, bracket }, instrument);
  await until(() => bench.vendor.calls.some(({ method }) => method === 'sendOrder'));
  await new Promise((done) => setTimeout(done, 1));
  const order = vendorOrder({ localOrderId: 11n, clOrderId: 'C1', status: 0 });
  bench.orders.fact({ kind: 'order', order }, NOW_US);
  return bench;
}

export const TERMS = {
  ...gridOf('WDOU25', 0.5),
  lot: 1,
  pointValue: 10,
  currency: 'BRL',
  timeZone: 'America/Sao_Paulo',
  calendar: 'B3',
  hours: undefined,
  inferred: false,
} as const;
