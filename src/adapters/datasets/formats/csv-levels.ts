// The fields of a row that a mapping calls a level of the book, to a level change of its day.

import { LEVEL } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { CsvClock } from './csv-clock.ts';
import { ExtraColumns } from './csv-extras.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import { bookSideMeanings } from './csv-side.ts';
import type { StreamParts, StreamValues } from './csv-stream.ts';
import type { TextMeanings } from './csv-text.ts';

const ORDERS_UNKNOWN = -1;

export class LevelStream implements StreamValues {
  readonly filled: readonly string[];
  private readonly clock: CsvClock;
  private readonly received: CsvClock | undefined;
  private readonly form: PriceForm;
  private readonly extras: ExtraColumns;
  private readonly sidePlace: number;
  private readonly sides: TextMeanings<number>;
  private readonly pricePlace: number;
  private readonly quantityPlace: number;
  private readonly ordersPlace: number;
  private session: ImportSession | undefined;
  private flags = 0;
  private price = 0;
  private quantity = 0;
  private orders = ORDERS_UNKNOWN;

  constructor({ stream, layout, clock, received, form }: StreamParts) {
    const { bookSide, price, quantity, orders } = stream.columns;
    this.clock = clock;
    this.received = received;
    this.form = form;
    this.extras = new ExtraColumns(stream, layout, form);
    this.sidePlace = layout.placeOf(bookSide!.column);
    this.sides = bookSideMeanings(bookSide!);
    this.pricePlace = layout.placeOf(price!);
    this.quantityPlace = layout.placeOf(quantity!);
    this.ordersPlace = orders === undefined ? -1 : layout.placeOf(orders);
    this.filled = this.extras.names;
  }

  start(session: ImportSession): void {
    this.session = session;
  }

  parse(fields: RowFields): boolean {
    const flags = fields.meaning(this.sidePlace, this.sides);
    if (flags === undefined) fields.reject(this.sidePlace, 'a side that the mapping lists');
    this.flags = flags ?? 0;
    this.price = fields.price(this.pricePlace, this.form);
    this.quantity = fields.amount(this.quantityPlace);
    this.orders = this.ordersPlace < 0 ? ORDERS_UNKNOWN : fields.count(this.ordersPlace);
    this.extras.parse(fields);
    return !fields.failed;
  }

  store(symbol: string): void {
    const { clock, received } = this;
    const day = this.session!.day(symbol, clock.dayNumber);
    const row = day.addLevel(clock.utcUs, this.flags, this.price, this.quantity, this.orders);
    const { columns } = day.levels;
    if (clock.keepsNanoseconds) columns[LEVEL.timeNs]![row] = clock.nanoseconds;
    if (received !== undefined) {
      columns[LEVEL.received]![row] = received.utcUs;
      if (received.keepsNanoseconds) columns[LEVEL.receivedNs]![row] = received.nanoseconds;
    }
    this.extras.store(day.levels, row);
  }
}
