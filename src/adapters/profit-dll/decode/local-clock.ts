// Milliseconds on the wall clock of the exchange in; microseconds UTC out, from a table of one hour that is made anew when it is left.

import { parseDay } from '../../../core/market/civil-day.ts';
import { US_PER_DAY, US_PER_HOUR, utcUsOf } from '../../../core/market/civil-time.ts';
import { int64At } from './int64.ts';

export const MS_PER_HOUR = 3_600_000;
export const MS_PER_DAY = 86_400_000;

/** What `utcUs` gives for a time that is none: absent, or outside of the years that the calendar covers. */
export const NO_UTC = -1;

/** Years whose clock changes are known: a date before or after is a mistake of the sender. */
const FIRST_MS = parseDay('2008-01-01')! * MS_PER_DAY;
const END_MS = parseDay('2100-01-01')! * MS_PER_DAY;
const HOURS_PER_DAY = 24;

/** Allocates nothing. Clock changes happen at midnight, so within an hour the distance to UTC is one. */
export class LocalClock {
  private hour = -1;
  private lagUs = 0;
  private readonly last = new Float64Array(2);

  /** Reads local milliseconds (64-bit integer) at a place; the times stand in `us` and `localMs`. A number that is given back may be an object made for it. */
  read(view: DataView, at: number): void {
    const localMs = int64At(view, at);
    this.last[1] = localMs;
    if (!(localMs >= FIRST_MS && localMs < END_MS)) {
      this.last[0] = NO_UTC;
      return;
    }
    const hour = Math.floor(localMs / MS_PER_HOUR);
    if (hour !== this.hour) this.enter(hour);
    this.last[0] = localMs * 1000 + this.lagUs;
  }

  /** UTC of what was read last; `NO_UTC` where that is no time. */
  get us(): number {
    return this.last[0]!;
  }

  get localMs(): number {
    return this.last[1]!;
  }

  /** UTC of local milliseconds since 1970-01-01 00:00; `NO_UTC` where that is no time. See `utcUsOf` for hours that were skipped or repeated. */
  utcUs(localMs: number): number {
    if (!(localMs >= FIRST_MS && localMs < END_MS)) return NO_UTC;
    const hour = Math.floor(localMs / MS_PER_HOUR);
    if (hour !== this.hour) this.enter(hour);
    return localMs * 1000 + this.lagUs;
  }

  private enter(hour: number): void {
    const day = Math.floor(hour / HOURS_PER_DAY);
    const timeOfDayUs = (hour - day * HOURS_PER_DAY) * US_PER_HOUR;
    this.lagUs = utcUsOf(day, timeOfDayUs) - (day * US_PER_DAY + timeOfDayUs);
    this.hour = hour;
  }
}
