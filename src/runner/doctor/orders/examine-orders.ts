// A simulator's account at a running host in; what its broker allows out, with the account as flat as it was found.

import type { BrokerCapabilities } from '../../../adapters/machine/broker-capabilities.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { instrumentOf } from '../../../core/market/instrument-table.ts';
import type { AccountOrders } from '../../host/guardian/account-orders.ts';
import { type Probed, probeBothExits, probeChangeStop } from './order-probes.ts';
import { ProbeTrader } from './probe-trader.ts';

/** What is asked of the host beside the stream. */
export interface OrdersHost {
  orders(account: string): Promise<AccountOrders>;
  flatten(account: string, reason: string): Promise<unknown>;
}

export interface ExamineOrders {
  readonly home: string;
  readonly host: OrdersHost;
  readonly account: string;
  /** Dated contract of the built-in table. */
  readonly ticker: string;
  readonly told: (title: string, probed: Probed) => void;
  /** How long the market is waited for, milliseconds. */
  readonly quoteMs?: number;
}

export interface ExaminedOrders {
  readonly changeStop: Probed;
  readonly bothExitsWorking: Probed;
  /** Nothing of ours is open afterwards. */
  readonly isFlat: boolean;
}

const QUOTE_MS = 60_000;
const FLAT_MS = 15_000;
const LOOK_EVERY_MS = 50;
/** This process sends every stop by itself within less; the guardian steps in where it dies. */
const GUARD = { stopDeadlineMs: 10_000, silentMs: 5000, accountUse: 'shared' } as const;

/** UserErrors `account-not-flat`, `no-quote`, `bad-option`, and those of the host's stream. */
export async function examineOrders(options: ExamineOrders): Promise<ExaminedOrders> {
  const { home, host, account, ticker, told, quoteMs = QUOTE_MS } = options;
  const tick = tickOf(ticker);
  await requireFlat(host, account);
  const trader = await ProbeTrader.open({ home, account, ticker, guard: GUARD });
  try {
    if (!(await trader.within(quoteMs, () => trader.isReady))) throw noQuote(ticker, quoteMs);
    const stopOf = async (id: string): Promise<number | undefined> =>
      (await host.orders(account)).orders.find(({ clientOrderId }) => clientOrderId === id)?.stopPrice;
    const changeStop = await probeChangeStop(trader, tick, stopOf);
    told('A working stop can be changed', changeStop);
    const bothExitsWorking = await probeBothExits(trader, tick);
    told('Stop and target of one position are accepted together', bothExitsWorking);
    return { changeStop, bothExitsWorking, isFlat: await madeFlat(host, account) };
  } catch (error) {
    await madeFlat(host, account);
    throw error;
  } finally {
    await trader.close();
  }
}

/** Undefined where one of the two could not be found out. */
export function capabilitiesOf({
  changeStop,
  bothExitsWorking,
}: ExaminedOrders): Pick<BrokerCapabilities, 'changeStop' | 'bothExitsWorking'> | undefined {
  if (changeStop.found === undefined || bothExitsWorking.found === undefined) return undefined;
  return { changeStop: changeStop.found, bothExitsWorking: bothExitsWorking.found };
}

function tickOf(ticker: string): number {
  const instrument = instrumentOf(ticker);
  if (instrument !== undefined && !ticker.endsWith('FUT')) return instrument.tick;
  throw new UserError({
    code: 'bad-option',
    message: `${ticker} is no dated contract of WDO, DOL, WIN or IND`,
    field: 'contract',
    fix: 'Name the contract of the day, such as WDOF27',
  });
}

async function requireFlat(host: OrdersHost, account: string): Promise<void> {
  if (isFlat(await host.orders(account))) return;
  throw new UserError({
    code: 'account-not-flat',
    message: `Account ${account} has open orders or a position of ours; nothing was sent`,
    fix: 'See qt status, and close them: qt flatten --direct',
  });
}

/** What a probe may have left is closed by the host. */
async function madeFlat(host: OrdersHost, account: string): Promise<boolean> {
  if (isFlat(await host.orders(account))) return true;
  await host.flatten(account, 'an examination has left it');
  const endMs = performance.now() + FLAT_MS;
  while (performance.now() < endMs) {
    if (isFlat(await host.orders(account))) return true;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return false;
}

function isFlat({ orders, positions }: AccountOrders): boolean {
  return orders.length === 0 && positions.every(({ net }) => net === 0);
}

function noQuote(ticker: string, waitedMs: number): UserError {
  return new UserError({
    code: 'no-quote',
    message: `There was no quote of ${ticker} within ${waitedMs / 1000} s, or orders are not routed; nothing was sent`,
    fix: 'Run it while the market is open, and see qt host status',
  });
}
