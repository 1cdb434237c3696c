// What a strategy's decide() may return: hold, go flat, or a direction with its stop and target distances.

import { assert } from '../assert.ts';

export interface BracketDistances {
  /** Points between entry and stop, > 0; or use stopAtr. */
  readonly stopPoints: number;
  /** Points between entry and target, > 0. */
  readonly targetPoints: number;
  /** Points at which the stop follows the best price since the entry, > 0. Absent: it stays where it is. */
  readonly trailPoints?: number;
}

export type Wanted =
  | { readonly kind: 'hold'; readonly reason: string }
  | { readonly kind: 'flat'; readonly reason: string }
  | {
      readonly kind: 'direction';
      readonly direction: 1 | -1;
      readonly bracket: BracketDistances;
      readonly reason: string;
    };

/** A strategy is code that people write: what it returns is looked at in every field, whatever its type said. */
export function isWanted(value: unknown): value is Wanted {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, reason, direction, bracket } = value as Readonly<Record<string, unknown>>;
  if (typeof reason !== 'string') return false;
  if (kind !== 'direction') return kind === 'hold' || kind === 'flat';
  return (direction === 1 || direction === -1) && isBracket(bracket);
}

function isBracket(value: unknown): value is BracketDistances {
  if (typeof value !== 'object' || value === null) return false;
  const { stopPoints, targetPoints, trailPoints } = value as Readonly<Record<string, unknown>>;
  const isTrail = trailPoints === undefined || typeof trailPoints === 'number';
  return typeof stopPoints === 'number' && typeof targetPoints === 'number' && isTrail;
}

/** Changes nothing: what is held stays with its stop and target. */
export function hold(reason: string): Wanted {
  return { kind: 'hold', reason };
}

/** Out of everything this strategy holds. */
export function flat(reason: string): Wanted {
  return { kind: 'flat', reason };
}

/**
 * Long (+1) or short (−1) with stop and target as distances from the entry, so that neither can lie on the wrong side.
 * 0 is the same as flat. Throws RangeError for a distance that is not a positive number.
 */
export function target(direction: 1 | 0 | -1, bracket: BracketDistances, reason: string): Wanted {
  if (direction === 0) return flat(reason);
  // by name: a distance that was left out is refused as well
  for (const name of ['stopPoints', 'targetPoints'] as const) {
    const value = bracket[name];
    if (!(Number.isFinite(value) && value > 0))
      throw new RangeError(`${name} must be a positive number of points, is ${value}`);
  }
  const { trailPoints } = bracket;
  if (trailPoints !== undefined && !(Number.isFinite(trailPoints) && trailPoints > 0))
    throw new RangeError(`trailPoints must be a positive number of points, is ${trailPoints}`);
  assert(direction === 1 || direction === -1, `direction must be −1, 0 or 1, is ${direction}`);
  return { kind: 'direction', direction, bracket, reason };
}
