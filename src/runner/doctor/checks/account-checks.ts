// Accounts, position and orders; the one test order goes to a simulation account only, far from the market, and is cancelled.

import type { AccountKey } from '../../../adapters/profit-dll/calls/order-requests.ts';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import { nowLocalMs, vendorTimeAt } from '../brasilia-clock.ts';
import { type Check, failed, type LoadedBench, notPossible, type Outcome, ok, within } from '../check.ts';

const MINUTE_MS = 60_000;
/** How far from the best price the test order stands: it is not meant to be filled. */
const DISTANCE_TICKS = 40;
const STATUS = { new: 0, filled: 2, cancelled: 4 } as const;
/** Ends that were not asked for. */
const REFUSED: readonly number[] = [8, 204, 205];
const NO_ROUTING = 'Log in with routing: leave --market-only out, and set login to routing in machine.json';

function marketOnly({ settings }: LoadedBench): Outcome | undefined {
  return settings.login.mode === 'market' ? notPossible('the login is for market data only', NO_ROUTING) : undefined;
}

async function listed({ library, hide }: LoadedBench): Promise<readonly AccountKey[]> {
  const accounts = await library.getAccounts();
  for (const { accountId } of accounts) hide(accountId);
  return accounts;
}

const accounts: Check = {
  id: 'accounts',
  title: 'Accounts and their details',
  needs: ['login'],
  deadlineMs: () => MINUTE_MS,
  async run(bench) {
    const skipped = marketOnly(bench);
    if (skipped !== undefined) return skipped;
    const found = await listed(bench);
    const kinds: string[] = [];
    for (const account of found) {
      const { brokerName, ownerName, accountType, isEnabled } = await bench.library.getAccountDetails(account);
      bench.hide(ownerName);
      kinds.push(
        `broker ${account.brokerId} ${brokerName}, type ${accountType ?? 'unknown'}, ${isEnabled ? 'enabled' : 'disabled'}`,
      );
    }
    if (found.length > 0) return ok(`${found.length} accounts`, { accounts: kinds });
    return failed('the login has no account', 'Ask the broker to enable ProfitDLL for the account');
  },
};

const position: Check = {
  id: 'position',
  title: 'The position and the orders of today can be read',
  needs: ['accounts'],
  deadlineMs: () => 2 * MINUTE_MS,
  async run(bench) {
    const skipped = marketOnly(bench);
    if (skipped !== undefined) return skipped;
    const { library, settings } = bench;
    const account = settings.testOrder?.account ?? (await listed(bench))[0]!;
    const read = await library.getPosition({ account, asset: settings.asset, positionType: 'dayTrade' });
    const day = vendorTimeAt(nowLocalMs());
    const clock = await library.getServerClock().catch(() => day);
    const interval = { start: clock, end: clock };
    const isLoaded = async () => (await library.hasOrdersInInterval(account, interval)).kind === 'loaded';
    const hasOrders = await within(30_000, isLoaded);
    const orders = await library.enumerateOrders(account);
    const figures = { side: read?.side ?? 'none', version: read?.version ?? 'none', hasOrders };
    if (!hasOrders || orders.kind === 'waiting') {
      return failed(
        'the orders of today did not arrive within 30 s',
        'Try again; the broker may not be connected',
        figures,
      );
    }
    return ok(`position ${read?.side ?? 'none'}, orders are readable`, figures);
  },
};

/** Only what the vendor itself calls a simulator. */
async function isSimulation({ library, hide }: LoadedBench, account: AccountKey): Promise<boolean> {
  const { brokerName, ownerName } = await library.getAccountDetails(account);
  hide(ownerName);
  return /simulad/i.test(brokerName);
}

const testOrder: Check = {
  id: 'test-order',
  title: 'A test order is accepted and cancelled',
  needs: ['accounts', 'subscribe'],
  deadlineMs: () => 3 * MINUTE_MS,
  async run(bench) {
    const { settings, watch } = bench;
    if (settings.testOrder === undefined) {
      return notPossible('no test order was asked for', 'Use --send-test-order with a simulation account');
    }
    if (!(await isSimulation(bench, settings.testOrder.account))) {
      return failed('the account is not at a simulation broker: nothing was sent', 'Name a simulation account');
    }
    if (settings.asset.ticker.endsWith('FUT')) {
      return notPossible('orders for a continuous name are refused', 'Name the dated contract with --ticker');
    }
    const tick = instrumentOf(settings.asset.ticker)?.tick;
    const bid = watch.best[0];
    if (tick === undefined || bid === undefined) {
      return notPossible(
        'there is no quote to stay away from',
        'Run it while the market is open, with a dated WDO, DOL, WIN or IND contract',
      );
    }
    return await sentAndCancelled(bench, bid - DISTANCE_TICKS * tick);
  },
};

async function sentAndCancelled({ library, watch, settings }: LoadedBench, price: number): Promise<Outcome> {
  const { account, password } = settings.testOrder!;
  const base = { account, password, asset: settings.asset };
  const began = performance.now();
  const { localOrderId, messageId, version } = await library.sendOrder({
    ...{ ...base, side: 'buy', quantity: 1, order: { type: 'limit', price } },
  });
  const statuses = (): readonly number[] =>
    watch.orders.filter((order) => order.localOrderId === localOrderId).map(({ status }) => status);
  const has = (status: number): boolean => statuses().includes(status);
  const isRefused = (): boolean => statuses().some((status) => REFUSED.includes(status));
  await within(30_000, () => has(STATUS.new) || isRefused());
  const acceptedMs = Math.round(performance.now() - began);
  const isAccepted = has(STATUS.new);
  if (isAccepted) await library.cancelOrder({ account, password, order: { localOrderId } });
  const isCancelled = isAccepted && (await within(30_000, () => has(STATUS.cancelled)));
  const figures = {
    ...{ version, hasMessageId: messageId !== undefined, acceptedMs },
    ...{ statuses: statuses().map(String), results: watch.results.map(String) },
  };
  if (isCancelled) return ok(`accepted after ${acceptedMs} ms and cancelled`, figures);
  const fix = 'Look at the order in the terminal of the broker and cancel it there; then send this report';
  return failed(isAccepted ? 'the order was not cancelled within 30 s' : 'the order was not accepted', fix, figures);
}

export const ACCOUNT_CHECKS = { accounts, position, testOrder };
