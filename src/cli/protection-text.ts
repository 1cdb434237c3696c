// A position and the orders of its session in; what takes it out, and first of all how much of it nothing does, in words out.

import type { HeldPosition, WorkingOrder } from '../runner/live/control-messages.ts';

const LEGS: ReadonlySet<string> = new Set(['stop', 'target']);
/** The broker has it: one that was not answered, or that is being cancelled, may be gone. */
const TAKEN: ReadonlySet<string> = new Set(['working', 'partiallyFilled', 'pendingReplace']);

type Held = Pick<HeldPosition, 'contract' | 'quantity' | 'watchedTarget'>;

export function isLeg({ role }: WorkingOrder): boolean {
  return LEGS.has(role);
}

export function protectionText(position: Held, orders: readonly WorkingOrder[]): string {
  const legs = of(position, orders).filter(isLeg);
  const fault = stopFault(position, legs);
  const { watchedTarget } = position;
  const isWatched = watchedTarget !== undefined && legs.every(({ role }) => role !== 'target');
  const target = `target ${watchedTarget ?? 'at an unknown price'}, watched here (not at the broker)`;
  return [...(fault === undefined ? [] : [fault]), ...legs.map(legText), ...(isWatched ? [target] : [])].join(', ');
}

/** Why a person is needed. Undefined also where a stop is on its way, or an exit for which the stops are taken away. */
export function unprotected(position: Held, orders: readonly WorkingOrder[]): string | undefined {
  const own = of(position, orders);
  const isUnderWay = own.some(({ role, status }) => role === 'exit' || (role === 'stop' && status === 'pendingNew'));
  return isUnderWay ? undefined : stopFault(position, own);
}

function of({ contract }: Held, orders: readonly WorkingOrder[]): readonly WorkingOrder[] {
  return orders.filter((order) => order.contract === contract);
}

function legText({ role, quantity, filledQuantity, price, stopPrice, status }: WorkingOrder): string {
  const filled = filledQuantity === 0 ? '' : ` (${filledQuantity} filled)`;
  const limit = stopPrice === null || price === null ? '' : ` (limit ${price})`;
  return `${role} ${quantity} at ${stopPrice ?? price ?? 'market'} ${status}${limit}${filled}`;
}

/** Undefined where stops that the broker has cover all of it. */
function stopFault({ quantity: held }: Held, orders: readonly WorkingOrder[]): string | undefined {
  const stops = orders.filter(({ role }) => role === 'stop');
  const closing = held > 0 ? 'sell' : 'buy';
  const covered = stops
    .filter(({ side, status }) => side === closing && TAKEN.has(status))
    .reduce((sum, { quantity, filledQuantity }) => sum + quantity - filledQuantity, 0);
  if (stops.length === 0) return 'NO STOP IS THERE';
  if (covered === 0) return 'NO STOP IS SURE TO BE THERE';
  return covered < Math.abs(held) ? `STOP COVERS ${covered} OF ${Math.abs(held)}` : undefined;
}
