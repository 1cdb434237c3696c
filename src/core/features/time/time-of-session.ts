// The candle's place in its session, day and contract life, by the session calendar: makers of the specs.

import { timeOfDayUsAt, US_PER_DAY, US_PER_HOUR, US_PER_MINUTE } from '../../market/civil-time.ts';
import { defineFeature, type FeatureStep } from '../define-feature.ts';
import type { FeatureSpec } from '../feature.ts';

const HALF_HOUR_US = 30 * US_PER_MINUTE;
const LUNCH_FROM_US = 12 * US_PER_HOUR;
const LUNCH_TO_US = 13 * US_PER_HOUR;

function clock(
  id: string,
  meaning: string,
  unit: string,
  range: readonly [number, number] | undefined,
  step: FeatureStep,
): FeatureSpec {
  return defineFeature(
    {
      id,
      meaning,
      group: 'time',
      unit,
      ...(range === undefined ? {} : { range }),
      warmup: 1,
      inputs: ['clock'],
      sessionRule: 'reset',
    },
    () => step,
  );
}

function flag(id: string, meaning: string, step: FeatureStep): FeatureSpec {
  return clock(id, meaning, '0 or 1', [0, 1], step);
}

/** `minuteOfSession`: minutes from the session's opening to the close of the candle; 1 for the first one-minute candle. */
export function minuteOfSession(): FeatureSpec {
  return clock(
    'minuteOfSession',
    'minutes from the opening to the end of the candle',
    'minutes',
    undefined,
    (out, candle, session) => {
      out.set((candle.closeTimeUs - session.openUs) / US_PER_MINUTE);
    },
  );
}

function angle(closeTimeUs: number): number {
  return (2 * Math.PI * timeOfDayUsAt(closeTimeUs)) / US_PER_DAY;
}

function sin(): FeatureSpec {
  const meaning = "sine of the local time of day at the candle's end";
  return clock('timeOfDaySin', meaning, '−1..1', [-1, 1], (out, candle) => {
    out.set(Math.sin(angle(candle.closeTimeUs)));
  });
}

function cos(): FeatureSpec {
  const meaning = "cosine of the local time of day at the candle's end";
  return clock('timeOfDayCos', meaning, '−1..1', [-1, 1], (out, candle) => {
    out.set(Math.cos(angle(candle.closeTimeUs)));
  });
}

/** `timeOfDaySin`, `timeOfDayCos`: the exchange's local time at the end of the candle as an angle, 24 hours to the turn. */
export const timeOfDay = { sin, cos };

/** `dayOfWeek`: 1 Monday to 5 Friday; 6 and 7 only in test sessions. */
export function dayOfWeek(): FeatureSpec {
  return clock('dayOfWeek', 'day of the week, 1 Monday', 'day', [1, 7], (out, _candle, session) => {
    out.set(session.dayOfWeek);
  });
}

/** `openingHalfHour`: 1 where the candle ends within 30 minutes of the opening, else 0. */
export function openingHalfHour(): FeatureSpec {
  return flag('openingHalfHour', '1 in the first half hour of the session', (out, candle, session) => {
    out.set(candle.closeTimeUs <= session.openUs + HALF_HOUR_US ? 1 : 0);
  });
}

/** `closingHalfHour`: 1 where the candle ends in the last 30 minutes before the close, else 0. */
export function closingHalfHour(): FeatureSpec {
  return flag('closingHalfHour', '1 in the last half hour of the session', (out, candle, session) => {
    out.set(candle.closeTimeUs > session.closeUs - HALF_HOUR_US ? 1 : 0);
  });
}

/** `lunchHour`: 1 where the candle ends after 12:00 and not after 13:00 local time, else 0. */
export function lunchHour(): FeatureSpec {
  return flag('lunchHour', '1 from 12:00 to 13:00 local time', (out, candle) => {
    const timeOfDayUs = timeOfDayUsAt(candle.closeTimeUs);
    out.set(timeOfDayUs > LUNCH_FROM_US && timeOfDayUs <= LUNCH_TO_US ? 1 : 0);
  });
}

/** `daysToRoll`: trading days until the contract's last trading day; 0 on it. */
export function daysToRoll(): FeatureSpec {
  return clock('daysToRoll', "trading days to the contract's last", 'days', undefined, (out, _candle, session) => {
    out.set(session.daysToRoll);
  });
}

/** `minutesToAuction`: minutes from the end of the candle to the session's close, when the closing call begins; not below 0. */
export function minutesToAuction(): FeatureSpec {
  return clock(
    'minutesToAuction',
    'minutes from the end of the candle to the close',
    'minutes',
    undefined,
    (out, candle, session) => {
      out.set(Math.max(0, (session.closeUs - candle.closeTimeUs) / US_PER_MINUTE));
    },
  );
}
