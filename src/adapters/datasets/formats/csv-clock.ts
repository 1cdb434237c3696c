// The time columns of a row and the time zone of its file to the local day and the instant of the row.

import { dayNumberOf } from '../../../core/market/civil-day.ts';
import { DAY_US } from '../candle-kind.ts';
import type { ZoneDays } from '../zone-days.ts';
import type { RowFields } from './csv-fields.ts';
import type { CsvTime } from './csv-time.ts';

const MINUTE_US = 60_000_000;
/** Instants outside are in a wrong unit. */
const FIRST_US = dayNumberOf(2008, 1, 2) * DAY_US;
const END_US = dayNumberOf(2098, 12, 31) * DAY_US;

export interface TimeField {
  /** Place from 0. */
  readonly place: number;
  readonly time: CsvTime;
}

export class CsvClock {
  /** Days since 1970-01-01 of the local date. */
  dayNumber = 0;
  /** Microseconds UTC. */
  utcUs = 0;
  /** Nanoseconds beyond the microsecond. */
  nanoseconds = 0;
  /** Place of the column that messages about the time name. */
  readonly place: number;
  readonly keepsNanoseconds: boolean;
  private readonly first: TimeField;
  private readonly second: TimeField | undefined;
  private readonly zone: ZoneDays;
  private row = -1;

  /** One column, or a date and a time. The zone is the clock's own: it remembers the day asked for last. */
  constructor(first: TimeField, second: TimeField | undefined, zone: ZoneDays) {
    this.first = first;
    this.second = second;
    this.zone = zone;
    this.place = (second ?? first).place;
    this.keepsNanoseconds = first.time.keepsNanoseconds || (second?.time.keepsNanoseconds ?? false);
  }

  /** Microseconds UTC of the first instant of the local date. */
  get midnightUs(): number {
    return this.zone.midnightUs(this.dayNumber);
  }

  /** Reads the time of row `row` of the file, once; false after it was rejected. */
  read(fields: RowFields, row: number): boolean {
    if (row === this.row) return true;
    const { place, time } = this.first;
    if (!fields.scanTime(place, time)) return this.wrong(fields, place, time.expected);
    const done =
      this.second === undefined
        ? this.set(fields, time.dayNumber, time.timeOfDayUs, time.nanoseconds, time.offsetMinutes, time.utcUs)
        : this.readTime(fields, this.second);
    if (done) this.row = row;
    return done;
  }

  private readTime(fields: RowFields, { place, time }: TimeField): boolean {
    const date = this.first.time;
    if (!fields.scanTime(place, time)) return this.wrong(fields, place, time.expected);
    // columns that say themselves what they are may be of another kind than the mapping takes them for
    if (Number.isNaN(date.dayNumber) || date.timeOfDayUs !== 0) return this.wrong(fields, this.first.place, 'a date');
    if (!Number.isNaN(time.dayNumber) || !Number.isNaN(time.utcUs)) return this.wrong(fields, place, 'a time of day');
    return this.set(fields, date.dayNumber, time.timeOfDayUs, time.nanoseconds, time.offsetMinutes, Number.NaN);
  }

  private set(
    fields: RowFields,
    dayNumber: number,
    timeOfDayUs: number,
    nanoseconds: number,
    offsetMinutes: number,
    utcUs: number,
  ): boolean {
    this.nanoseconds = nanoseconds;
    if (Number.isNaN(utcUs) && Number.isNaN(offsetMinutes)) {
      if (Number.isNaN(dayNumber)) return this.wrong(fields, this.first.place, 'a date');
      this.dayNumber = dayNumber;
      this.utcUs = this.zone.utcUs(dayNumber, timeOfDayUs);
      return true;
    }
    this.utcUs = Number.isNaN(utcUs) ? dayNumber * DAY_US + timeOfDayUs - offsetMinutes * MINUTE_US : utcUs;
    if (!(this.utcUs >= FIRST_US && this.utcUs < END_US)) {
      return this.wrong(fields, this.place, 'an instant from 2008 on in the unit of the mapping');
    }
    this.dayNumber = this.zone.dayNumberAt(this.utcUs);
    return true;
  }

  private wrong(fields: RowFields, place: number, expected: string): boolean {
    fields.reject(place, expected);
    return false;
  }
}
