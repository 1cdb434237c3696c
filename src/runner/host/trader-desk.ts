// Takes the orders of traders, one to an account; gives them to the vendor's side, and the answers to the trader of the account.

import type { OperatorCommand } from '../../core/account/account-event.ts';
import type { OrderCommand } from '../../core/execution/order-command.ts';
import type { EventBatch, PayloadEvent } from '../../core/market/event-batch.ts';
import { Kind } from '../../core/market/event-record.ts';
import { refusedCommand } from './echoed-events.ts';
import type { HostInstrument } from './host-instruments.ts';
import type { HostLog } from './host-log.ts';
import type { AccountUse, OrderPort } from './order-port.ts';
import type { GuardWish } from './stream-messages.ts';

/** Who may refuse a command, and must hear of all that happens to orders. */
export interface DeskGuard {
  traderCame(account: string, wish: GuardWish | undefined): void;
  traderBegan(account: string): void;
  /** It was told how its orders stand. */
  traderCaughtUp(account: string): void;
  traderGone(account: string): void;
  alive(account: string, takenSeq: number | undefined): void;
  review(account: string, command: OrderCommand, instrument: HostInstrument | undefined): string | undefined;
  heard(account: string, event: PayloadEvent): void;
  /** The trader was killed, and not by this host. */
  kill(account: string, scope: 'ours', by: string, reason: string, isTold: true): unknown;
}

export interface Trader {
  readonly peer: { readonly facts: { readonly name: string } };
  /** Seq of the last event that it was sent; undefined while it is not live. */
  readonly toldSeq?: number | undefined;
  answer(event: PayloadEvent, receivedUs: number): void;
}

export class TraderDesk {
  private readonly orders: OrderPort;
  private readonly log: HostLog;
  private readonly traders = new Map<string, Trader>();
  /** Accounts whose trader listens: it has been told of its orders. */
  private readonly listening = new Set<string>();
  private readonly uses = new Map<string, AccountUse>();
  private guard: DeskGuard | undefined = undefined;
  /** What no trader was there to hear of and must: by account. */
  private readonly untold = new Map<string, { readonly event: PayloadEvent; readonly receivedUs: number }[]>();

  constructor(orders: OrderPort, log: HostLog) {
    this.orders = orders;
    this.log = log;
  }

  /** From now on. */
  guardedBy(guard: DeskGuard): void {
    this.guard = guard;
  }

  ownerOf(account: string): string | undefined {
    return this.traders.get(account)?.peer.facts.name;
  }

  toldSeq(account: string): number | undefined {
    return this.traders.get(account)?.toldSeq;
  }

  /** Why the account is not this trader's, or undefined when it is now. */
  claim(account: string, trader: Trader, wish?: GuardWish): string | undefined {
    if (!this.orders.accounts.includes(account)) return `orders for account ${account} cannot be sent from this host`;
    const holder = this.traders.get(account);
    if (holder !== undefined && holder !== trader) {
      return `account ${account} has a trader already: ${holder.peer.facts.name}`;
    }
    if (holder === undefined) this.listening.delete(account);
    this.traders.set(account, trader);
    if (wish !== undefined) this.uses.set(account, wish.accountUse);
    this.guard?.traderCame(account, wish);
    return undefined;
  }

  release(account: string, trader: Trader): void {
    if (this.traders.get(account) !== trader) return;
    this.traders.delete(account);
    this.guard?.traderGone(account);
  }

  alive(account: string, takenSeq: number | undefined): void {
    this.guard?.alive(account, takenSeq);
  }

  /** The trader listens from now on. `carriedOrderIds`: orders that it believes to have sent. */
  resume(account: string, carriedOrderIds?: readonly string[]): void {
    this.guard?.traderBegan(account);
    this.listening.add(account);
    this.orders.resume(account, { carriedOrderIds, accountUse: this.uses.get(account) });
    const untold = this.untold.get(account) ?? [];
    this.untold.delete(account);
    for (const { event, receivedUs } of untold) this.answer(account, event, receivedUs);
    this.guard?.traderCaughtUp(account);
  }

  submit(account: string, command: OrderCommand, instrument: HostInstrument | undefined, nowUs: number): void {
    const id = command.kind === 'submit' ? command.request.clientOrderId : command.clientOrderId;
    this.log.info('command', { account, command: command.kind, clientOrderId: id, seq: command.seq });
    const refusal = this.guard?.review(account, command, instrument);
    if (refusal !== undefined) return this.refuse(account, command, refusal, nowUs);
    this.orders.submit(account, command, instrument);
  }

  /** From the vendor's side. Without a trader it is only logged: whoever comes next is told by `resume`, of differences too. */
  answer(account: string, event: PayloadEvent, receivedUs: number): void {
    // a position is compared with fills: whoever has not been told of those yet is told of it by `resume`, behind them
    const isEarly = event.kind === 'positionReport' && !this.listening.has(account);
    const trader = isEarly ? undefined : this.traders.get(account);
    this.guard?.heard(account, event);
    this.log.info('answer', { account, isTold: trader !== undefined, ...event });
    if (trader !== undefined) return trader.answer(event, receivedUs);
    if (event.kind !== 'reconciliationReport') return;
    this.untold.set(account, [...(this.untold.get(account) ?? []), { event, receivedUs }]);
  }

  /** A kill that a person gave the trader, since the host could not be asked, is one of the account. */
  echoed(account: string | undefined, batch: EventBatch): void {
    for (let index = 0; account !== undefined && index < batch.length; index++) {
      if (batch.kindAt(index) !== Kind.operatorCommand) continue;
      const { command, by, reason } = batch.payloadAt(index) as OperatorCommand;
      if (command === 'kill') this.guard?.kill(account, 'ours', by, reason, true);
    }
  }

  private refuse(account: string, command: OrderCommand, reason: string, nowUs: number): void {
    const result = refusedCommand(command, reason);
    this.log.warning('refused', { account, command: command.kind, clientOrderId: result.clientOrderId, reason });
    // the guardian does not follow what it has refused
    this.traders.get(account)?.answer(result, nowUs);
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
