// The time columns of a csv line and the mapping's time zone to a day number and microseconds since that day's midnight.

import { packedDateAt } from '../../../core/market/civil-time.ts';
import { DAY_US } from '../candle-kind.ts';
import { midnightUsOf } from '../importing/day-rows.ts';
import type { Fields } from '../text/field-scan.ts';
import { dayNumberOfPacked } from '../text/packed-day.ts';
import type { BarFields } from './bar-fields.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { CsvTime } from './csv-time.ts';

interface TimeColumn {
  readonly place: number;
  readonly time: CsvTime;
}

/** Minutes to add to UTC; undefined for Sao Paulo, whose offset changes. */
function offsetMinutesOf(timeZone: string): number | undefined {
  if (timeZone === 'America/Sao_Paulo') return undefined;
  if (timeZone === 'UTC') return 0;
  const sign = timeZone.startsWith('-') ? -1 : 1;
  return sign * (Number(timeZone.slice(1, 3)) * 60 + Number(timeZone.slice(4, 6)));
}

/** Microseconds UTC of midnight of a day in the zone. */
export function zoneMidnightUs(timeZone: string): (dayNumber: number) => number {
  const offset = offsetMinutesOf(timeZone);
  return offset === undefined ? midnightUsOf : (dayNumber) => dayNumber * DAY_US - offset * 60_000_000;
}

export class CsvClock {
  dayNumber = 0;
  timeOfDayUs = 0;
  private readonly columns: readonly TimeColumn[];
  private readonly offsetMinutes: number | undefined;
  private readonly midnightUs: (dayNumber: number) => number;
  private packedDay = -1;

  /** `placeOf` gives the place of a mapped column from 0. */
  constructor(mapping: CsvMapping, placeOf: (column: string | number) => number) {
    const { datetime, date, time } = mapping.columns;
    this.columns = [datetime, date, time].flatMap((mapped) =>
      mapped === undefined ? [] : { place: placeOf(mapped.column), time: new CsvTime(mapped.format, mapping.name) },
    );
    this.offsetMinutes = offsetMinutesOf(mapping.timeZone);
    this.midnightUs = zoneMidnightUs(mapping.timeZone);
  }

  /** Place of the column that messages about the time name. */
  get place(): number {
    return this.columns[this.columns.length - 1]!.place;
  }

  /** Reads the time of the current line; false after it was rejected. */
  read(bytes: Uint8Array, fields: Fields, bar: BarFields): boolean {
    let packedDay = -1;
    let timeOfDayUs = 0;
    let utcUs = Number.NaN;
    for (const { place, time } of this.columns) {
      if (!time.scan(bytes, fields.starts[place]!, fields.ends[place]!)) {
        bar.reject(place, `a time written as ${time.format}`);
        return false;
      }
      if (time.packedDay >= 0) packedDay = time.packedDay;
      timeOfDayUs += time.timeOfDayUs;
      utcUs = time.utcUs;
    }
    if (!Number.isNaN(utcUs)) packedDay = -2;
    return packedDay === -2 ? this.setInstant(utcUs, bar) : this.setLocal(packedDay, timeOfDayUs, bar);
  }

  private setLocal(packedDay: number, timeOfDayUs: number, bar: BarFields): boolean {
    this.timeOfDayUs = timeOfDayUs;
    if (packedDay === this.packedDay) return true;
    return this.setDay(packedDay, bar);
  }

  private setInstant(utcUs: number, bar: BarFields): boolean {
    const offset = this.offsetMinutes;
    if (offset !== undefined) {
      this.dayNumber = Math.floor((utcUs + offset * 60_000_000) / DAY_US);
      this.timeOfDayUs = utcUs - this.midnightUs(this.dayNumber);
      return true;
    }
    try {
      if (!this.setDay(packedDateAt(utcUs), bar)) return false;
    } catch {
      // outside 2008 to 2099: a wrong unit, and so a wrong field
      bar.reject(this.place, 'an instant from 2008 on in the unit of the mapping');
      return false;
    }
    this.timeOfDayUs = utcUs - this.midnightUs(this.dayNumber);
    return true;
  }

  private setDay(packedDay: number, bar: BarFields): boolean {
    const dayNumber = dayNumberOfPacked(packedDay);
    if (dayNumber === undefined) {
      bar.reject(this.place, 'a date from 2008 on');
      return false;
    }
    this.packedDay = packedDay;
    this.dayNumber = dayNumber;
    return true;
  }
}
