// The protection of one filled slice of an entry: its stops and targets, which exclude each other, as the account sees them.

import type { Order } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import type { Side } from '../market/side.ts';

/** How an entry's fills are protected, in whole ticks. */
export interface Protection {
  /** Client order id of the entry: entry and legs carry it as their bracketId. */
  readonly entryId: string;
  /** Side of the position it protects. */
  readonly side: Side;
  readonly stopTicks: number;
  readonly targetTicks: number;
  /** Ticks between the best price since the fill and the stop that follows it. */
  readonly trailTicks: number | undefined;
}

/**
 * One stop and one target, as a rule. There are more while a stop is replaced, where a stop could not be grown, and after a restart, when
 * all of an entry's legs stand together. What is in force is enough for `remaining`; what is too much is cancelled.
 */
export interface Bracket {
  readonly entryId: string;
  readonly side: Side;
  /** Trigger of the stop in force; moves with the trail. */
  stopTicks: number;
  targetTicks: number;
  trailTicks: number | undefined;
  /** Contracts still protected; below 0 when both legs filled at once. */
  remaining: number;
  /** In force, oldest first. */
  stops: string[];
  targets: string[];
  /** Every leg that was ever sent, so that a late fill finds its bracket. */
  readonly legs: string[];
  /** Stops that the venue has taken, and targets that it had when they were cancelled. */
  readonly acknowledged: string[];
  /** All legs are to go; what they leave is closed at market. */
  closing: boolean;
  /** Since when they are asked to. */
  closingSinceUs: number | undefined;
  /** An exit is to close what it protects as soon as one can be sent. */
  isShelter: boolean;
  /** The target was refused or expired: told once, the stop stays. */
  targetLost: boolean;
  /** Others have closed a part of it: its target may be taken back once, and is placed anew for the rest. */
  isCut: boolean;
  /** The venue did not change the stop: further slices have stops of their own. */
  changeRefused: boolean;
  /** Told once: no stop is taken in this phase. */
  toldWaiting: boolean;
  /** When the stop must have been taken, microseconds UTC; infinite once it is. */
  deadlineUs: number;
  /** A refused stop is not tried again before. */
  retryUs: number;
  /** When the price reached the trigger; infinite before. */
  triggeredUs: number;
  /** Best price since the fill, for the trail. */
  bestTicks: number | undefined;
  /** The stop does not follow before. */
  nextTrailUs: number;
  /** When the new one of two stops must have been taken; infinite while there is one. */
  overlapUntilUs: number;
  /** A trail that is watched here because the venue cannot hold a second stop. */
  watchedStopTicks: number | undefined;
}

export function newBracket(protection: Protection): Bracket {
  const { entryId, side, stopTicks, targetTicks, trailTicks } = protection;
  return {
    entryId,
    side,
    stopTicks,
    targetTicks,
    trailTicks,
    remaining: 0,
    stops: [],
    targets: [],
    legs: [],
    acknowledged: [],
    closing: false,
    closingSinceUs: undefined,
    isShelter: false,
    targetLost: false,
    isCut: false,
    changeRefused: false,
    toldWaiting: false,
    deadlineUs: Infinity,
    retryUs: -Infinity,
    triggeredUs: Infinity,
    bestTicks: undefined,
    nextTrailUs: -Infinity,
    overlapUntilUs: Infinity,
    watchedStopTicks: undefined,
  };
}

/** Contracts an order may still trade; 0 when it is finished or absent. */
export function openQuantity(order: Order | undefined): number {
  return order === undefined || isFinal(order.status) ? 0 : order.quantity - order.filledQuantity;
}

/** The venue has said that it works. */
export function isTaken(order: Order): boolean {
  const { status } = order;
  return status === 'working' || status === 'partiallyFilled' || status === 'pendingReplace';
}

export function whyOf(order: Order): string {
  return order.reason ?? 'no reason given';
}

/** Two slices are one from here on. */
export function mergeInto(into: Bracket, from: Bracket, list: Bracket[]): void {
  into.remaining += from.remaining;
  into.stops.push(...from.stops);
  into.targets.push(...from.targets);
  into.legs.push(...from.legs);
  into.acknowledged.push(...from.acknowledged);
  into.closing ||= from.closing;
  list.splice(list.indexOf(from), 1);
}
