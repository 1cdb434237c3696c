// A bracket and the last price in; whether it is to be closed at market: its stop does not fill, or what is watched here is reached.

import { signOf } from '../market/side.ts';
import type { Bracket } from './bracket.ts';
import type { BracketLegs } from './bracket-legs.ts';
import type { BracketSettings } from './bracket-settings.ts';
import type { ExecutionOutput } from './order-desk.ts';

export function isOver(
  bracket: Bracket,
  legs: BracketLegs,
  settings: BracketSettings,
  lastTicks: number,
  out: ExecutionOutput,
): boolean {
  return isStopped(bracket, legs, settings, lastTicks, out) || isAtTarget(bracket, legs, settings, lastTicks, out);
}

/** The price has passed the trigger and the stop has not filled: a stop-limit may rest for ever. */
function isStopped(
  bracket: Bracket,
  legs: BracketLegs,
  settings: BracketSettings,
  lastTicks: number,
  out: ExecutionOutput,
): boolean {
  const { side, watchedStopTicks, entryId } = bracket;
  const stopTicks = legs.clipped(bracket.stopTicks);
  const sign = signOf(side);
  if (watchedStopTicks !== undefined && (lastTicks - watchedStopTicks) * sign <= 0) {
    out.alert('info', 'trailReached', `the price reached the trail of entry ${entryId}: closing at market`);
    return true;
  }
  const beyond = (stopTicks - lastTicks) * sign;
  if (beyond >= 0 && bracket.triggeredUs === Infinity) {
    bracket.triggeredUs = legs.nowUs;
    out.wake(legs.nowUs + settings.triggeredFillUs);
  }
  if (beyond >= settings.beyondTriggerTicks || (legs.stopLimitTicks(side, stopTicks) - lastTicks) * sign > 0) {
    out.alert('warning', 'stopJumped', `price is beyond the stop of entry ${entryId}: closing at market`);
    return true;
  }
  if (legs.nowUs - bracket.triggeredUs < settings.triggeredFillUs) return false;
  out.alert('warning', 'stopNotFilled', `the stop of entry ${entryId} triggered and has not filled: closing at market`);
  return true;
}

/**
 * Where the broker has no margin for two exits, the target is watched here. Out at market, not with a limit: once its stop is cancelled
 * the position has nothing else, and a limit may not fill.
 */
function isAtTarget(
  { side, targetTicks: wantedTicks, entryId }: Bracket,
  legs: BracketLegs,
  { bothExitsWorking }: BracketSettings,
  lastTicks: number,
  out: ExecutionOutput,
): boolean {
  if (bothExitsWorking) return false;
  const { bidTicks, askTicks } = legs.market;
  const targetTicks = legs.clipped(wantedTicks);
  const sign = signOf(side);
  const touch = side === 'buy' ? bidTicks : askTicks;
  const isReached = (lastTicks - targetTicks) * sign >= 0 || (touch !== undefined && (touch - targetTicks) * sign >= 0);
  if (isReached)
    out.alert('info', 'targetReached', `the price reached the target of entry ${entryId}: closing at market`);
  return isReached;
}
