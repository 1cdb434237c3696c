import { describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { AccountRouting } from '../../../src/runner/host/account-routing.ts';
import { HostInstruments } from '../../../src/runner/host/host-instruments.ts';
import { silentLog } from '../../../src/runner/host/host-log.ts';
import type { AccountUse } from '../../../src/runner/host/order-port.ts';
import { ACCOUNT, NOW_US, orderRequest, WDO } from '../../adapters/profit-dll/orders/bridge-bench.ts';
import { FakeTime } from './fake-vendor.ts';
import { type Answer, RoutingVendor, recordOf, TERMS, words } from './routing-bench.ts';

const TICK_MS = 250;

/** An account whose time a test moves, and a vendor that begins anew when it is asked to. */
class Account {
  readonly vendor = new RoutingVendor(new FakeTime());
  readonly answers: Answer[] = [];
  readonly routing: AccountRouting;
  nowMs = 0;
  /** The other accounts of the vendor process are. */
  othersAtRest = true;
  private run = 1;
  private started = 0;

  constructor(accountUse: AccountUse = 'exclusive') {
    const instruments = new HostInstruments();
    instruments.add('WDOU25', 'F', TERMS);
    this.routing = new AccountRouting({
      account: ACCOUNT,
      store: new SqliteOrderIdStore(':memory:'),
      vendor: this.vendor,
      instruments,
      instrumentOf: () => WDO,
      answers: (_account, event) => this.answers.push(event as Answer),
      log: silentLog,
      nowUs: () => NOW_US + this.nowMs * 1000,
      nowMs: () => this.nowMs,
      dayNumber: 20_305,
      callMs: 1000,
      accountUse,
      provisionalUs: () => 0,
      othersAtRest: () => this.othersAtRest,
    });
    this.login();
  }

  async pass(seconds: number): Promise<void> {
    for (let k = 0; k < (seconds * 1000) / TICK_MS; k++) {
      this.nowMs += TICK_MS;
      this.routing.tick(this.nowMs);
      for (let turns = 0; turns < 12; turns++) await Promise.resolve();
      if (this.vendor.relogins.length > this.started) this.login();
    }
  }

  private login(): void {
    this.started = this.vendor.relogins.length;
    this.routing.processStarted(`run ${this.run++}`);
    this.routing.fact({ kind: 'orderHistory', account: ACCOUNT }, NOW_US + this.nowMs * 1000);
  }

  submit(id: string): void {
    const command = { kind: 'submit', seq: 1, request: orderRequest(id), bracket: undefined } as const;
    this.routing.take(command, WDO);
  }

  calls(method: string): number {
    return this.vendor.calls.filter((call) => call.method === method).length;
  }
}

describe('an account', () => {
  it('old failure: trading blocked by an order nobody knows; the host asks in new logins and says that it never arrived', async () => {
    const account = new Account();
    account.vendor.losesSends = true;
    account.routing.resume({});
    account.submit('a');
    await account.pass(29);
    expect(words(account.answers)).toEqual([]);
    await account.pass(200);
    expect(words(account.answers).filter((word) => word !== 'unknown')).toEqual(['agreed false', 'rejected']);
    expect(account.vendor.relogins).toHaveLength(2);
    expect(account.routing.openOrders).toEqual([]);
    await account.pass(600);
    expect(account.vendor.relogins).toHaveLength(2);
  });

  it('keeps its login while something is held or works: the order stays unknown', async () => {
    const account = new Account();
    account.vendor.losesSends = true;
    account.vendor.position = { side: 'long', openQuantity: 1 };
    account.routing.resume({});
    account.submit('a');
    await account.pass(300);
    expect(account.vendor.relogins).toEqual([]);
    expect(account.routing.openOrders.map(({ status }) => status)).toEqual(['unknown']);
  });

  it('keeps the login while another account of the process holds something, and asks in a new one when it does not', async () => {
    const account = new Account();
    account.vendor.losesSends = true;
    account.othersAtRest = false;
    account.routing.resume({});
    account.submit('a');
    await account.pass(120);
    expect(account.vendor.relogins).toEqual([]);
    account.othersAtRest = true;
    await account.pass(30);
    expect(account.vendor.relogins).toHaveLength(1);
  });

  it('has read the orders of the day once the broker has loaded and shown them', async () => {
    const account = new Account();
    await account.pass(5);
    const readUs = account.routing.ordersReadUs;
    expect(readUs).toBeGreaterThan(NOW_US);
    await account.pass(5);
    expect(account.routing.ordersReadUs).toBe(readUs);
    account.routing.processStarted('another run');
    await account.pass(30);
    expect(account.routing.ordersReadUs).toBeUndefined();
    account.routing.fact({ kind: 'orderHistory', account: ACCOUNT }, NOW_US + account.nowMs * 1000);
    await account.pass(5);
    expect(account.routing.ordersReadUs).toBeGreaterThan(readUs!);
  });

  it('is read every 10 s for orders and every 30 s for positions when nothing happens, faster while an order is in flight', async () => {
    const account = new Account();
    account.routing.resume({});
    await account.pass(60);
    const before = { orders: account.calls('enumerateOrders'), positions: account.calls('getPosition') };
    await account.pass(60);
    expect(account.calls('enumerateOrders') - before.orders).toBe(6);
    expect(account.calls('getPosition') - before.positions).toBe(2);
    account.submit('a');
    await account.pass(20);
    expect(account.calls('enumerateOrders') - before.orders).toBe(16);
  });

  it('learns from a reading of a fill that nobody told', async () => {
    const account = new Account();
    account.routing.resume({});
    account.submit('a');
    await account.pass(5);
    account.vendor.position = { side: 'long', openQuantity: 2 };
    account.vendor.records = recordOf('C1', 2, 2, 11n);
    await account.pass(5);
    expect(words(account.answers)).toEqual(['fill 2@5450.5', 'filled']);
    expect(account.routing.positionOf(0)).toBe(2);
  });
});
