// The time columns of the streams of a mapping to their clocks.

import { ZoneDays } from '../zone-days.ts';
import { CsvClock, type TimeField } from './csv-clock.ts';
import type { ColumnPlaces, MappedTime } from './csv-layout.ts';
import type { CsvStream, TimeColumn } from './csv-mapping.ts';

/** Streams with the same time columns share a clock, so that a row's time is read once. */
export class StreamClocks {
  private readonly layout: ColumnPlaces;
  private readonly timeZone: string;
  private readonly clocks = new Map<string, CsvClock>();

  constructor(layout: ColumnPlaces, timeZone: string) {
    this.layout = layout;
    this.timeZone = timeZone;
  }

  eventClock({ columns: { datetime, date, time } }: CsvStream): CsvClock {
    return datetime === undefined ? this.clockOf(date!, 'date', time) : this.clockOf(datetime, 'datetime', undefined);
  }

  receivedClock({ columns: { received } }: CsvStream): CsvClock | undefined {
    return received === undefined ? undefined : this.clockOf(received, 'received', undefined);
  }

  private clockOf(first: TimeColumn, mapped: MappedTime, second: TimeColumn | undefined): CsvClock {
    const key = JSON.stringify([first, second ?? null]);
    const found = this.clocks.get(key);
    if (found !== undefined) return found;
    const time = second && this.fieldOf(second, 'time');
    const clock = new CsvClock(this.fieldOf(first, mapped), time, new ZoneDays(this.timeZone));
    this.clocks.set(key, clock);
    return clock;
  }

  private fieldOf(column: TimeColumn, mapped: MappedTime): TimeField {
    return { place: this.layout.placeOf(column.column), time: this.layout.timeOf(column, mapped) };
  }
}
