// Orders of an earlier process of this session in; the entries that still work, what is left under each bracket, and open exits out.

import type { CarriedOrder } from '../account/account-event.ts';
import type { Order } from '../account/order.ts';
import { isFinal } from '../account/order-transitions.ts';
import type { PriceGrid } from '../market/instrument.ts';
import { signOf } from '../market/side.ts';
import { openQuantity, type Protection } from './bracket.ts';
import { plannedProtection, unknownProtection } from './protections.ts';

export interface RestoredBracket {
  readonly protection: Protection;
  readonly remaining: number;
  /** Orders that have not ended. */
  readonly stops: readonly string[];
  readonly targets: readonly string[];
  /** Stops that the venue had taken when they were last heard of: they protect until it says otherwise. */
  readonly taken: readonly string[];
}

export interface RestoredOrders {
  /** Entries that have not ended, with the plan for what they may still fill. */
  readonly entries: readonly { readonly orderId: string; readonly protection: Protection | undefined }[];
  readonly brackets: readonly RestoredBracket[];
  readonly exits: readonly string[];
  /** Orders that the venue must speak of before anything is sent. */
  readonly unknown: readonly string[];
}

/**
 * `held`: signed contracts of the strategy after all fills were booked. What is held and no exit closes is laid on the entries, the newest
 * first; the legs of the others have nothing left to protect. Legs without an entry are to go as well.
 */
export function restoredOrders(
  carried: readonly CarriedOrder[],
  orderOf: (orderId: string) => Order | undefined,
  held: number,
  grid: PriceGrid,
): RestoredOrders {
  const isOpen = ({ request }: CarriedOrder): boolean => openQuantity(orderOf(request.clientOrderId)) > 0;
  const idOf = ({ request }: CarriedOrder): string => request.clientOrderId;
  const open = carried.filter(isOpen);
  const openOf = (role: string, entryId: string): readonly string[] =>
    open.filter(({ request }) => request.role === role && request.bracketId === entryId).map(idOf);
  const wasTaken = new Set(open.filter(({ status }) => status !== 'pendingNew' && status !== 'unknown').map(idOf));
  const exits = open.filter(({ request }) => request.role === 'exit').map(idOf);
  const planned = carried.filter(({ request, plan }) => request.role === 'entry' && plan !== undefined);
  const known = new Map<string, Protection>();
  for (const { request, plan } of planned) {
    known.set(request.clientOrderId, plannedProtection(request.clientOrderId, request.side, plan!, grid));
  }
  let left = held;
  for (const orderId of exits) left += signOf(orderOf(orderId)!.side) * openQuantity(orderOf(orderId));
  const brackets: RestoredBracket[] = [];
  for (const [entryId, protection] of [...known].reverse()) {
    const sign = signOf(protection.side);
    const remaining = Math.min(unprotectedOf(entryId, carried, orderOf), Math.max(0, left * sign));
    const [stops, targets] = [openOf('stop', entryId), openOf('target', entryId)];
    const taken = stops.filter((orderId) => wasTaken.has(orderId));
    left -= sign * remaining;
    if (remaining > 0 || stops.length + targets.length > 0)
      brackets.push({ protection, remaining, stops, targets, taken });
  }
  for (const { request } of open) {
    const { role, clientOrderId, bracketId = clientOrderId, side } = request;
    if ((role !== 'stop' && role !== 'target') || known.has(bracketId)) continue;
    const protection = unknownProtection(bracketId, side);
    brackets.push({ protection, remaining: 0, stops: [clientOrderId], targets: [], taken: [] });
  }
  const entries = open.filter(({ request }) => request.role === 'entry').map(idOf);
  return {
    entries: entries.map((orderId) => ({ orderId, protection: known.get(orderId) })),
    brackets,
    exits,
    unknown: open.map(idOf),
  };
}

/** Contracts of an entry that neither of its legs has closed. */
function unprotectedOf(
  entryId: string,
  carried: readonly CarriedOrder[],
  orderOf: (orderId: string) => Order | undefined,
): number {
  let filled = orderOf(entryId)?.filledQuantity ?? 0;
  for (const { request } of carried) {
    if (request.role === 'entry' || request.bracketId !== entryId) continue;
    filled -= orderOf(request.clientOrderId)?.filledQuantity ?? 0;
  }
  return Math.max(0, filled);
}

/** Whether the venue has spoken of an order that was carried over. */
export function isAnswered(order: Order | undefined): boolean {
  return order === undefined || isFinal(order.status) || (order.status !== 'unknown' && order.status !== 'pendingNew');
}
