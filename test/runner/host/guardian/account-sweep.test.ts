import { describe, expect, it } from 'vitest';
import { AccountGuard } from '../../../../src/runner/host/guardian/account-guard.ts';
import { AccountSweep } from '../../../../src/runner/host/guardian/account-sweep.ts';
import { guardRequests } from '../../../../src/runner/host/guardian/guard-requests.ts';
import { silentLog } from '../../../../src/runner/host/host-log.ts';
import { noOrders, type OrderPort } from '../../../../src/runner/host/order-port.ts';
import { Random } from '../../../../src/simulation/random.ts';
import { ACCOUNT } from './broker-port.ts';
import { GuardWorld } from './guard-world.ts';

const request = {
  ...{ clientOrderId: 'a', strategyId: 's', instrumentId: 3, side: 'buy', type: 'market', role: 'entry', quantity: 1 },
  ...{ price: undefined, stopPrice: undefined, bracketId: undefined },
} as const;

describe('a kill of a whole account', () => {
  it('cancels all orders, then has the vendor close what is held, again until the broker says that nothing is', () => {
    let position = 2;
    const calls: string[] = [];
    const port = {
      ...noOrders,
      ordersOf: () => [{ request }] as unknown as ReturnType<OrderPort['ordersOf']>,
      positionOf: () => position,
      cancelAll: (_account: string, scope: string) => {
        calls.push(`cancel ${scope}`);
        return Promise.resolve({ kind: 'sent' } as const);
      },
      zeroPosition: (_account: string, id: number) => {
        calls.push(`zero ${id}`);
        return Promise.resolve({ kind: 'sent' } as const);
      },
    };
    const sweep = new AccountSweep();
    const guard = new AccountGuard();
    let ms = 0;
    const run = (until: number): boolean => {
      let done = false;
      for (; ms < until && !done; ms += 50) done = sweep.step(ACCOUNT, port, guard, silentLog, ms * 1000);
      return done;
    };
    expect(run(5000)).toBe(false);
    expect(calls).toEqual(['cancel account', 'zero 3', 'zero 3']);
    position = 0;
    expect(run(12_000)).toBe(true);
    expect(calls).toHaveLength(3);
  });

  it('needs a text that a person has typed', () => {
    const made = new GuardWorld(new Random(1, 'kill'), { rejects: 0, mutes: 0, latencyMs: 5 });
    const { kill } = guardRequests(made.guardian, [ACCOUNT], () => undefined);
    const asked = { account: ACCOUNT, reason: 'all of it', scope: 'account' };
    expect(() => kill!(asked, 'operator')).toThrow(`type "kill ${ACCOUNT}" to confirm it`);
    expect(kill!({ ...asked, typed: `kill ${ACCOUNT}` }, 'operator')).toEqual({ killed: true, durable: true });
  });
});
