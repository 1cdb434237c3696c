// A wanted direction with entry, stop and target on the tick grid: a wrong side cannot be built.

import { assert } from '../assert.ts';
import type { Instrument } from '../market/instrument.ts';
import type { Side } from '../market/side.ts';
import type { BracketDistances } from './wanted.ts';

export interface Signal {
  readonly strategyId: string;
  readonly instrumentId: number;
  readonly side: Side;
  /** Integer ticks. For a buy stop < entry < target, for a sell the other way round. */
  readonly entryTicks: number;
  readonly stopTicks: number;
  readonly targetTicks: number;
  /** Where given, the stop follows the best price since the fill at this distance; never back. */
  readonly trailTicks?: number;
  readonly reason: string;
}

/**
 * Places stop and target around an entry price. Stops round away from the entry, targets towards it, the distance of a trailing stop away
 * from the price; each is at least one tick. Throws RangeError when a distance leads to no price.
 */
export function makeSignal(
  strategyId: string,
  instrumentId: number,
  instrument: Instrument,
  direction: 1 | -1,
  entryTicks: number,
  bracket: BracketDistances,
  reason: string,
): Signal {
  assert(Number.isSafeInteger(entryTicks) && entryTicks > 0, `entry must be a positive tick, is ${entryTicks}`);
  const stopDistance = Math.max(1, Math.ceil(bracket.stopPoints / instrument.tick - 1e-9));
  const targetDistance = Math.max(1, Math.floor(bracket.targetPoints / instrument.tick + 1e-9));
  const stopTicks = entryTicks - direction * stopDistance;
  const targetTicks = entryTicks + direction * targetDistance;
  const trailTicks =
    bracket.trailPoints === undefined
      ? undefined
      : Math.max(1, Math.ceil(bracket.trailPoints / instrument.tick - 1e-9));
  if (trailTicks !== undefined && !Number.isSafeInteger(trailTicks))
    throw new RangeError(`a stop that trails by ${bracket.trailPoints} points leads to no price`);
  if (!(stopTicks > 0 && targetTicks > 0 && Number.isSafeInteger(stopTicks) && Number.isSafeInteger(targetTicks))) {
    const { stopPoints, targetPoints } = bracket;
    throw new RangeError(`a stop of ${stopPoints} and a target of ${targetPoints} points lead to no price`);
  }
  return {
    strategyId,
    instrumentId,
    side: direction === 1 ? 'buy' : 'sell',
    entryTicks,
    stopTicks,
    targetTicks,
    ...(trailTicks === undefined ? {} : { trailTicks }),
    reason,
  };
}
