// Nothing in; the places in the session of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import * as time from './time-of-session.ts';

export const timeDefaults: readonly FeatureSpec[] = [
  time.minuteOfSession(),
  time.timeOfDay.sin(),
  time.timeOfDay.cos(),
  time.dayOfWeek(),
  time.openingHalfHour(),
  time.closingHalfHour(),
  time.lunchHour(),
  time.daysToRoll(),
  time.minutesToAuction(),
];
