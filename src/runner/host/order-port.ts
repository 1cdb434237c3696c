// What the host asks of the part that brings orders to the vendor and tells what becomes of them.

import type { FeedSink } from '../../adapters/profit-dll/decode/feed-facts.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';
import type { HostInstrument } from './host-instruments.ts';

/** Answers of one account, with the host's instrument ids in them. */
export type OrderAnswers = (account: string, event: PayloadEvent, receivedUs: number) => void;

export interface OrderPort {
  /** Accounts that orders can be sent for; any other is refused when a trader asks for it. */
  readonly accounts: readonly string[];
  /**
   * Takes a command whose instrument is named beside it, since its own id is that of a stream. Durable before it is sent; never
   * throws: what goes wrong is an answer.
   */
  submit(account: string, command: OrderCommand, instrument: HostInstrument | undefined): void;
  /** A trader of the account listens from now on: what it must know of orders and positions comes as answers. */
  resume(account: string): void;
  /** What the decoder says of accounts and orders. */
  fact(...fact: Parameters<FeedSink['fact']>): void;
  /** A new vendor process. */
  processStarted(run: number): void;
  close(): void;
}

/** For a host without orders: every account is refused. */
export const noOrders: OrderPort = {
  accounts: [],
  submit: () => {},
  resume: () => {},
  fact: () => {},
  processStarted: () => {},
  close: () => {},
};
