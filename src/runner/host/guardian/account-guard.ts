// What traders, operators and the venue say about one account in; which commands may pass, and what the guardian does by itself, out.

import type { OrderRequest } from '../../../core/account/order.ts';
import type { OrderCommand } from '../../../core/execution/order-command.ts';
import type { AccountNet } from '../order-port.ts';
import type { GuardWish } from '../stream-messages.ts';
import type { AccountSweep } from './account-sweep.ts';
import { GuardBook } from './guard-book.ts';
import type { KeptGuard, KillLatch } from './guard-file.ts';
import type { GuardLane } from './guard-lane.ts';
import { guardLane } from './guard-rules.ts';
import { type GuardAction, type GuardMode, type GuardQuote, ORDERS_READ_US } from './guard-view.ts';
import type { GuardedOrder } from './guarded-order.ts';
import { OthersPart } from './others-part.ts';
import { SignOfLife } from './sign-of-life.ts';
import { UntoldKill } from './untold-kill.ts';

const DEFAULT_DEADLINE_MS = 500;
/** A host and its trader that start together are given this long until a person is told that nobody has come. */
const COMES_AGAIN_US = 30_000_000;

/** What the guardian has done, in words. */
export interface GuardNote {
  /** Microseconds UTC. */
  readonly atUs: number;
  readonly code: string;
  readonly text: string;
}

/** Of an account; older ones stand in the host's log. */
const NOTES_MAX = 50;

export interface StepView {
  readonly nowUs: number;
  readonly readySinceUs: number;
  /** Since when somebody can have spoken of orders of before; some seconds after `readySinceUs` where it is not given. */
  readonly readSinceUs?: number | undefined;
  readonly toldSeq: number | undefined;
  readonly quoteOf: (instrumentId: number) => GuardQuote;
  /** See OrderPort. */
  readonly netOf?: ((instrumentId: number) => AccountNet | undefined) | undefined;
}

/** No clock and no port: the owner tells it what happens, and performs what `step` gives. */
export class AccountGuard {
  readonly book = new GuardBook();
  wish: GuardWish | undefined;
  /** Killed: until a person releases it. */
  latch: KillLatch | undefined;
  /** When it was last known from the broker what is open; undefined where this host has never been told. */
  knownUs: number | undefined = undefined;
  /** The whole account is to be out of everything, orders and positions of others included. */
  sweep: AccountSweep | undefined = undefined;
  /** A person wants to be flat, once. */
  flattening: string | undefined = undefined;
  readonly notes: GuardNote[] = [];
  private readonly others = new OthersPart();
  private life: SignOfLife | undefined = undefined;
  private readonly untold: UntoldKill;
  private isHere = false;
  private hasBegun = false;
  private isTakenOver = false;
  private isSilenceTold = false;
  private isAloneTold = false;
  private isKillTold = false;
  /** Entries that were decided on earlier events than this are of before a silence; `unresolved` until the stream says where it is. */
  private freshSeq: number | 'unresolved' = 0;

  /** As the file of the host has them. */
  constructor({ wish, latch, untold }: KeptGuard = { wish: undefined, latch: undefined }) {
    this.wish = wish;
    this.latch = latch;
    this.untold = new UntoldKill(untold);
  }

  /** For the file. */
  get kept(): KeptGuard {
    return { wish: this.wish, latch: this.latch, untold: this.untold.latch };
  }

  traderCame(wish: GuardWish | undefined, nowUs: number): void {
    this.wish = wish;
    this.life = wish === undefined ? undefined : new SignOfLife(wish.silentMs, nowUs);
    this.isHere = true;
    this.hasBegun = false;
    this.isKillTold = false;
    this.untold.traderCame();
    this.freshSeq = 0;
    // its stream has numbers of its own, and has been told nothing
    for (const { guardians } of this.book.lanes) if (guardians !== undefined) guardians.knownSeq = undefined;
  }

  /** It is told of its orders from now on; one that has only connected looks after nothing yet. */
  traderBegan(): void {
    this.hasBegun = true;
    this.isAloneTold = false;
    this.isTakenOver = false;
  }

  /** Whoever is there is told by the caller. */
  kill(latch: KillLatch): void {
    this.latch = latch;
    this.untold.killed(latch);
    this.isKillTold = this.hasBegun;
  }

  /** Once for each trader: one that was away when it was asked for, and perhaps released, would go on as if nothing had been. */
  untoldKill(): KillLatch | undefined {
    const untold = this.untold.latch;
    if (this.isKillTold) return undefined;
    this.isKillTold = true;
    return this.latch ?? (untold && { ...untold, reason: `${untold.reason} (released since)` });
  }

  /** Whoever is there was sent the kill. @param toldSeq of the last event that it was sent. */
  killSent(toldSeq: number | undefined): void {
    if (!this.isHere || !this.hasBegun) return;
    if (this.life === undefined) this.untold.believed();
    else this.untold.sent(toldSeq);
  }

  /** Its connection is gone. */
  traderGone(): void {
    this.life = undefined;
    this.isHere = false;
  }

  /** True where it has taken a kill with this. */
  alive(takenSeq: number | undefined, toldSeq: number | undefined, nowUs: number): boolean {
    const { life } = this;
    if (life === undefined) return false;
    const wasSilent = this.isTakenOver || life.isSilent(nowUs);
    life.take(takenSeq, toldSeq, nowUs);
    const hasTaken = this.untold.taken(takenSeq, toldSeq);
    if (!this.hasBegun || !wasSilent || life.isSilent(nowUs)) return hasTaken;
    this.isTakenOver = false;
    this.freshSeq = toldSeq ?? 'unresolved';
    return hasTaken;
  }

  /** It speaks, and takes what it is told in time; a trader that wants no guardian is believed. */
  isThere(nowUs: number): boolean {
    return this.wish === undefined || (this.life !== undefined && this.hasBegun && !this.life.isSilent(nowUs));
  }

  /** True once for each time that something is left open by a trader that is gone, or by one before this host that has not come again. */
  isLeftAlone(nowUs: number, readySinceUs: number): boolean {
    if (this.wish === undefined || this.life !== undefined || this.isFlat || this.isAloneTold) return false;
    const isDue = this.hasBegun || nowUs - readySinceUs >= COMES_AGAIN_US;
    this.isAloneTold = isDue;
    return isDue;
  }

  /** True once for each time that a trader which has begun hangs while something is open. */
  fallsSilent(nowUs: number): boolean {
    const isSilent = this.hasBegun && this.life?.isSilent(nowUs) === true && !this.isFlat;
    const isNew = isSilent && !this.isSilenceTold;
    this.isSilenceTold = isSilent;
    return isNew;
  }

  /** Undefined where the guardian is not asked for. */
  mode(nowUs: number): GuardMode | undefined {
    if (this.latch?.closes === true || this.flattening !== undefined) return 'close';
    if (this.wish === undefined) return undefined;
    return this.isThere(nowUs) ? 'watch' : 'alone';
  }

  /** Undefined: it may pass. `instrumentId`: the host's. */
  refusalOf(
    command: OrderCommand,
    instrumentId: number | undefined,
    toldSeq: number | undefined,
    nowUs: number,
  ): string | undefined {
    if (command.kind === 'cancel') return undefined;
    if (this.latch !== undefined) return `the account is killed by ${this.latch.by}: ${this.latch.reason}`;
    if (this.flattening !== undefined) return `the host is closing the account: ${this.flattening}`;
    this.resolve(toldSeq);
    if (command.kind === 'change') {
      const order = this.book.find(command.clientOrderId);
      const closing = order === undefined ? undefined : this.book.lane(order.request).closing;
      return closing === undefined ? undefined : `the guardian is closing it: ${closing.reason}`;
    }
    if (this.book.find(command.request.clientOrderId) !== undefined || instrumentId === undefined) return undefined;
    const request = { ...command.request, instrumentId };
    const lane = this.book.lane(request);
    if (lane.closing !== undefined) return `the guardian is closing it: ${lane.closing.reason}`;
    if (request.role !== 'entry') return coveredBy(lane, request, command.seq);
    return this.untold.refusalOf(command.seq) ?? this.staleEntry(command.seq, nowUs);
  }

  /** The clock was set forward, or this process stood still: what was silent or naked meanwhile nobody could see. */
  skip(us: number, nowUs: number): void {
    this.life?.skip(us, nowUs);
    for (const lane of this.book.lanes) lane.skip(us, nowUs);
  }

  step(view: StepView): readonly GuardAction[] {
    const { nowUs, quoteOf, readySinceUs } = view;
    this.resolve(view.toldSeq);
    const mode = this.mode(nowUs);
    if (mode === 'alone') this.isTakenOver = true;
    const isOutOfTime = mode === 'alone' && nowUs >= (this.wish?.flatByUs ?? Infinity);
    const readSinceUs = view.readSinceUs ?? readySinceUs + ORDERS_READ_US;
    const actions: GuardAction[] = [];
    const netOf = view.netOf ?? (() => undefined);
    this.others.apply(this.book.lanes, netOf, nowUs);
    for (const lane of this.book.lanes) {
      if (mode === undefined && lane.closing === undefined) continue;
      const reason = this.latch?.reason ?? this.flattening ?? '';
      const stopDeadlineUs = (this.wish?.stopDeadlineMs ?? DEFAULT_DEADLINE_MS) * 1000;
      const quote = quoteOf(lane.instrumentId);
      for (const action of guardLane(lane, {
        mode: mode ?? 'watch',
        nowUs,
        stopDeadlineUs,
        readySinceUs,
        readSinceUs,
        isOutOfTime,
        isAccountKnown: nowUs >= readSinceUs || netOf(lane.instrumentId) === undefined,
        quote,
        reason,
      }))
        actions.push(action);
    }
    return actions;
  }

  /** True where it is over with this. */
  endsFlattening(): boolean {
    if (this.flattening === undefined || !this.isFlat) return false;
    this.flattening = undefined;
    return true;
  }

  /** Nothing is held, so nothing is being closed: the next command of the trader need not wait for the next step. */
  released(): void {
    this.latch = undefined;
    for (const lane of this.book.lanes) if (lane.isQuiet) lane.closing = undefined;
  }

  /** Strategies with orders or positions, in words. */
  get openThings(): readonly string[] {
    return [...this.book.lanes]
      .filter((lane) => !lane.isQuiet)
      .map(({ strategyId, net, open }) => `${strategyId} holds ${net}, ${open.size} orders are open`);
  }

  get openText(): string {
    return this.openThings.join('; ');
  }

  get isFlat(): boolean {
    for (const lane of this.book.lanes) if (!lane.isQuiet) return false;
    return true;
  }

  /** The guardian's own order is on its way from now on. */
  placed(request: OrderRequest, nowUs: number): GuardedOrder {
    const order = this.book.submitted(request, undefined, true, nowUs);
    const lane = this.book.lane(request);
    const { closing } = lane;
    lane.guardians = { clientOrderId: request.clientOrderId, knownSeq: undefined };
    if (closing !== undefined && request.role === 'exit') closing.exit = order;
    return order;
  }

  note(code: string, text: string, atUs: number): void {
    this.notes.push({ atUs, code, text });
    if (this.notes.length > NOTES_MAX) this.notes.shift();
  }

  /** What waited for the number of an event in the trader's stream. */
  private resolve(toldSeq: number | undefined): void {
    if (toldSeq === undefined) return;
    this.untold.resolve(toldSeq);
    if (this.freshSeq === 'unresolved') this.freshSeq = toldSeq;
    for (const { guardians } of this.book.lanes) if (guardians !== undefined) guardians.knownSeq ??= toldSeq;
  }

  private staleEntry(seq: number, nowUs: number): string | undefined {
    if (this.wish === undefined) return undefined;
    if (this.life === undefined || this.life.isSilent(nowUs) || this.isTakenOver) {
      return 'the trader was silent: the guardian has taken over';
    }
    if (this.freshSeq === 'unresolved' || seq < this.freshSeq) return 'it was decided before the trader fell silent';
    return undefined;
  }
}

/** An order for what the guardian has covered or is closing, by a trader who could not know of it yet. */
function coveredBy(lane: GuardLane, request: OrderRequest, seq: number): string | undefined {
  const { guardians } = lane;
  if (guardians === undefined || (guardians.knownSeq !== undefined && seq >= guardians.knownSeq)) return undefined;
  const { role, quantity, side } = request;
  const same = role === 'exit' ? 0 : lane.closingOpen(role);
  const left = lane.side === side ? 0 : Math.abs(lane.held) - lane.closingOpen('exit') - same;
  return quantity <= left ? undefined : `the guardian has covered it: ${guardians.clientOrderId}`;
}
