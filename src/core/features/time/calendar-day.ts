// The session's day in the week and in the contract's life: makers of the specs.

import type { FeatureSpec } from '../feature.ts';
import { clock } from './clock.ts';

/** `dayOfWeek`: 1 Monday to 5 Friday; 6 and 7 only in test sessions. */
export function dayOfWeek(): FeatureSpec {
  return clock(
    {
      id: 'dayOfWeek',
      meaning: 'day of the week, 1 Monday',
      formula: 'day of the week of the session',
      unit: 'day',
      range: [1, 7],
      scale: 'discrete',
    },
    (out, _candle, session) => {
      out.set(session.dayOfWeek);
    },
  );
}

/** `daysToRoll`: trading days until the contract's last trading day; 0 on it. */
export function daysToRoll(): FeatureSpec {
  return clock(
    {
      id: 'daysToRoll',
      meaning: "trading days to the contract's last",
      formula: 'trading days from the session to the last of the contract',
      unit: 'days',
      scale: 'discrete',
    },
    (out, _candle, session) => {
      out.set(session.daysToRoll);
    },
  );
}
