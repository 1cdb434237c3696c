// Nothing in; the places in the session of the catalogue with their default parameters out.

import type { FeatureSpec } from '../feature.ts';
import { dayOfWeek, daysToRoll } from './calendar-day.ts';
import { timeOfDay } from './time-of-day.ts';
import * as time from './time-of-session.ts';

export const timeDefaults: readonly FeatureSpec[] = [
  time.minuteOfSession(),
  timeOfDay.sin(),
  timeOfDay.cos(),
  dayOfWeek(),
  time.openingHalfHour(),
  time.closingHalfHour(),
  time.lunchHour(),
  daysToRoll(),
  time.minutesToAuction(),
];
