// Times in; what the clock of São Paulo shows then, with its offset, for people, out: what programs read stays in UTC.

import { formatLocalTime, utcOffsetMinutesAt } from '../core/market/civil-time.ts';

const US_PER_MS = 1000;
const DAY_LETTERS = 10;
const SECONDS_END = 19;
const ISO_UTC = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z\b/g;

/** `2026-09-14 10:31:02 -03`; UTC where a clock is so wrong that nobody knows its offset. @param us microseconds UTC */
export function localTime(us: number): string {
  const whole = Math.floor(us);
  try {
    return `${formatLocalTime(whole).slice(0, SECONDS_END)} ${offsetText(whole)}`;
  } catch {
    return new Date(us / US_PER_MS).toISOString();
  }
}

/** `10:31:02 -03`, for what happens on the day of whoever reads it. @param us microseconds UTC */
export function localClock(us: number): string {
  return localTime(us).slice(DAY_LETTERS + 1);
}

/** @param iso such as 2026-09-14T13:31:02.000Z */
export function localTimeOf(iso: string): string {
  return localTime(Date.parse(iso) * US_PER_MS);
}

/** A sentence with times UTC in it, as people read it. */
export function inLocalTime(text: string): string {
  return text.replaceAll(ISO_UTC, localTimeOf);
}

function offsetText(us: number): string {
  const minutes = utcOffsetMinutesAt(us);
  const hours = String(Math.abs(minutes) / 60).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${hours}`;
}
