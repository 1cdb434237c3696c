// The vendor's numbers for what an order is and what became of a message in; our states of an order out.

import type { OrderStatus } from '../../../core/account/order.ts';
import type { VendorOrder } from '../decode/feed-facts.ts';
import { NL_CODES } from '../nl-codes.ts';
import type { CallOutcome } from './order-calls.ts';

/** What the vendor calls a status, for people, beside what it means here. */
interface StatusMeaning {
  readonly name: string;
  readonly status: OrderStatus;
}

const meaning = (name: string, status: OrderStatus): StatusMeaning => ({ name, status });

/** Where a name does not say whether the order is alive, `unknown`: it keeps its risk until someone knows. */
const meanings: ReadonlyMap<number, StatusMeaning> = new Map([
  [0, meaning('new', 'working')],
  [1, meaning('partially filled', 'partiallyFilled')],
  [2, meaning('filled', 'filled')],
  [3, meaning('done for day', 'expired')],
  [4, meaning('cancelled', 'cancelled')],
  [5, meaning('replaced', 'working')],
  [6, meaning('pending cancel', 'pendingCancel')],
  [7, meaning('stopped', 'unknown')],
  [8, meaning('rejected', 'rejected')],
  // not triggered, or held by the exchange: it may still trade
  [9, meaning('suspended', 'working')],
  [10, meaning('pending new', 'pendingNew')],
  [11, meaning('calculated', 'unknown')],
  [12, meaning('expired', 'expired')],
  [13, meaning('accepted for bidding', 'working')],
  [14, meaning('pending replace', 'pendingReplace')],
  [15, meaning('partially filled and cancelled', 'cancelled')],
  [16, meaning('received', 'pendingNew')],
  [17, meaning('partially filled and expired', 'expired')],
  [18, meaning('partially filled and rejected', 'rejected')],
  [200, meaning('unknown', 'unknown')],
  [201, meaning("created at the vendor's order server", 'pendingNew')],
  [202, meaning('sent to the broker', 'pendingNew')],
  [203, meaning('created at the client', 'pendingNew')],
  [204, meaning('not created', 'rejected')],
  [205, meaning('cancelled by an administrator', 'cancelled')],
  [206, meaning('delayed at the gateway', 'pendingNew')],
  [207, meaning('scheduled', 'pendingNew')],
]);

/** Our status for the vendor's; a number without a known meaning is `unknown`. */
export function statusOf(vendorStatus: number): OrderStatus {
  return meanings.get(vendorStatus)?.status ?? 'unknown';
}

export function statusName(vendorStatus: number): string {
  return meanings.get(vendorStatus)?.name ?? `status ${vendorStatus}`;
}

/** `onItsWay` says nothing yet; `unknown` leaves open whether it was taken. */
export type MessageOutcome = 'onItsWay' | 'accepted' | 'refused' | 'unknown';

const onTheirWay: ReadonlySet<number> = new Set([0, 2, 4, 6, 8, 17]);
const refusals: ReadonlySet<number> = new Set([3, 5, 7, 9, 11, 12, 24]);
const ACCEPTED = 10;

/** What a trading message result says about the request. Not connected (1) may have been sent or not. */
export function messageOutcome(code: number): MessageOutcome {
  if (onTheirWay.has(code)) return 'onItsWay';
  if (refusals.has(code)) return 'refused';
  return code === ACCEPTED ? 'accepted' : 'unknown';
}

/** Answers of a sending call after which nobody knows whether the order is at the vendor. */
const openCodes: ReadonlySet<string> = new Set(['NL_INTERNAL_ERROR', 'NL_TIMEOUT', 'NL_WAITING_SERVER']);

/**
 * What a negative answer of a sending call says: most of those with a name are given before anything is sent. `code`: the vendor's name,
 * or anything else, of which nobody knows what it means.
 */
function refusalOutcome(code: string | undefined): 'refused' | 'unknown' {
  return code === undefined || !Object.hasOwn(NL_CODES, code) || openCodes.has(code) ? 'unknown' : 'refused';
}

/** What a call without an id of the vendor means for its order: only what certainly did not reach the venue is refused. */
export function failureOf(
  outcome: Exclude<CallOutcome<unknown>, { readonly kind: 'answered' }>,
): 'refused' | 'unknown' {
  if (outcome.kind === 'error') return refusalOutcome(outcome.code);
  return outcome.kind === 'lost' ? 'unknown' : 'refused';
}

/** What the record says about the order's life: quantities go before the word for it, which may come too early. */
function livelyStatus({ status, traded }: VendorOrder, quantity: number): OrderStatus {
  if (traded === quantity) return 'filled';
  const said = statusOf(status);
  if (said === 'filled' || said === 'partiallyFilled') return traded > 0 ? 'partiallyFilled' : 'working';
  return said;
}

export interface VendorWord {
  readonly said: OrderStatus;
  /** Another than what was said where quantities say more than the word. */
  readonly meant: OrderStatus;
  readonly reason: string;
}

const NOTHING_LEFT = ', and nothing is left of it';

/** Of an end that quantities told, not a word; it is kept with the order. */
export function isInferredReason(reason: string): boolean {
  return reason.endsWith(NOTHING_LEFT);
}

/** `isOver`: where the word does not say whether the order is alive, what else is known says that it is not. */
export function wordOf(vendor: VendorOrder, quantity: number, isOver: boolean): VendorWord {
  const said = livelyStatus(vendor, quantity);
  const reason = vendor.text || statusName(vendor.status);
  if (said !== 'unknown' || !isOver) return { said, meant: said, reason };
  return { said, meant: 'cancelled', reason: `${reason}${NOTHING_LEFT}` };
}

/**
 * Nothing is left of it, not even what did not trade, though something was (`hadLeaves`: an earlier record told it), or though it has a
 * closing time. A record whose fields were never set says nothing.
 */
export function hasNothingLeft({ leaves, closedUs, quantity, side }: VendorOrder, hadLeaves: boolean): boolean {
  return leaves === 0 && quantity > 0 && (side === 1 || side === 2) && (hadLeaves || closedUs !== undefined);
}
