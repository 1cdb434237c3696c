// What the host asks of the part that brings orders to the vendor and tells what becomes of them.

import type { FeedSink } from '../../adapters/profit-dll/decode/feed-facts.ts';
import type { BracketPlan, Fill, OrderRequest, OrderStatus } from '../../core/account/order.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';
import type { HostInstrument } from './host-instruments.ts';

/** Answers of one account, with the host's instrument ids in them. */
export type OrderAnswers = (account: string, event: PayloadEvent, receivedUs: number) => void;

/** Whether others may trade on an account: under `exclusive` orders may be taken back that could be another's. */
export type AccountUse = 'exclusive' | 'shared';

/** An order of ours as it stands; instrument ids are the host's. */
export interface HostOrder {
  /** With the prices and the quantity that are in force. */
  readonly request: OrderRequest;
  /** Of an entry: how its fills are to be protected. */
  readonly plan: BracketPlan | undefined;
  readonly by: 'trader' | 'guardian';
  readonly status: OrderStatus;
  readonly filledQuantity: number;
  /** In the order in which they were told. */
  readonly fills: readonly Fill[];
  /** When it was about to be sent, microseconds UTC. */
  readonly sentUs: number;
}

/** What a trader says when it begins to listen. */
export interface ResumeWish {
  /** Orders of the day that it holds from an earlier process. Those that never came here are answered so; others are adopted. */
  readonly carriedOrderIds?: readonly string[] | undefined;
  readonly accountUse?: AccountUse | undefined;
}

/** What is known of the whole account in one instrument, beside our fills. */
export interface AccountNet {
  /** Signed contracts; undefined while something has happened since they were read, or no orders were read behind them. */
  readonly settled: number | undefined;
  /** Signed contracts that orders which are not ours have traded today. */
  readonly others: number;
}

/** What became of a call for the whole account. */
export type AccountCallOutcome =
  | { readonly kind: 'sent' }
  /** `unknown`: it may have been sent. */
  | { readonly kind: 'refused' | 'unknown'; readonly reason: string };

export interface OrderPort {
  /** Accounts that orders can be sent for; any other is refused when a trader asks for it. */
  readonly accounts: readonly string[];
  /**
   * Takes a command whose instrument is named beside it, since its own id is that of a stream. Durable before it is sent; never
   * throws: what goes wrong is an answer.
   */
  submit(account: string, command: OrderCommand, instrument: HostInstrument | undefined): void;
  /** A trader of the account listens from now on: what it must know of orders and positions comes as answers. */
  resume(account: string, wish?: ResumeWish): void;
  /**
   * Sends an order of ours that no trader asked for; `request` has the host's instrument id. It is told as `orderAdopted` before anything
   * else about it, now and at each resume. Durable before it is sent; never throws: what goes wrong is an answer.
   */
  placeForGuardian(account: string, request: OrderRequest, reason: string): void;
  /** All orders of ours of the day, ended ones too, in the order in which they were sent. */
  ordersOf(account: string): readonly HostOrder[];
  /** Those of them that have not ended. */
  openOrders(account: string): readonly HostOrder[];
  /** Signed contracts that the broker told last of the whole account; undefined where it has told nothing yet. */
  positionOf(account: string, instrumentId: number): number | undefined;
  /** Undefined on an account that others may trade on. */
  accountNet?(account: string, instrumentId: number): AccountNet | undefined;
  /** `ours`: cancels each open order of ours by its id. `account`: the vendor's call for all orders of the account, of whomever. */
  cancelAll(account: string, scope: 'ours' | 'account', reason: string): Promise<AccountCallOutcome>;
  /** The vendor closes what the account holds of it at market, of whomever. Its order is told as one that is not ours. */
  zeroPosition(account: string, instrumentId: number): Promise<AccountCallOutcome>;
  /** Where the last price of an instrument can be asked for, in points; the id is the host's. */
  pricesFrom?(lastOf: (instrumentId: number) => number | undefined): void;
  /** When the broker's orders of the day were read whole after the last connection, microseconds UTC; undefined before. */
  ordersReadUs?(account: string): number | undefined;
  /** What the decoder says of accounts and orders. */
  fact(...fact: Parameters<FeedSink['fact']>): void;
  /** A new vendor process. */
  processStarted(run: number): void;
  close(): void;
}

const noAccount: AccountCallOutcome = { kind: 'refused', reason: 'this host sends no orders' };

/** For a host without orders: every account is refused. */
export const noOrders: OrderPort = {
  accounts: [],
  submit: () => {},
  resume: () => {},
  placeForGuardian: () => {},
  ordersOf: () => [],
  openOrders: () => [],
  positionOf: () => undefined,
  cancelAll: () => Promise.resolve(noAccount),
  zeroPosition: () => Promise.resolve(noAccount),
  fact: () => {},
  processStarted: () => {},
  close: () => {},
};
