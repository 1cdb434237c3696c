// One lane, the market and what is known of the trader in; what the guardian does about it out. It never enters and knows only our orders.

import type { BracketPlan } from '../../../core/account/order.ts';
import type { PriceGrid } from '../../../core/market/instrument.ts';
import { priceAt, tickAt } from '../../../core/market/price-grid.ts';
import { opposite, type Side, signOf } from '../../../core/market/side.ts';
import { fitExits } from './fit-exits.ts';
import { beginClosing, close, closingFor, isBarred } from './guard-closing.ts';
import type { GuardLane } from './guard-lane.ts';
import { cancel, counts, type GuardAction, type GuardView, type PlacedOrder, pauseUs, unseenUs } from './guard-view.ts';
import { type GuardedOrder, openOf } from './guarded-order.ts';
import { isAgainst, isThrough } from './price-reached.ts';

/** A triggered stop that has not filled after this is not going to. */
const TRIGGERED_FILL_US = 300_000;
/** With the trader there it is the trader's to get out; after this long it has not. */
const TRIGGERED_WATCHED_US = 3_000_000;
/** An order of the trader that the venue has not spoken of is no sure protection after this. */
const ANSWER_US = 1_000_000;
/** Stops of the guardian that were refused in a row. */
const STOPS_BEFORE_ALARM = 3;

/** Changes only what the lane remembers of time. */
export function guardLane(lane: GuardLane, view: GuardView): readonly GuardAction[] {
  const actions: GuardAction[] = [];
  tellOthers(lane, actions);
  if (lane.isQuiet) {
    lane.closing = undefined;
    return actions;
  }
  if (view.mode === 'close') lane.closing ??= closingFor(view.reason, view);
  if (view.mode === 'alone') {
    for (const order of lane.open)
      if (order.request.role === 'entry') cancel(order, view, 'the trader is silent', actions);
  }
  if (lane.held === 0 && (view.mode !== 'watch' || lane.closing !== undefined || lane.othersClosed > 0)) {
    for (const order of lane.open) cancel(order, view, 'nothing is held that it would close', actions);
    return actions;
  }
  if (lane.closing === undefined && view.isOutOfTime) {
    beginClosing(lane, 'nothing may be held so near the close, and its trader is gone', view, actions);
  }
  if (lane.closing === undefined && lane.held !== 0) cover(lane, view, actions);
  if (lane.closing !== undefined) close(lane, lane.closing, view, actions);
  return actions;
}

/** What others have closed is neither protected nor closed again: both would end in the opposite position. */
function tellOthers(lane: GuardLane, actions: GuardAction[]): void {
  const { strategyId, net, held, othersClosed } = lane;
  if (othersClosed > lane.othersTold) {
    const text = `${strategyId}: of ${net} by our fills others have closed ${othersClosed} at the broker; only ${held} is protected and closed here`;
    actions.push({ kind: 'alert', code: 'closedByOthers', text });
  }
  if (othersClosed !== lane.othersTold) lane.fits = 0;
  lane.othersTold = othersClosed;
}

/** What is held without a stop or an exit that the venue has, or may still have on its way. */
function nakedOf(lane: GuardLane, view: GuardView): number {
  const isThere = (order: GuardedOrder): boolean => counts(order, view);
  return Math.abs(lane.held) - lane.closingOpen('stop', isThere) - lane.closingOpen('exit', isThere);
}

function cover(lane: GuardLane, view: GuardView, actions: GuardAction[]): void {
  const { nowUs } = view;
  const lost = [...lane.open].find((order) => order.request.role === 'exit' && !counts(order, view));
  // it was to be out by now: a stop beside it is no end
  if (lost !== undefined && lost.request.side !== lane.side && !isBarred(lane, view, actions)) {
    return beginClosing(lane, 'the venue has never spoken of the exit', view, actions);
  }
  const naked = nakedOf(lane, view);
  if (naked <= 0) {
    lane.nakedSinceUs = undefined;
    standBy(lane, view, actions);
    if (lane.othersClosed > 0) fitExits(lane, view, actions);
    else if (view.mode === 'alone') takeBackSurplus(lane, view, actions);
  } else {
    lane.nakedSinceUs ??= nowUs;
    const isDue = view.mode === 'alone' || nowUs - lane.nakedSinceUs >= view.stopDeadlineUs;
    if (isDue) protect(lane, naked, view, actions);
  }
  if (lane.closing === undefined) watchStops(lane, view, actions);
}

/**
 * A stop or exit that the venue has not spoken of for a while may have vanished: until that is proven the planned stop is put beside it.
 * Should both fill, the trader undoes it; what the other has made superfluous is taken back.
 */
function standBy(lane: GuardLane, view: GuardView, actions: GuardAction[]): void {
  const { quote, nowUs } = view;
  const isAnswering = (order: GuardedOrder): boolean =>
    order.isGuardians ? counts(order, view) : order.wasSeen || unseenUs(order, view) < ANSWER_US;
  const contracts = Math.abs(lane.held) - lane.closingOpen('stop', isAnswering) - lane.closingOpen('exit', isAnswering);
  const side = lane.side!;
  const planned = lane.plans.get(side);
  if (contracts <= 0 || planned === undefined || lane.isStopRefused || !quote.isOpen) return;
  if (isThrough(side, planned.plan.stopPrice, quote)) return;
  // one that does not last is not placed again and again
  if (lane.standBys > 0 && nowUs - lane.stopUs < pauseUs(lane.standBys)) return;
  const request = unlikeOthers(lane, stopOf(lane, side, contracts, planned.entryId, planned.plan), quote.grid);
  if (request === undefined) return;
  lane.standBys += 1;
  if (lane.standBys === STOPS_BEFORE_ALARM) {
    const text = `${lane.strategyId}: what should cover ${lane.held} has no answer, and ${STOPS_BEFORE_ALARM - 1} stops beside it did not last; trying goes on`;
    actions.push({ kind: 'alert', code: 'guardianStopRefused', text });
  }
  lane.stopUs = nowUs;
  lane.isStopOfAuction = false;
  actions.push({ kind: 'place', request, reason: 'what should cover it has no answer' });
}

/** No two orders on their way may look alike, else nobody can tell them apart: the limit of a further stop is ticks nearer to its trigger. */
function unlikeOthers(lane: GuardLane, stop: PlacedOrder, grid: PriceGrid | undefined): PlacedOrder | undefined {
  const isTaken = (limit: number): boolean =>
    [...lane.open].some(
      ({ price, stopPrice, request }) =>
        request.side === stop.side && price === limit && stopPrice === stop.stopPrice && request.role === 'stop',
    );
  const { price, stopPrice } = stop;
  if (price === undefined || stopPrice === undefined || !isTaken(price)) return stop;
  if (grid === undefined) return undefined;
  const [ticks, triggerTicks, sign] = [tickAt(grid, price), tickAt(grid, stopPrice), signOf(stop.side)];
  for (let n = 1; n <= (ticks - triggerTicks) * sign; n++) {
    const limit = priceAt(grid, ticks - n * sign);
    if (!isTaken(limit)) return { ...stop, price: limit };
  }
  return undefined;
}

/** Two stops that the venue has both taken for the same contracts: with the trader away nobody else takes the guardian's back. */
function takeBackSurplus(lane: GuardLane, view: GuardView, actions: GuardAction[]): void {
  let surplus = lane.closingOpen('stop', ({ wasSeen }) => wasSeen) - Math.abs(lane.held);
  for (const order of lane.open) {
    const { request, wasSeen, isGuardians } = order;
    const open = openOf(order);
    if (request.role !== 'stop' || !isGuardians || !wasSeen || request.side === lane.side || open > surplus) continue;
    cancel(order, view, 'another stop protects', actions);
    surplus -= open;
  }
}

function protect(lane: GuardLane, naked: number, view: GuardView, actions: GuardAction[]): void {
  const side = lane.side!;
  if (isBarred(lane, view, actions)) return;
  if (lane.isStopRefused && lane.isStopOfAuction) {
    // an auction refuses what trading takes: nothing is through a trigger there, and trying goes on
    if (view.nowUs - lane.stopUs < pauseUs(view.quote.isOpen ? 0 : lane.stopsRefused)) return;
    lane.isStopRefused = false;
    if (lane.stopsRefused === STOPS_BEFORE_ALARM) {
      const text = `${lane.strategyId}: ${STOPS_BEFORE_ALARM} stops in a row were refused outside of trading; trying goes on`;
      actions.push({ kind: 'alert', code: 'guardianStopRefused', text });
    }
  }
  const planned = lane.plans.get(side);
  const hasUnseen = [...lane.open].some((order) => isProtection(order) && !counts(order, view));
  const why =
    planned === undefined
      ? 'no stop is planned for what is held'
      : lane.isStopRefused
        ? 'the stop was refused'
        : hasUnseen
          ? 'the venue has never spoken of the order that covers it'
          : view.quote.isOpen && isThrough(side, planned.plan.stopPrice, view.quote)
            ? 'the price is at the trigger of the stop already'
            : undefined;
  if (planned === undefined || why !== undefined) return beginClosing(lane, why ?? '', view, actions);
  lane.stopUs = view.nowUs;
  lane.isStopOfAuction = !view.quote.isOpen;
  actions.push({ kind: 'place', request: stopOf(lane, side, naked, planned.entryId, planned.plan), reason: 'no stop' });
}

/** Beside an exit that may still be at the venue a stop would be one order too many: what closes counts it. */
function isProtection({ request: { role } }: GuardedOrder): boolean {
  return role === 'stop' || role === 'exit';
}

/** A stop is a limit order once it has triggered: one that the price has left behind protects nothing. Only a trade triggers it. */
function watchStops(lane: GuardLane, view: GuardView, actions: GuardAction[]): void {
  const { nowUs, quote } = view;
  const side = lane.side!;
  let [isTriggered, isTouched, isBeyondLimit] = [false, false, false];
  let stops = 0;
  for (const { request, stopPrice, price } of lane.open) {
    if (request.role !== 'stop' || request.side === side || stopPrice === undefined) continue;
    isBeyondLimit ||= price !== undefined && isAgainst(side, price, quote.last, false);
    isTriggered ||= quote.isOpen && isAgainst(side, stopPrice, quote.last, true);
    isTouched ||= quote.isOpen && isThrough(side, stopPrice, quote);
    stops += 1;
  }
  // what has triggered stays so, also where the price comes back; a book that was there says nothing once it has gone
  if (stops === 0) lane.triggeredSinceUs = undefined;
  else if (isTriggered) lane.triggeredSinceUs ??= nowUs;
  lane.touchedSinceUs = isTouched ? (lane.touchedSinceUs ?? nowUs) : undefined;
  const patienceUs = view.mode === 'watch' ? TRIGGERED_WATCHED_US : isBeyondLimit ? 0 : TRIGGERED_FILL_US;
  const hasWaited = (sinceUs: number | undefined, us: number): boolean =>
    sinceUs !== undefined && nowUs - sinceUs >= us;
  if (!hasWaited(lane.triggeredSinceUs, patienceUs) && !hasWaited(lane.touchedSinceUs, TRIGGERED_WATCHED_US)) return;
  const why = isBeyondLimit ? 'the price is beyond the limit of the stop' : 'the stop has triggered and does not fill';
  beginClosing(lane, why, view, actions);
}

function stopOf(
  lane: GuardLane,
  side: Side,
  quantity: number,
  entryId: string,
  { stopPrice, stopLimitPrice }: BracketPlan,
): PlacedOrder {
  const { strategyId, instrumentId } = lane;
  const what = { side: opposite(side), type: 'stopLimit', role: 'stop', quantity } as const;
  return { strategyId, instrumentId, ...what, price: stopLimitPrice, stopPrice, bracketId: entryId };
}
