// A bracket and the last price in; its stop moved after the best price since the fill, never back, by the way that the broker allows.

import { signOf } from '../market/side.ts';
import type { Bracket } from './bracket.ts';
import type { BracketLegs } from './bracket-legs.ts';
import type { BracketSettings } from './bracket-settings.ts';
import type { ExecutionOutput } from './order-desk.ts';

/** The stop is moved at most this often: each move is two messages to the broker, and messages are counted. */
const TRAIL_PACE_US = 1_000_000;

/**
 * A broker that changes stops changes this one. Elsewhere the new stop is placed before the old one goes, so that nothing is naked
 * between them; both may fill then, which is undone. Where only one exit may work the trail is watched here, the first stop stays.
 */
export function followPrice(
  bracket: Bracket,
  legs: BracketLegs,
  settings: BracketSettings,
  lastTicks: number,
  out: ExecutionOutput,
): void {
  const { trailTicks, side } = bracket;
  if (trailTicks === undefined) return;
  const sign = signOf(side);
  if (bracket.bestTicks === undefined || (lastTicks - bracket.bestTicks) * sign > 0) bracket.bestTicks = lastTicks;
  // never at the target or beyond: there the position is over anyway
  const trailed = (bracket.bestTicks - sign * trailTicks) * sign;
  const stopTicks = Math.min(trailed, bracket.targetTicks * sign - 1) * sign;
  const present = bracket.watchedStopTicks ?? bracket.stopTicks;
  if ((stopTicks - present) * sign <= 0 || legs.nowUs < bracket.nextTrailUs) return;
  const stop = legs.restingStop(bracket);
  if (stop === undefined) return;
  const changes = settings.changeStop && !bracket.changeRefused;
  if ((lastTicks - stopTicks) * sign <= 0) {
    out.alert('info', 'trailReached', `the price reached the trail of entry ${bracket.entryId}: closing at market`);
    bracket.closing = true;
  } else if (changes) {
    bracket.stopTicks = stopTicks;
    legs.changeStop(bracket, stop);
  } else if (settings.bothExitsWorking) {
    bracket.stopTicks = stopTicks;
    legs.placeStop(bracket, bracket.remaining);
    bracket.overlapUntilUs = legs.nowUs + settings.stopDeadlineUs;
    out.wake(bracket.overlapUntilUs);
  } else bracket.watchedStopTicks = stopTicks;
  bracket.nextTrailUs = legs.nowUs + TRAIL_PACE_US;
}
