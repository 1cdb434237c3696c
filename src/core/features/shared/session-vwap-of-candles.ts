// Shared parts in; the volume-weighted average price of the session so far in points out.

import { SessionVwap } from '../indicators/session-vwap.ts';
import type { SharedParts } from '../shared-parts.ts';

/** Begins anew with each session; not ready before a session's first candle was seen. */
export function sessionVwapOfCandles(shared: SharedParts): SessionVwap {
  return shared.part('session vwap', () => new SessionVwap(), {
    candle: (average, candle) => average.push(candle),
  });
}
