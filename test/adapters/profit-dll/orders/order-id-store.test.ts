import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import { SqliteOrderIdStore } from '../../../../src/adapters/profit-dll/orders/order-id-store.ts';
import { orderRequest } from './bridge-bench.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'orders-'));
  folders.push(folder);
  return join(folder, 'orders.sqlite');
}

const asset = { ticker: 'WDOU25', exchange: 'F' };
const plan = { stopPrice: 5440, stopLimitPrice: 5435, targetPrice: 5470 };
const origin = { by: 'guardian', reason: 'the runner is silent' } as const;
const order = { request: orderRequest('1-1-1e'), plan, origin, asset, sentUs: 1_000_000 };
const update = {
  kind: 'orderUpdate',
  clientOrderId: '1-1-1e',
  status: 'partiallyFilled',
  filledQuantity: 1,
  reason: undefined,
} as const;
const fill = {
  kind: 'fill',
  fillId: '1-1-1e/q1',
  clientOrderId: '1-1-1e',
  strategyId: 's',
  instrumentId: 0,
  side: 'buy',
  quantity: 1,
  price: 5450,
  costsE4: 10_000,
  exchangeTimeUs: 5,
  aggressor: true,
} as const;

describe('the store of order ids', () => {
  it('gives back after a restart what was reserved, bound and told', () => {
    const path = newPath();
    const store = new SqliteOrderIdStore(path);
    expect(store.reserve('A', order)).toBe(true);
    expect(store.reserve('A', order)).toBe(false);
    expect(store.reserve('B', order)).toBe(true);
    store.bind('A', '1-1-1e', { run: '3', localOrderId: 2n ** 62n, messageId: -9n, clOrderId: 'CL' });
    store.tell('A', '1-1-1e', update, [fill], 10_900);
    store.tell('A', '1-1-1e', undefined, [fill], 10_900);
    store.close();
    const again = new SqliteOrderIdStore(path);
    expect(again.load('A')).toEqual([
      {
        ...order,
        run: '3',
        localOrderId: 2n ** 62n,
        messageId: -9n,
        clOrderId: 'CL',
        isAnswered: true,
        changed: undefined,
        update,
        fills: [fill],
        tickContracts: 10_900,
      },
    ]);
    expect(again.load('B')[0]).toMatchObject({
      isAnswered: false,
      update: undefined,
      fills: [],
      localOrderId: undefined,
    });
    expect(again.load('C')).toEqual([]);
    expect(again.forgetBefore(1_000_000)).toBe(0);
    expect(again.forgetBefore(1_000_001)).toBe(2);
    expect(again.load('A')).toEqual([]);
    again.close();
  });

  it('keeps terms that were asked for, and takes over a file of an earlier version', () => {
    const path = newPath();
    const old = new DatabaseSync(path);
    old.exec(`CREATE TABLE orders (scope TEXT NOT NULL, client_order_id TEXT NOT NULL, request TEXT NOT NULL, ticker TEXT NOT NULL,
      exchange TEXT NOT NULL, sent_us INTEGER NOT NULL, run TEXT, local_order_id TEXT, message_id TEXT, cl_order_id TEXT,
      answered INTEGER NOT NULL DEFAULT 0, told TEXT, tick_contracts INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (scope, client_order_id)) STRICT`);
    old
      .prepare(
        'INSERT INTO orders (scope, client_order_id, request, ticker, exchange, sent_us) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run('A', '1-1-1e', JSON.stringify(order.request), 'WDOU25', 'F', 1_000_000);
    old.close();
    const store = new SqliteOrderIdStore(path);
    expect(store.load('A')).toMatchObject([{ origin: { by: 'trader' }, plan: undefined, changed: undefined }]);
    const terms = { quantity: 2, price: 5437, stopPrice: undefined };
    store.change('A', '1-1-1e', { now: terms, wanted: undefined });
    expect(store.load('A')[0]!.changed).toEqual({ now: terms, wanted: undefined });
    store.close();
  });

  it('has an order after the process was killed right behind the reservation', () => {
    const path = newPath();
    const module = resolve(import.meta.dirname, '../../../../src/adapters/profit-dll/orders/order-id-store.ts');
    const script = `import { SqliteOrderIdStore } from ${JSON.stringify(module)};
      new SqliteOrderIdStore(${JSON.stringify(path)}).reserve('A', ${JSON.stringify(order)});
      process.kill(process.pid, 'SIGKILL');`;
    expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'pipe' })).toThrow();
    const store = new SqliteOrderIdStore(path);
    expect(store.load('A')).toHaveLength(1);
    store.close();
    expect(readFileSync(path).length).toBeGreaterThan(0);
  });

  it('says what is wrong with a file that cannot be used', () => {
    expect(() => new SqliteOrderIdStore(join(newPath(), 'nowhere', 'x.sqlite'))).toThrow(
      /Cannot use the store of order ids/,
    );
  });
});
