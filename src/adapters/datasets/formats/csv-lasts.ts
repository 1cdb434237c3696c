// The fields of a row that a mapping calls a last price, to a last price of its day.

import { LAST } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { CsvClock } from './csv-clock.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import type { StreamParts, StreamValues } from './csv-stream.ts';

export class LastStream implements StreamValues {
  readonly filled: readonly string[] = [];
  private readonly clock: CsvClock;
  private readonly received: CsvClock | undefined;
  private readonly form: PriceForm;
  private readonly pricePlace: number;
  private session: ImportSession | undefined;
  private price = 0;

  constructor({ stream, layout, clock, received, form }: StreamParts) {
    this.clock = clock;
    this.received = received;
    this.form = form;
    this.pricePlace = layout.placeOf(stream.columns.price!);
  }

  start(session: ImportSession): void {
    this.session = session;
  }

  parse(fields: RowFields): boolean {
    this.price = fields.price(this.pricePlace, this.form);
    const { clock, received } = this;
    if (clock.nanoseconds !== 0) fields.reject(clock.place, 'a time to the microsecond, as last prices have it');
    if (received !== undefined && received.nanoseconds !== 0) {
      fields.reject(received.place, 'a time to the microsecond, as last prices have it');
    }
    return !fields.failed;
  }

  store(symbol: string): void {
    const day = this.session!.day(symbol, this.clock.dayNumber);
    const row = day.addLast(this.clock.utcUs, this.price);
    if (this.received !== undefined) day.lasts.columns[LAST.received]![row] = this.received.utcUs;
  }
}
