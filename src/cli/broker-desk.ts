// The host in; what a person can do through it at the broker without any session: look, close, kill and release, until it is done.

import { setTimeout as sleep } from 'node:timers/promises';
import { HostOperator } from '../runner/capture/host-operator.ts';
import type { AccountFacts } from '../runner/host/account-requests.ts';
import type { AccountOrders } from '../runner/host/guardian/account-orders.ts';
import type { LoginTimes } from '../runner/host/login-time.ts';
import type { VendorStatus } from '../runner/host/vendor/vendor-port.ts';
import { brokerWarning, connectionFault } from './broker-word.ts';
import { guardianWord } from './guardian-word.ts';

const LOOK_EVERY_MS = 100;

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
export function isFlat({ broker, orders, positions }: AccountOrders): boolean {
  return broker.isCurrent && orders.length === 0 && positions.every(({ net }) => net === 0);
}

/** Flat, and the host is over with it: until then it refuses what a session would open. */
export function isFlattened(seen: AccountOrders): boolean {
  return isFlat(seen) && (seen.killed !== undefined || seen.guardian !== 'close');
}

/** What goes before all else where the account cannot be acted on, or is not known. */
export function warningOf({ broker, noConnection }: SeenAccount): string | undefined {
  return brokerWarning(broker, noConnection);
}

/** Lines for people. */
export function accountText(seen: SeenAccount): readonly string[] {
  const { account, broker, orders, positions, guardian, killed } = seen;
  const warning = warningOf(seen);
  const isUntold = broker.asOfUs === null && orders.length === 0;
  return [
    ...(warning === undefined ? [] : [`account ${account}: ${warning}`]),
    `account ${account}: ${isUntold ? 'unknown' : orders.length} orders open; ${guardianWord(guardian)}`,
    ...(killed === undefined ? [] : [`  KILLED by ${killed.by}: ${killed.reason}; trading again: qt resume --killed`]),
    ...positions.map(
      ({ ticker, strategyId, net, accountNet, closing }) =>
        `  ${strategyId} holds ${net} ${ticker}${accountNet === undefined ? '' : ` (the whole account ${accountNet})`}${closing === undefined ? '' : `, closing: ${closing}`}`,
    ),
    ...orders.map(
      ({ clientOrderId, role, side, type, quantity, filledQuantity, price, stopPrice, ticker, status, by }) =>
        `  ${clientOrderId} ${role} ${side} ${quantity} ${ticker} ${type}${stopPrice === undefined ? '' : ` stop ${stopPrice}`}${price === undefined ? '' : ` at ${price}`}: ${status}, ${filledQuantity} filled${by === 'guardian' ? ', of the guardian' : ''}`,
    ),
  ];
}
