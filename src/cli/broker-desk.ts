// The host in; what a person can do through it at the broker without any session: look, close, kill and release, until it is done.

import { setTimeout as sleep } from 'node:timers/promises';
import { HostOperator } from '../runner/capture/host-operator.ts';
import type { AccountFacts } from '../runner/host/account-requests.ts';
import type { AccountOrders } from '../runner/host/guardian/account-orders.ts';
import type { LoginTimes } from '../runner/host/login-time.ts';
import type { VendorStatus } from '../runner/host/vendor/vendor-port.ts';
import { brokerWarning, connectionFault } from './broker-word.ts';

const LOOK_EVERY_MS = 100;
/** The broker tells a position about a second after the fill that made it. */
const SETTLED_MS = 3000;

/** An account as it is shown. */
export interface SeenAccount extends AccountOrders {
  /** Why nothing can be sent to the broker; null while it is connected. */
  readonly noConnection: string | null;
}

export class BrokerDesk {
  private readonly operator: HostOperator;

  private constructor(operator: HostOperator) {
    this.operator = operator;
  }

  /** UserErrors `host-not-there`, `host-refused`, `host-not-genuine`. @param name of who asks, for the host's log and the journal */
  static async connect(home: string, name: string): Promise<BrokerDesk> {
    return new BrokerDesk(await HostOperator.connect(home, name));
  }

  /** Accounts that this host sends orders for, as the vendor knows them. */
  accounts(): Promise<readonly AccountFacts[]> {
    return this.operator.ask('accounts');
  }

  /** How the host is connected. */
  async vendor(): Promise<VendorStatus> {
    const { vendor } = await this.operator.ask<{ readonly vendor: VendorStatus }>('status');
    return vendor;
  }

  /** How long the host's last login took. */
  loginTimes(): Promise<LoginTimes> {
    return this.operator.ask('login-time');
  }

  /** Every account that this host sends orders for. */
  all(): Promise<readonly SeenAccount[]> {
    return this.seen({});
  }

  async orders(account: string): Promise<SeenAccount> {
    return (await this.seen({ account }))[0]!;
  }

  /** `typed`: what a person has typed to close what is not ours too. */
  kill(account: string, reason: string, typed: string | undefined): Promise<{ readonly durable: boolean }> {
    const scope = typed === undefined ? { scope: 'ours' } : { scope: 'account', typed };
    return this.operator.ask('kill', { account, reason, ...scope });
  }

  flatten(account: string, reason: string): Promise<unknown> {
    return this.operator.ask('flatten', { account, reason });
  }

  /** Ends the latch of a kill. @param typed `confirmationOf('release', account)`, typed by a person */
  release(account: string, typed: string): Promise<unknown> {
    return this.operator.ask('release', { account, typed });
  }

  /** Asks until nothing of ours is open, or it is done as `isDone` says, or the time is over; gives the last answer. */
  async untilFlat(
    account: string,
    patienceMs: number,
    isDone: (seen: AccountOrders) => boolean = isFlat,
  ): Promise<SeenAccount> {
    const endMs = performance.now() + patienceMs;
    for (;;) {
      const found = await this.orders(account);
      if (isDone(found) || performance.now() >= endMs) return found;
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** The same once the broker has told the position behind the last order, or when it takes too long. */
  async settled(account: string, seen: SeenAccount): Promise<SeenAccount> {
    if (!isFlat(seen)) return seen;
    return this.untilFlat(account, SETTLED_MS, (each) => !isFlat(each) || each.isNetSettled !== false);
  }

  close(): void {
    this.operator.close();
  }

  private async seen(args: object): Promise<readonly SeenAccount[]> {
    const { accounts } = await this.operator.ask<{ readonly accounts: readonly AccountOrders[] }>('orders', args);
    if (accounts.every(({ broker }) => broker.isConnected)) {
      return accounts.map((each) => ({ ...each, noConnection: null }));
    }
    const fault = connectionFault(await this.vendor()) ?? 'it came back this moment';
    return accounts.map((each) => ({ ...each, noConnection: each.broker.isConnected ? null : fault }));
  }
}

/** As the broker has it now: what it has not told is not flat. */
export function isFlat(seen: AccountOrders): boolean {
  return seen.broker.isCurrent && isOut(seen);
}

/** Nothing of ours is open; what others have closed at the broker is not ours any more. */
export function isOut({ orders, positions }: AccountOrders): boolean {
  return orders.length === 0 && positions.every(({ net, othersClosed }) => Math.abs(net) === (othersClosed ?? 0));
}

/** What the whole account still holds at the broker, in words; undefined where that is nothing, or others may hold something there. */
export function leftAtBroker({ account, positions }: AccountOrders): string | undefined {
  const left = positions.filter(({ accountNet }) => accountNet !== undefined && accountNet !== 0);
  if (left.length === 0) return undefined;
  const what = left.map(({ accountNet, ticker }) => `${accountNet} ${ticker}`).join(', ');
  return `nothing of ours is open, and ACCOUNT ${account} HOLDS ${what} AT THE BROKER: close it in the terminal of the broker, and cancel what works there`;
}

/** Flat, and the host is over with it: until then it refuses what a session would open. */
export function isFlattened(seen: AccountOrders): boolean {
  return isFlat(seen) && (seen.killed !== undefined || seen.guardian !== 'close');
}

/** What goes before all else where the account cannot be acted on, or is not known. */
export function warningOf({ broker, noConnection }: SeenAccount): string | undefined {
  return brokerWarning(broker, noConnection);
}
