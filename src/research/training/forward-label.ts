// Takes the candles of one session and a decision at one of them; gives what the price did next. It looks forward: research only.

import type { Candle } from '../../core/candles/candle.ts';

export interface ForwardLabel {
  /** Exit / entry − 1, a fraction. */
  readonly forwardReturn: number;
  /** Points. */
  readonly entryPrice: number;
  /** When the label is known, microseconds UTC. */
  readonly knownUs: number;
}

/** The order of the classes in every model. */
export const DOWN = 0;
export const FLAT = 1;
export const UP = 2;

/**
 * Entry is the open of the candle after the decision, the first price that could be had; exit the close of the candle
 * `horizonCandles` after the decision. Undefined when the session has no such candle: no label crosses a session.
 */
export function forwardLabel(session: readonly Candle[], at: number, horizonCandles: number): ForwardLabel | undefined {
  const entry = session[at + 1];
  const exit = session[at + horizonCandles];
  if (entry === undefined || exit === undefined) return undefined;
  return { forwardReturn: exit.close / entry.open - 1, entryPrice: entry.open, knownUs: exit.closeTimeUs };
}

/** `neutralPoints`: a move of no more than this, either way, is flat; what a trade costs is a good choice. */
export function directionClass(label: ForwardLabel, neutralPoints: number): number {
  const neutral = neutralPoints / label.entryPrice;
  if (label.forwardReturn > neutral) return UP;
  return label.forwardReturn < -neutral ? DOWN : FLAT;
}
