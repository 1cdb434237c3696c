// A lane of which others have closed a part at the broker in; stops and targets made to fit the rest out, with the rest always under a stop.

import { opposite } from '../../../core/market/side.ts';
import type { GuardLane } from './guard-lane.ts';
import { cancel, type GuardAction, type GuardView, type PlacedOrder, pauseUs } from './guard-view.ts';
import { type GuardedOrder, openOf } from './guarded-order.ts';
import { isThrough } from './price-reached.ts';

const WHY = 'others have closed at the broker what it would close';
/** Smaller stops that did not last, in a row. */
const FITS_BEFORE_ALARM = 3;

/**
 * More than is held would turn the account over. Whole orders go where the others are enough; a stop that is larger than that gets a smaller
 * one beside it first, and goes once the venue has taken that. Targets go at once: what is held has its stop, and the trader may aim anew.
 * Nothing is done while the news contradict each other, or while anything of the lane is on its way.
 */
export function fitExits(lane: GuardLane, view: GuardView, actions: GuardAction[]): void {
  const { side } = lane;
  if (side === undefined || !lane.isOthersSure || !view.isAccountKnown || !isCalm(lane)) return;
  const held = Math.abs(lane.held);
  const [stops, targets] = [exitsOf(lane, 'stop'), exitsOf(lane, 'target')];
  const [left, leftOfTargets] = [takeBack(stops, held, view, actions), takeBack(targets, held, view, actions)];
  const stop = stops.find(isStaying);
  // one that was asked to go before is asked again
  const target = targets.find((order) => !isStaying(order)) ?? targets[0];
  if (leftOfTargets > 0 && target !== undefined) cancel(target, view, WHY, actions);
  if (left > 0 && stop !== undefined) placeSmaller(lane, stop, openOf(stop) - left, view, actions);
}

function isStaying({ cancelUs }: GuardedOrder): boolean {
  return cancelUs === undefined;
}

/** Every order of the lane is one that the venue has, but those that the guardian takes back. */
function isCalm({ open }: GuardLane): boolean {
  for (const { request, status, wasSeen, cancelUs } of open) {
    if (request.role === 'entry' || request.role === 'exit') return false;
    if (cancelUs !== undefined) continue;
    if (!wasSeen || (status !== 'working' && status !== 'partiallyFilled')) return false;
  }
  return true;
}

/** Of a role, that would close what is held; the largest first, and the oldest of those alike. */
function exitsOf(lane: GuardLane, role: 'stop' | 'target'): readonly GuardedOrder[] {
  return [...lane.open]
    .filter(({ request }) => request.role === role && request.side === opposite(lane.side!))
    .sort((one, other) => openOf(other) - openOf(one));
}

/**
 * Takes back whole orders that are not needed beside the others, and gives what is still too much. One that was asked to go before is asked
 * again, and is gone already for this sum.
 */
function takeBack(orders: readonly GuardedOrder[], held: number, view: GuardView, actions: GuardAction[]): number {
  let left = -held;
  for (const order of orders) left += openOf(order);
  const going = orders.filter((order) => !isStaying(order));
  for (const order of [...going, ...orders.filter(isStaying)]) {
    if (left <= 0 || openOf(order) > left) continue;
    cancel(order, view, WHY, actions);
    left -= openOf(order);
  }
  return left;
}

function placeSmaller(
  lane: GuardLane,
  { request, price, stopPrice }: GuardedOrder,
  quantity: number,
  view: GuardView,
  actions: GuardAction[],
): void {
  const { nowUs, quote } = view;
  if (!quote.isOpen || stopPrice === undefined || isThrough(lane.side!, stopPrice, quote)) return;
  if (lane.fits > 0 && nowUs - lane.stopUs < pauseUs(lane.fits)) return;
  // the venue has named every other order of the lane: this one may look like one of them
  const { strategyId, instrumentId, side, type, role, bracketId } = request;
  const smaller: PlacedOrder = { strategyId, instrumentId, side, type, role, quantity, price, stopPrice, bracketId };
  lane.fits += 1;
  if (lane.fits === FITS_BEFORE_ALARM) {
    const text = `${lane.strategyId}: stops are larger than the ${lane.held} that the account still holds, and ${FITS_BEFORE_ALARM - 1} smaller ones did not last; trying goes on`;
    actions.push({ kind: 'alert', code: 'exitsTooLarge', text });
  }
  lane.stopUs = nowUs;
  lane.isStopOfAuction = false;
  actions.push({ kind: 'place', request: smaller, reason: 'others have closed a part: a smaller stop' });
}
