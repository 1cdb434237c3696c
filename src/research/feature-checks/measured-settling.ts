// A feature and a long run of candles in; the candles after which the start of its state no longer shows out.

import type { FeatureSpec } from '../../core/features/feature.ts';
import { type FeatureEvent, FeaturePlayer } from './feature-events.ts';

/** A value has settled when it is nearer than this to that of the endless history, relative to the larger of it and its own spread. */
export const SETTLED_WITHIN = 1e-6;

/** Places at which the two are compared. */
const PLACES = 4;

export interface MeasuredSettling {
  /** Candles; undefined where even the longest start that the data allow still shows. */
  readonly candles: number | undefined;
  /** The longest start that was tried. */
  readonly longest: number;
}

/**
 * Compares at several candles the value of the whole history with that of the last W candles before, and gives the least W from which
 * on no place differs. `events` are candles; the more of them before the first place, the nearer the whole history is to an endless one.
 */
export function measuredSettling(spec: FeatureSpec, events: readonly FeatureEvent[]): MeasuredSettling {
  const player = new FeaturePlayer();
  const endless = player.valuesOf(spec, events);
  const spread = spreadOf(endless);
  const longest = Math.floor(events.length / 2);
  const places = Array.from({ length: PLACES }, (_, k) => events.length - 1 - Math.floor((k * longest) / (2 * PLACES)));
  const isSettled = (candles: number): boolean =>
    places.every((place) => {
      const expected = endless[place];
      const value = player.valuesOf(spec, events.slice(place + 1 - candles, place + 1)).at(-1);
      if (expected === undefined || value === undefined) return expected === value;
      return Math.abs(value - expected) <= SETTLED_WITHIN * Math.max(Math.abs(expected), spread);
    });
  if (!isSettled(longest)) return { candles: undefined, longest };
  let low = spec.meta.warmup - 1;
  let high = longest;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (isSettled(middle)) high = middle;
    else low = middle;
  }
  return { candles: high, longest };
}

function spreadOf(values: readonly (number | undefined)[]): number {
  const known = values.filter((value) => value !== undefined);
  if (known.length === 0) return 0;
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
}
