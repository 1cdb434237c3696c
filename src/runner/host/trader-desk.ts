// Takes the orders of traders, one to an account; gives them to the vendor's side, and the answers to the trader of the account.

import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { PayloadEvent } from '../../core/market/event-batch.ts';
import type { HostInstrument } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import type { OrderPort } from './order-port.ts';

export interface Trader {
  readonly peer: { readonly facts: { readonly name: string } };
  answer(event: PayloadEvent, receivedUs: number): void;
}

export class TraderDesk {
  private readonly orders: OrderPort;
  private readonly log: HostLog;
  private readonly traders = new Map<string, Trader>();
  /** What no trader was there to hear of and must: by account. */
  private readonly untold = new Map<string, { readonly event: PayloadEvent; readonly receivedUs: number }[]>();

  constructor(orders: OrderPort, log: HostLog) {
    this.orders = orders;
    this.log = log;
  }

  /** Why the account is not this trader's, or undefined when it is now. */
  claim(account: string, trader: Trader): string | undefined {
    if (!this.orders.accounts.includes(account)) return `orders for account ${account} cannot be sent from this host`;
    const holder = this.traders.get(account);
    if (holder !== undefined && holder !== trader) {
      return `account ${account} has a trader already: ${holder.peer.facts.name}`;
    }
    this.traders.set(account, trader);
    return undefined;
  }

  release(account: string, trader: Trader): void {
    if (this.traders.get(account) === trader) this.traders.delete(account);
  }

  resume(account: string): void {
    this.orders.resume(account);
    const untold = this.untold.get(account) ?? [];
    this.untold.delete(account);
    for (const { event, receivedUs } of untold) this.answer(account, event, receivedUs);
  }

  submit(account: string, command: OrderCommand, instrument: HostInstrument | undefined): void {
    const id = command.kind === 'submit' ? command.request.clientOrderId : command.clientOrderId;
    this.log.info('command', { account, command: command.kind, clientOrderId: id, seq: command.seq });
    this.orders.submit(account, command, instrument);
  }

  /** From the vendor's side. Without a trader it is only logged: whoever comes next is told by `resume`, of differences too. */
  answer(account: string, event: PayloadEvent, receivedUs: number): void {
    const trader = this.traders.get(account);
    this.log.info('answer', { account, isTold: trader !== undefined, ...event });
    if (trader !== undefined) return trader.answer(event, receivedUs);
    if (event.kind !== 'reconciliationReport') return;
    this.untold.set(account, [...(this.untold.get(account) ?? []), { event, receivedUs }]);
  }

  /** To all traders or to that of one account; gives how many were told. */
  tell(event: PayloadEvent, account: string | undefined, nowUs: number): number {
    let told = 0;
    for (const [each, trader] of this.traders) {
      if (account !== undefined && each !== account) continue;
      trader.answer(event, nowUs);
      told += 1;
    }
    return told;
  }
}
