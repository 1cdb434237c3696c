// What the broker says of an account of ours alone, and our fills, in; the contracts of ours that others have closed already out.

import { closedByOthers } from '../../../core/account/closed-by-others.ts';
import type { AccountNet } from '../order-port.ts';
import type { GuardLane } from './guard-lane.ts';

/** The broker's word about a position may lag so far behind that about orders: a difference counts when it is older. */
const LAG_US = 5_000_000;
/** What orders and position say alike is acted on after this; what only orders say, after the lag. */
const AGREED_US = 2_000_000;
/** Between two looks; after more the word of before is old. */
const LOOKED_AWAY_US = 1_000_000;

/** Of one instrument. What others have is known by their orders at once, and by the position where their orders do not tell it. */
interface Seen {
  ours: number;
  orders: number;
  /** `ours` and `orders` are so since then, microseconds UTC. */
  sinceUs: number;
  /** What others had beyond their orders when the position was told last. */
  beyond: number;
  /** What others have by both, and since when neither has said anything else; undefined while they contradict each other. */
  others: number;
  agreedUs: number | undefined;
}

/** Ours close what is ours, and never past what the account holds: the rest would open the opposite position. */
export class OthersPart {
  private readonly seen = new Map<number, Seen>();
  /** What is there at the first look was filled before this host. */
  private hasLooked = false;
  private lookedUs = -Infinity;

  /** @param netOf undefined where others may trade on the account, or nobody can say */
  apply(lanes: Iterable<GuardLane>, netOf: (instrumentId: number) => AccountNet | undefined, nowUs: number): void {
    const byInstrument = Map.groupBy(lanes, ({ instrumentId }) => instrumentId);
    for (const instrumentId of this.seen.keys()) if (!byInstrument.has(instrumentId)) this.seen.delete(instrumentId);
    if (nowUs - this.lookedUs > LOOKED_AWAY_US) for (const seen of this.seen.values()) seen.agreedUs = undefined;
    this.lookedUs = nowUs;
    for (const [instrumentId, own] of byInstrument) {
      const net = netOf(instrumentId);
      const held = own.map((lane) => lane.net);
      const others = net === undefined ? 0 : this.of(instrumentId, sumOf(held), net, nowUs);
      const closed = closedByOthers(held, others);
      const isSure = net !== undefined && this.isSure(instrumentId, net, nowUs);
      for (const [at, lane] of own.entries()) {
        lane.othersClosed = closed[at]!;
        lane.isOthersSure = isSure;
      }
    }
    this.hasLooked = true;
  }

  /** Signed contracts that others have of it. */
  private of(instrumentId: number, ours: number, { settled, others: orders }: AccountNet, nowUs: number): number {
    let seen = this.seen.get(instrumentId);
    if (seen === undefined) {
      seen = { ours, orders, sinceUs: this.hasLooked ? nowUs : -Infinity, beyond: 0, others: 0, agreedUs: undefined };
      this.seen.set(instrumentId, seen);
    }
    if (seen.ours !== ours || seen.orders !== orders) Object.assign(seen, { ours, orders, sinceUs: nowUs });
    if (settled !== undefined && nowUs - seen.sinceUs >= LAG_US) seen.beyond = settled - ours - orders;
    const others = orders + seen.beyond;
    const isAgreed = settled === undefined || settled === ours + others;
    // what is known by the position alone is old right after a fill of ours
    const isOld = seen.beyond !== 0 && nowUs - seen.sinceUs < LAG_US;
    if (!isAgreed || isOld || seen.others !== others) seen.agreedUs = undefined;
    if (isAgreed && !isOld) seen.agreedUs ??= nowUs;
    seen.others = others;
    return others;
  }

  private isSure(instrumentId: number, { settled }: AccountNet, nowUs: number): boolean {
    const agreedUs = this.seen.get(instrumentId)?.agreedUs;
    return agreedUs !== undefined && nowUs - agreedUs >= (settled === undefined ? LAG_US : AGREED_US);
  }
}

function sumOf(nets: readonly number[]): number {
  return nets.reduce((sum, net) => sum + net, 0);
}
