// A time zone to the days in it: which instant a local clock shows, and on which local day an instant falls.

import { utcOffsetMinutesAt } from '../../core/market/civil-time.ts';
import { DAY_US } from './candle-kind.ts';

const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;
const FIXED = /^([+-])(\d{2}):(\d{2})$/;
const MAX_FIXED_MINUTES = 14 * 60;
const SAO_PAULO = 'America/Sao_Paulo';
/** Sao Paulo's own rules hold for these years; no row of another year gets this far. */
const FIRST_US = Date.UTC(2008, 0, 2) * 1000;
const LAST_US = Date.UTC(2099, 11, 30) * 1000;

/** True for IANA names and for offsets such as -03:00. */
export function isTimeZone(text: string): boolean {
  const fixed = fixedMinutesOf(text);
  if (fixed !== undefined) return Math.abs(fixed) <= MAX_FIXED_MINUTES;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * The days of one zone, with what holds on the day asked for last. A local time that happens twice, when clocks are put
 * back, is the first of the two; one that never happens, when they are put forward, is read with the offset before it,
 * and so lands after the gap.
 */
export class ZoneDays {
  private readonly offsetUsAt: (utcUs: number) => number;
  private dayNumber = Number.NaN;
  private startUs = Number.NaN;
  private endUs = Number.NaN;
  private offsetUs = 0;
  /** Instant at which the clocks are changed on or around the day; infinite when they are not. */
  private changeUs = Number.POSITIVE_INFINITY;
  private offsetAfterUs = 0;

  /** `timeZone` as `isTimeZone` lets it through. */
  constructor(timeZone: string) {
    this.offsetUsAt = offsetsOf(timeZone);
  }

  /** Microseconds UTC of the first instant of a local day. */
  midnightUs(dayNumber: number): number {
    this.turnTo(dayNumber);
    return this.startUs;
  }

  /** Microseconds UTC of a local clock that shows `timeOfDayUs` since midnight. */
  utcUs(dayNumber: number, timeOfDayUs: number): number {
    this.turnTo(dayNumber);
    const localUs = dayNumber * DAY_US + timeOfDayUs;
    return this.instantOf(localUs);
  }

  /** The local day of an instant, microseconds UTC. */
  dayNumberAt(utcUs: number): number {
    if (utcUs >= this.startUs && utcUs < this.endUs) return this.dayNumber;
    const dayNumber = Math.floor((utcUs + this.offsetUsAt(utcUs)) / DAY_US);
    this.turnTo(dayNumber);
    return dayNumber;
  }

  private instantOf(localUs: number): number {
    const before = localUs - this.offsetUs;
    if (before < this.changeUs) return before;
    const after = localUs - this.offsetAfterUs;
    return after >= this.changeUs ? after : before;
  }

  private turnTo(dayNumber: number): void {
    if (dayNumber === this.dayNumber) return;
    const localUs = dayNumber * DAY_US;
    const fromUs = localUs - DAY_US;
    const toUs = localUs + 2 * DAY_US;
    this.offsetUs = this.offsetUsAt(fromUs);
    this.offsetAfterUs = this.offsetUsAt(toUs);
    const changes = this.offsetUs !== this.offsetAfterUs;
    this.changeUs = changes ? this.changeBetween(fromUs, toUs) : Number.POSITIVE_INFINITY;
    this.dayNumber = dayNumber;
    this.startUs = this.instantOf(localUs);
    this.endUs = this.instantOf(localUs + DAY_US);
  }

  /** Clocks are changed on whole seconds. */
  private changeBetween(fromUs: number, toUs: number): number {
    let before = fromUs / SECOND_US;
    let after = toUs / SECOND_US;
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.offsetUsAt(middle * SECOND_US) === this.offsetUs) before = middle;
      else after = middle;
    }
    return after * SECOND_US;
  }
}

function fixedMinutesOf(text: string): number | undefined {
  const match = FIXED.exec(text);
  if (match === null) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  if (Number(match[3]) > 59) return Number.POSITIVE_INFINITY;
  return match[1] === '-' ? -minutes : minutes;
}

/** Microseconds to add to UTC at an instant. */
function offsetsOf(timeZone: string): (utcUs: number) => number {
  const fixed = fixedMinutesOf(timeZone);
  if (fixed !== undefined) return () => fixed * MINUTE_US;
  // by rules of this project, as the calendar: every machine agrees on the days of B3
  if (timeZone === SAO_PAULO) {
    return (utcUs) => utcOffsetMinutesAt(Math.floor(Math.min(Math.max(utcUs, FIRST_US), LAST_US))) * MINUTE_US;
  }
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  return (utcUs) => {
    const name = format.formatToParts(utcUs / 1000).find(({ type }) => type === 'timeZoneName')!.value;
    const match = /([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(name);
    if (match === null) return 0;
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === '-' ? -seconds : seconds) * SECOND_US;
  };
}
