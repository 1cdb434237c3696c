// What the group offers to strategies: makers of the specs of its features.

export {
  closingHalfHour,
  dayOfWeek,
  daysToRoll,
  lunchHour,
  minuteOfSession,
  minutesToAuction,
  openingHalfHour,
  timeOfDay,
} from './time-of-session.ts';
