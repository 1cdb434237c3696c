// The candle's place in its session, by the session calendar: makers of the specs.

import { timeOfDayUsAt, US_PER_HOUR, US_PER_MINUTE } from '../../market/civil-time.ts';
import type { FeatureSpec } from '../feature.ts';
import { clock, flag } from './clock.ts';

const HALF_HOUR_US = 30 * US_PER_MINUTE;
const LUNCH_FROM_US = 12 * US_PER_HOUR;
const LUNCH_TO_US = 13 * US_PER_HOUR;

/** `minuteOfSession`: minutes from the session's opening to the close of the candle, or to the decision; 1 for the first one-minute candle. */
export function minuteOfSession(): FeatureSpec {
  return clock(
    {
      id: 'minuteOfSession',
      meaning: 'minutes from the opening to the end of the candle',
      formula: '(end of the candle − opening) / 1 minute',
      unit: 'minutes',
    },
    (out, candle, session) => {
      out.set((candle.closeTimeUs - session.openUs) / US_PER_MINUTE);
    },
  );
}

/** `minutesToAuction`: minutes from the end of the candle to the session's close, when the closing call begins; not below 0. */
export function minutesToAuction(): FeatureSpec {
  return clock(
    {
      id: 'minutesToAuction',
      meaning: 'minutes from the end of the candle to the close',
      formula: 'max(0, (close of the session − end of the candle) / 1 minute)',
      unit: 'minutes',
    },
    (out, candle, session) => {
      out.set(Math.max(0, (session.closeUs - candle.closeTimeUs) / US_PER_MINUTE));
    },
  );
}

/** `openingHalfHour`: 1 where the candle ends within 30 minutes of the opening, else 0. */
export function openingHalfHour(): FeatureSpec {
  return flag(
    'openingHalfHour',
    '1 in the first half hour of the session',
    'end of the candle ≤ opening + 30 minutes',
    (out, candle, session) => {
      out.set(candle.closeTimeUs <= session.openUs + HALF_HOUR_US ? 1 : 0);
    },
  );
}

/** `closingHalfHour`: 1 where the candle ends in the last 30 minutes before the close, else 0. */
export function closingHalfHour(): FeatureSpec {
  return flag(
    'closingHalfHour',
    '1 in the last half hour of the session',
    'end of the candle > close of the session − 30 minutes',
    (out, candle, session) => {
      out.set(candle.closeTimeUs > session.closeUs - HALF_HOUR_US ? 1 : 0);
    },
  );
}

/** `lunchHour`: 1 where the candle ends after 12:00 and not after 13:00 local time, else 0. */
export function lunchHour(): FeatureSpec {
  return flag(
    'lunchHour',
    '1 from 12:00 to 13:00 local time',
    '12:00 < local end of the candle ≤ 13:00',
    (out, candle) => {
      const timeOfDayUs = timeOfDayUsAt(candle.closeTimeUs);
      out.set(timeOfDayUs > LUNCH_FROM_US && timeOfDayUs <= LUNCH_TO_US ? 1 : 0);
    },
  );
}
