// The orders of one strategy in one instrument; what is held by their fills, what may still trade, and how an entry is to be protected.

import type { BracketPlan, OrderRole } from '../../../core/account/order.ts';
import { opposite, type Side, signOf } from '../../../core/market/side.ts';
import { type GuardedOrder, openOf } from './guarded-order.ts';

/** Out at market: legs are taken back first, what is left is closed then. */
export interface Closing {
  readonly reason: string;
  sinceUs: number;
  exit: GuardedOrder | undefined;
  /** Exits in a row that ended without a fill. */
  refused: number;
  exitNotBeforeUs: number;
  /** Trading was open when it was looked at last. */
  wasOpen: boolean;
  /** A person was called about exits that nobody answers. */
  isUnknownTold: boolean;
  /** A person was called about a broker that does not tell its orders. */
  isHoldTold: boolean;
}

/** The last order that the guardian placed, and the seq of the trader's stream from which on the trader knows of it. */
export interface GuardiansLast {
  readonly clientOrderId: string;
  knownSeq: number | undefined;
}

export interface LanePlan {
  readonly entryId: string;
  readonly plan: BracketPlan;
}

export class GuardLane {
  readonly strategyId: string;
  readonly instrumentId: number;
  /** Contracts held by fills, signed. */
  net = 0;
  /** Of those, contracts that others have closed at the broker, without sign. */
  othersClosed = 0;
  /** So many a person was told of. */
  othersTold = 0;
  /** Nothing that is known of the account speaks against it, and has not for a while: orders may be made to fit. */
  isOthersSure = false;
  /** Smaller stops that the guardian placed for that. */
  fits = 0;
  readonly open = new Set<GuardedOrder>();
  /** Of the last entry that has filled on that side, until nothing is held. */
  readonly plans = new Map<Side, LanePlan>();
  closing: Closing | undefined = undefined;
  guardians: GuardiansLast | undefined = undefined;
  /** More is held than covered since then, microseconds UTC. */
  nakedSinceUs: number | undefined = undefined;
  /** The price is at the trigger of a stop, or through it, since then. */
  triggeredSinceUs: number | undefined = undefined;
  /** The book is at the trigger of a stop, or through it, since then, and no trade has been. */
  touchedSinceUs: number | undefined = undefined;
  /** A stop of the guardian for what is held was refused: another would be too. */
  isStopRefused = false;
  /** Stops of the guardian that were refused in a row. */
  stopsRefused = 0;
  /** Stops that the guardian put beside others without an answer, since nothing was held last. */
  standBys = 0;
  /** When the guardian placed its last stop. */
  stopUs = 0;
  isStopOfAuction = false;
  /** Something should be sent and nobody can trade: a person was told. */
  isBarred = false;

  constructor(strategyId: string, instrumentId: number) {
    this.strategyId = strategyId;
    this.instrumentId = instrumentId;
  }

  /** Signed contracts that are still ours to protect and to close. */
  get held(): number {
    const left = Math.abs(this.net) - this.othersClosed;
    return Math.sign(this.net) * Math.max(0, left);
  }

  get isQuiet(): boolean {
    return this.held === 0 && this.open.size === 0;
  }

  /** Side of what is held; undefined while nothing is. */
  get side(): Side | undefined {
    return this.held === 0 ? undefined : this.held > 0 ? 'buy' : 'sell';
  }

  /** Time that nobody could look at, in microseconds, is nobody's delay. */
  skip(us: number, nowUs: number): void {
    const later = (timeUs: number): number => Math.min(nowUs, timeUs + us);
    const { closing } = this;
    this.nakedSinceUs &&= later(this.nakedSinceUs);
    this.triggeredSinceUs &&= later(this.triggeredSinceUs);
    this.touchedSinceUs &&= later(this.touchedSinceUs);
    if (closing !== undefined) closing.sinceUs = later(closing.sinceUs);
    for (const order of this.open) {
      order.sentUs = later(order.sentUs);
      order.cancelUs &&= later(order.cancelUs);
    }
  }

  /** Contracts of open orders of a role that would close what is held. */
  closingOpen(role: OrderRole, counts: (order: GuardedOrder) => boolean = () => true): number {
    const { side } = this;
    let sum = 0;
    if (side === undefined) return 0;
    for (const order of this.open) {
      const { request } = order;
      if (request.role === role && request.side === opposite(side) && counts(order)) sum += openOf(order);
    }
    return sum;
  }

  filled(order: GuardedOrder, contracts: number): void {
    const { request, plan } = order;
    this.net += signOf(request.side) * contracts;
    if (request.role === 'entry' && plan !== undefined) {
      this.plans.set(request.side, { entryId: request.bracketId ?? request.clientOrderId, plan });
    }
    if (this.net !== 0) return;
    this.plans.clear();
    this.nakedSinceUs = undefined;
    this.triggeredSinceUs = undefined;
    this.touchedSinceUs = undefined;
    this.isStopRefused = false;
    this.stopsRefused = 0;
    this.standBys = 0;
    this.fits = 0;
  }
}
