// What the guardian looks at in one lane: the market, the time and how long it waits for what; and what it may do.

import type { OrderRequest } from '../../../core/account/order.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import { type GuardedOrder, openOf } from './guarded-order.ts';

/** Cancels and orders that are asked for again and again come this often at first, then twice as long after each other. */
const AGAIN_US = 1_000_000;
const AGAIN_MOST_US = 60_000_000;
const AGAIN_SOON = 5;

/** Before the next attempt, when so many have come to nothing. */
export function pauseUs(attempts: number): number {
  return Math.min(AGAIN_MOST_US, AGAIN_US * 2 ** Math.max(0, attempts - AGAIN_SOON));
}

/** An order that the venue never spoke of covers nothing after this, with the trader there and without. */
export const UNSEEN_WATCHED_US = 5_000_000;
const UNSEEN_ALONE_US = 2_000_000;
/** After the routing login orders of before are read anew; until then nobody can have spoken of them. */
export const ORDERS_READ_US = 5_000_000;

/** Last trade and best prices; undefined where nothing is known. */
export interface GuardQuote {
  /** Continuous trading, as far as is known: stops trigger and market orders are taken. */
  readonly isOpen: boolean;
  /** The venue says that nobody can trade: whatever is sent would be refused. */
  readonly isClosed?: boolean | undefined;
  /** Undefined where nothing was heard of the instrument yet. */
  readonly grid?: PriceGrid | undefined;
  readonly last: number | undefined;
  readonly bid: number | undefined;
  readonly ask: number | undefined;
}

/**
 * `watch`: the trader is there, only a missing stop is placed. `alone`: it is silent or gone. `close`: out of everything, asked for by
 * a person.
 */
export type GuardMode = 'watch' | 'alone' | 'close';

export interface GuardView {
  readonly mode: GuardMode;
  readonly nowUs: number;
  /** Of a filled slice without a stop. */
  readonly stopDeadlineUs: number;
  /** Orders can be sent since then. */
  readonly readySinceUs: number;
  /** Since then somebody could have spoken of an order of before. */
  readonly readSinceUs: number;
  /** Nothing may be held so near the close, and nobody else sees to it. */
  readonly isOutOfTime: boolean;
  readonly quote: GuardQuote;
  /** Nothing of the account is left to be told: what is not there any more is not closed. */
  readonly isAccountKnown: boolean;
  /** Of mode `close`. */
  readonly reason: string;
}

export type PlacedOrder = Omit<OrderRequest, 'clientOrderId'>;

/** Performed in their order. */
export type GuardAction =
  | { readonly kind: 'place'; readonly request: PlacedOrder; readonly reason: string }
  | { readonly kind: 'cancel'; readonly order: GuardedOrder; readonly reason: string }
  | {
      readonly kind: 'alert';
      readonly code:
        | 'guardianExitRefused'
        | 'guardianStopRefused'
        | 'heldWhileClosed'
        | 'heldUntilKnown'
        | 'closedByOthers'
        | 'exitsTooLarge'
        | 'exitUnknown'
        | 'outAtMarket';
      readonly text: string;
    };

/** The venue has spoken of the order, or has had little time to. */
export function counts(order: GuardedOrder, view: GuardView): boolean {
  const patienceUs = view.mode === 'watch' ? UNSEEN_WATCHED_US : UNSEEN_ALONE_US;
  return order.wasSeen || unseenUs(order, view) < patienceUs;
}

/** For how long the venue could have spoken of an order and has not. */
export function unseenUs({ sentUs }: GuardedOrder, { nowUs, readySinceUs, readSinceUs }: GuardView): number {
  return sentUs < readySinceUs ? nowUs - readSinceUs : nowUs - sentUs;
}

export function cancel(order: GuardedOrder, { nowUs }: GuardView, reason: string, actions: GuardAction[]): void {
  if (openOf(order) === 0) return;
  if (order.cancelUs !== undefined && nowUs - order.cancelUs < pauseUs(order.cancels)) return;
  order.cancelUs = nowUs;
  order.cancels += 1;
  actions.push({ kind: 'cancel', order, reason });
}
