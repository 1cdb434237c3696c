// What the group offers to strategies: makers of the specs of its features.

export { dayOfWeek, daysToRoll } from './calendar-day.ts';
export { timeOfDay } from './time-of-day.ts';
export { closingHalfHour, lunchHour, minuteOfSession, minutesToAuction, openingHalfHour } from './time-of-session.ts';
