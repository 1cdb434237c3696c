// A lane that is to be out at market in; cancels, exits and calls for a person out.

import { opposite, type Side } from '../../../core/market/side.ts';
import type { Closing, GuardLane } from './guard-lane.ts';
import {
  cancel,
  type GuardAction,
  type GuardView,
  type PlacedOrder,
  pauseUs,
  UNSEEN_WATCHED_US,
  unseenUs,
} from './guard-view.ts';

/** Legs that do not say that they are gone are waited for this long before what is held is closed all the same. */
const CONFIRM_US = 2_000_000;
/** The same for a kill switch and for a flatten of the host: flat within 2 s comes first. */
const HASTY_CONFIRM_US = 500_000;
/** Exits that nobody answers; no further one is sent on top of these. */
const UNSEEN_EXITS_MAX = 2;
const EXITS_BEFORE_ALARM = 3;
/** A broker that has not told its orders so long after it was connected. */
const HOLD_ALARM_US = 5_000_000;

export function beginClosing(lane: GuardLane, reason: string, view: GuardView, actions: GuardAction[]): void {
  lane.closing = closingFor(reason, view);
  actions.push({ kind: 'alert', code: 'outAtMarket', text: `${lane.strategyId}: ${reason}: out at market` });
}

/** Nothing that is sent now would be taken: it is not sent, and a person hears of it once. */
export function isBarred(lane: GuardLane, { quote }: GuardView, actions: GuardAction[]): boolean {
  const isNew = quote.isClosed === true && !lane.isBarred;
  lane.isBarred = quote.isClosed === true;
  if (isNew) {
    const text = `${lane.strategyId}: ${lane.held} is held and nobody can trade: it is seen to when trading goes on`;
    actions.push({ kind: 'alert', code: 'heldWhileClosed', text });
  }
  return lane.isBarred;
}

/** Takes legs back, then closes what is left; again and again until nothing is held, less and less often where it is refused. */
export function close(lane: GuardLane, closing: Closing, view: GuardView, actions: GuardAction[]): void {
  const { nowUs } = view;
  // what protects stays while nothing can take its place
  if (view.mode !== 'close' && isBarred(lane, view, actions)) return;
  if (view.mode === 'close' && !view.isAccountKnown) return holdStill(lane, closing, view, actions);
  let waits = 0;
  for (const order of lane.open) {
    if (order.request.role === 'exit' && order.request.side !== lane.side) continue;
    waits += 1;
    cancel(order, view, closing.reason, actions);
  }
  const patienceUs = view.mode === 'close' ? HASTY_CONFIRM_US : CONFIRM_US;
  if (lane.held === 0 || (waits > 0 && nowUs - closing.sinceUs < patienceUs)) return;
  heedExit(lane, closing, view, actions);
  if (isBarred(lane, view, actions)) return;
  const left = Math.abs(lane.held) - exitsThatCount(lane, closing, view, actions);
  if (left <= 0 || nowUs < closing.exitNotBeforeUs) return;
  closing.exitNotBeforeUs = nowUs + pauseUs(closing.refused);
  actions.push({ kind: 'place', request: exitOf(lane, lane.side!, left), reason: closing.reason });
}

/** A person may have closed it meanwhile, as was advised: what protects stays until the broker has told its orders. */
function holdStill(lane: GuardLane, closing: Closing, view: GuardView, actions: GuardAction[]): void {
  for (const order of lane.open) if (order.request.role === 'entry') cancel(order, view, closing.reason, actions);
  // legs are waited for from then on
  closing.sinceUs = view.nowUs;
  if (closing.isHoldTold || view.nowUs - view.readySinceUs < HOLD_ALARM_US) return;
  closing.isHoldTold = true;
  const text = `${lane.strategyId}: ${lane.held} is not closed before the broker has told the orders of the day: others may have closed it`;
  actions.push({ kind: 'alert', code: 'heldUntilKnown', text });
}

/** An exit that ended without a fill is tried again, and a person called at the third. */
function heedExit(lane: GuardLane, closing: Closing, view: GuardView, actions: GuardAction[]): void {
  const { exit } = closing;
  const { nowUs, quote } = view;
  if (quote.isOpen && !closing.wasOpen) {
    closing.refused = 0;
    closing.exitNotBeforeUs = nowUs;
  }
  closing.wasOpen = quote.isOpen;
  if (exit === undefined || lane.open.has(exit)) return;
  closing.exit = undefined;
  closing.refused = exit.filled > 0 ? 0 : closing.refused + 1;
  closing.exitNotBeforeUs = exit.filled > 0 ? nowUs : exit.sentUs + pauseUs(closing.refused);
  if (closing.refused !== EXITS_BEFORE_ALARM) return;
  const text = `${lane.strategyId}: ${EXITS_BEFORE_ALARM} exits in a row have ended without a fill; trying goes on`;
  actions.push({ kind: 'alert', code: 'guardianExitRefused', text });
}

/** One that nobody answers is given up, but not again and again: all of them may be on their way. */
function exitsThatCount(lane: GuardLane, closing: Closing, view: GuardView, actions: GuardAction[]): number {
  let unseen = 0;
  for (const { request, wasSeen } of lane.open) if (request.role === 'exit' && !wasSeen) unseen += 1;
  if (unseen >= UNSEEN_EXITS_MAX) {
    if (!closing.isUnknownTold) {
      const text = `${lane.strategyId}: nobody answers ${unseen} exits: a person has to look at the broker`;
      actions.push({ kind: 'alert', code: 'exitUnknown', text });
      closing.isUnknownTold = true;
    }
    return lane.closingOpen('exit');
  }
  return lane.closingOpen('exit', (order) => order.wasSeen || unseenUs(order, view) < UNSEEN_WATCHED_US);
}

export function closingFor(reason: string, { nowUs, quote }: GuardView): Closing {
  const attempts = { exit: undefined, refused: 0, exitNotBeforeUs: nowUs, isUnknownTold: false, isHoldTold: false };
  return { reason, sinceUs: nowUs, ...attempts, wasOpen: quote.isOpen };
}

function exitOf(lane: GuardLane, side: Side, quantity: number): PlacedOrder {
  const { strategyId, instrumentId } = lane;
  const what = { side: opposite(side), type: 'market', role: 'exit', quantity } as const;
  return { strategyId, instrumentId, ...what, price: undefined, stopPrice: undefined, bracketId: undefined };
}
