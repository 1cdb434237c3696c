// Commands, answers and signs of life of every account in; what may not pass is refused, and the guardian's own orders go to the venue.

import type { OperatorCommand } from '../../../core/account/account-event.ts';
import type { OrderRequest } from '../../../core/account/order.ts';
import type { OrderCommand } from '../../../core/execution/order-command.ts';
import { dayNumberAt } from '../../../core/market/civil-time.ts';
import type { PayloadEvent } from '../../../core/market/event-batch.ts';
import type { HostInstrument, HostInstruments } from '../host-instruments.ts';
import type { HostLog } from '../host-log.ts';
import type { OrderPort } from '../order-port.ts';
import type { GuardWish } from '../stream-messages.ts';
import { AccountGuard } from './account-guard.ts';
import { type AccountOrders, accountOrders, type BrokerWord, brokerWord } from './account-orders.ts';
import { AccountSweep } from './account-sweep.ts';
import type { OrderWord } from './guard-book.ts';
import type { GuardFile, KillLatch } from './guard-file.ts';
import type { GuardAction, GuardQuote } from './guard-view.ts';

const GUARD_STEP_US = 50_000;
/** Between two looks; after more the clock was set forward, or this process or the machine stood still. */
const STOOD_STILL_US = 1_000_000;
/** Orders of before are taken to be unknown to the broker after this, though it has not shown those of the day. */
const UNREAD_US = 60_000_000;
/** A cancel that the host decided on; no event of a trader made it. */
const NO_SEQ = 0;

export interface GuardianOptions {
  readonly port: OrderPort;
  readonly file: GuardFile;
  readonly log: HostLog;
  readonly instruments: Pick<HostInstruments, 'list'>;
  readonly nowUs: () => number;
  /** Orders can be sent: the broker is connected. */
  readonly isReady: () => boolean;
  readonly quoteOf: (instrumentId: number) => GuardQuote;
  /** Seq of the last event that the trader of the account was sent; undefined where there is none, or it is not live yet. */
  readonly toldSeq: (account: string) => number | undefined;
  /** To the trader of the account. */
  readonly tell: (account: string, event: OperatorCommand) => void;
  /** The prices of an instrument that is held while no trader follows them. */
  readonly follow: (instrumentId: number) => void;
}

export type KillScope = KillLatch['scope'];

export class Guardian {
  private readonly options: GuardianOptions;
  private readonly guards = new Map<string, AccountGuard>();
  private readonly idPrefix: string;
  private ids = 0;
  private nextUs = 0;
  /** Of the last look. */
  private lastUs: number | undefined = undefined;
  private readySinceUs: number | undefined = undefined;
  private dayNumber: number;

  /** Takes up the orders of the day as the port has them, and what the file says was asked for. */
  constructor(options: GuardianOptions) {
    this.options = options;
    const nowUs = options.nowUs();
    this.dayNumber = dayNumberAt(nowUs);
    this.idPrefix = `g${nowUs.toString(36)}`;
    if (options.file.fault !== undefined) options.log.error('guardFileUnread', { reason: options.file.fault });
    for (const account of options.port.accounts) {
      const guard = new AccountGuard(options.file.of(account));
      for (const order of options.port.ordersOf(account)) guard.book.restored(order);
      this.guards.set(account, guard);
      if (guard.latch !== undefined) options.log.warning('killed', { account, ...guard.latch });
      if (guard.latch?.scope === 'account' && guard.latch.closes) guard.sweep = new AccountSweep();
    }
  }

  traderCame(account: string, wish: GuardWish | undefined): void {
    const guard = this.guards.get(account);
    if (guard === undefined) return;
    const kept = wish ?? (guard.isFlat ? undefined : guard.wish);
    guard.traderCame(wish, this.options.nowUs());
    // whoever looks in without a guard of its own does not take away the one that somebody asked for what is open
    guard.wish = kept;
    this.keep(account, guard);
  }

  traderBegan(account: string): void {
    this.guards.get(account)?.traderBegan();
  }

  traderCaughtUp(account: string): void {
    const guard = this.guards.get(account);
    const latch = guard?.untoldKill();
    if (guard !== undefined && latch !== undefined) this.tellKill(account, guard, latch);
  }

  traderGone(account: string): void {
    this.guards.get(account)?.traderGone();
    this.nextUs = 0;
  }

  alive(account: string, takenSeq: number | undefined): void {
    const guard = this.guards.get(account);
    const { toldSeq, nowUs } = this.options;
    if (guard?.alive(takenSeq, toldSeq(account), nowUs()) === true) this.keep(account, guard);
  }

  /** Why a command of the trader does not pass; one that does is followed from now on. */
  review(account: string, command: OrderCommand, instrument: HostInstrument | undefined): string | undefined {
    const guard = this.guards.get(account);
    if (guard === undefined) return undefined;
    const { nowUs, toldSeq } = this.options;
    const refusal = guard.refusalOf(command, instrument?.id, toldSeq(account), nowUs());
    if (refusal !== undefined) return refusal;
    if (command.kind === 'change') guard.book.changed(command);
    else if (command.kind === 'submit' && instrument !== undefined) {
      guard.book.submitted({ ...command.request, instrumentId: instrument.id }, command.bracket, false, nowUs());
    }
    return undefined;
  }

  heard(account: string, event: PayloadEvent): void {
    if (event.kind !== 'fill' && event.kind !== 'orderUpdate' && event.kind !== 'commandResult') return;
    this.guards.get(account)?.book.heard(event as OrderWord);
  }

  /** Each few milliseconds; it looks at all accounts each 50. */
  beat(nowUs: number): void {
    if (nowUs < this.nextUs) return;
    this.nextUs = nowUs + GUARD_STEP_US;
    this.stoodStill(nowUs);
    if (dayNumberAt(nowUs) !== this.dayNumber) this.turnDay(nowUs);
    if (!this.options.isReady()) {
      this.readySinceUs = undefined;
      return;
    }
    this.readySinceUs ??= nowUs;
    for (const [account, guard] of this.guards) this.step(account, guard, nowUs, this.readySinceUs);
  }

  /**
   * Acts, then makes it durable: taking risk away does not wait for a disk. Nothing of a trader passes from then on until a person
   * releases the account. False where the disk does not take it: a restart would not know of it. `isTold`: the trader knows.
   */
  kill(account: string, scope: KillScope, by: string, reason: string, isTold = false): boolean {
    const guard = this.guardOf(account);
    if (isTold && guard.latch !== undefined) return true;
    const latch: KillLatch = { by, reason, atUs: this.options.nowUs(), scope, closes: true };
    guard.kill(latch);
    this.options.log.error('killed', { account, ...latch });
    if (scope === 'account') guard.sweep = new AccountSweep();
    this.actNow();
    return this.tellKill(account, guard, latch, isTold);
  }

  /** Out of all that is ours, once. */
  flatten(account: string, by: string, reason: string): void {
    const guard = this.guardOf(account);
    guard.flattening = `${reason} (${by})`;
    this.options.log.warning('flattening', { account, by, reason });
    this.actNow();
    this.options.tell(account, { kind: 'operatorCommand', command: 'flatten', by, reason });
  }

  /** Throws where something is still open: what was killed stays so until it is out. */
  release(account: string, by: string): void {
    const guard = this.guardOf(account);
    if (guard.latch === undefined) throw new Error(`account ${account} is not killed`);
    const isOpen = !guard.isFlat || guard.sweep !== undefined;
    if (guard.latch.closes && isOpen) throw new Error(`account ${account} is not flat yet: see its orders`);
    guard.released();
    this.keep(account, guard);
    this.options.log.warning('released', { account, by });
  }

  ordersOf(account: string): AccountOrders {
    const { port, instruments, nowUs } = this.options;
    const guard = this.guardOf(account);
    return accountOrders(account, guard, port, instruments.list, nowUs(), this.wordOf(account, guard));
  }

  /** Who owns what. */
  status(ownerOf: (account: string) => string | undefined): readonly object[] {
    const nowUs = this.options.nowUs();
    return [...this.guards].map(([account, guard]) => {
      const killed = guard.latch === undefined ? null : `${guard.latch.by}: ${guard.latch.reason}`;
      const facts = { account, trader: ownerOf(account) ?? null, guardian: guard.mode(nowUs) ?? 'off', killed };
      return { ...facts, isFlat: guard.isFlat, broker: this.wordOf(account, guard) };
    });
  }

  /** Accounts with orders or positions of ours; in words. */
  openThings(): readonly string[] {
    return [...this.guards].flatMap(([account, { openThings }]) => openThings.map((each) => `${account}: ${each}`));
  }

  /** The trader of the account looks after it. */
  isLookedAfter(account: string): boolean {
    return this.guards.get(account)?.isThere(this.options.nowUs()) !== false;
  }

  private wordOf(account: string, guard: AccountGuard): BrokerWord {
    const [nowUs, isConnected] = [this.options.nowUs(), this.options.isReady()];
    const isCurrent = isConnected && this.isKnown(account, this.readySinceUs ?? Infinity, nowUs);
    return brokerWord(guard, isConnected, isCurrent, nowUs);
  }

  private isKnown(account: string, readySinceUs: number, nowUs: number): boolean {
    return (this.readSinceUs(account, readySinceUs) ?? readySinceUs) <= nowUs;
  }

  private tellKill(account: string, guard: AccountGuard, { by, reason }: KillLatch, isTold = false): boolean {
    if (!isTold) this.options.tell(account, { kind: 'operatorCommand', command: 'kill', by, reason });
    guard.killSent(this.options.toldSeq(account));
    return this.keep(account, guard);
  }

  private stoodStill(nowUs: number): void {
    const us = this.lastUs === undefined ? 0 : nowUs - this.lastUs - GUARD_STEP_US;
    this.lastUs = nowUs;
    if (us < STOOD_STILL_US) return;
    this.options.log.warning('guardianStoodStill', { us });
    if (this.readySinceUs !== undefined) this.readySinceUs = Math.min(nowUs, this.readySinceUs + us);
    for (const guard of this.guards.values()) guard.skip(us, nowUs);
  }

  /** Undefined where the port cannot say it. */
  private readSinceUs(account: string, readySinceUs: number): number | undefined {
    const { port } = this.options;
    if (port.ordersReadUs === undefined) return undefined;
    return Math.max(readySinceUs, port.ordersReadUs(account) ?? readySinceUs + UNREAD_US);
  }

  private guardOf(account: string): AccountGuard {
    const guard = this.guards.get(account);
    if (guard !== undefined) return guard;
    throw new Error(`orders for account ${account} cannot be sent from this host`);
  }

  private actNow(): void {
    this.nextUs = 0;
    this.beat(this.options.nowUs());
  }

  private step(account: string, guard: AccountGuard, nowUs: number, readySinceUs: number): void {
    const { quoteOf, toldSeq, port, log, follow } = this.options;
    if (this.isKnown(account, readySinceUs, nowUs)) guard.knownUs = nowUs;
    if (guard.isLeftAlone(nowUs, readySinceUs)) log.error('guardianAlone', { account, open: guard.openText });
    if (guard.fallsSilent(nowUs)) log.error('traderSilent', { account, open: guard.openText });
    for (const action of guard.step({
      ...{ nowUs, readySinceUs, quoteOf },
      readSinceUs: this.readSinceUs(account, readySinceUs),
      toldSeq: toldSeq(account),
      netOf: (id) => port.accountNet?.(account, id),
    }))
      this.perform(account, guard, action, nowUs);
    if (guard.mode(nowUs) === 'alone') {
      for (const { net, instrumentId } of guard.book.lanes) if (net !== 0) follow(instrumentId);
    }
    if (guard.sweep?.step(account, port, guard, log, nowUs) === true) guard.sweep = undefined;
    if (guard.endsFlattening()) log.info('flattened', { account });
  }

  private perform(account: string, guard: AccountGuard, action: GuardAction, nowUs: number): void {
    const { port, log, instruments } = this.options;
    if (action.kind === 'alert') {
      guard.note(action.code, action.text, nowUs);
      return log.error(action.code, { account, text: action.text });
    }
    if (action.kind === 'cancel') {
      const { clientOrderId } = action.order.request;
      guard.note('guardianCancels', `${clientOrderId}: ${action.reason}`, nowUs);
      log.warning('guardianCancels', { account, clientOrderId, reason: action.reason });
      return port.submit(account, { kind: 'cancel', seq: NO_SEQ, clientOrderId, reason: action.reason }, undefined);
    }
    this.ids += 1;
    const clientOrderId = `${this.idPrefix}-${this.ids}${action.request.role === 'stop' ? 's' : 'x'}`;
    const request: OrderRequest = { ...action.request, clientOrderId };
    const { role, side, quantity, instrumentId } = request;
    const ticker = instruments.list[instrumentId]?.ticker;
    log.warning('guardianPlaces', { account, ticker, ...request, reason: action.reason });
    guard.note('guardianPlaces', `${role} ${side} ${quantity} as ${clientOrderId}: ${action.reason}`, nowUs);
    guard.placed(request, nowUs);
    port.placeForGuardian(account, request, action.reason);
  }

  private keep(account: string, guard: AccountGuard): boolean {
    try {
      this.options.file.keep(account, guard.kept);
      return true;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.options.log.error('guardFileUnwritten', { account, reason });
      return false;
    }
  }

  private turnDay(nowUs: number): void {
    this.dayNumber = dayNumberAt(nowUs);
    const left = this.openThings();
    if (left.length > 0) this.options.log.error('openOverMidnight', { left });
    for (const guard of this.guards.values()) guard.book.clear();
  }
}
