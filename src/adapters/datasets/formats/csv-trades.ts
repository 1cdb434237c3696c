// The fields of a row that a mapping calls a trade, to a trade of its day.

import { AGGRESSOR_UNKNOWN, TradeCondition } from '../../../core/market/event-record.ts';
import { TRADE } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { CsvClock } from './csv-clock.ts';
import { ExtraColumns } from './csv-extras.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import { conditionMeanings, correctionMeanings, NO_SIDE, sideMeanings, type TradeSide } from './csv-side.ts';
import type { StreamParts, StreamValues } from './csv-stream.ts';
import type { TextMeanings } from './csv-text.ts';

/** A column whose texts the mapping lists. */
interface ListedColumn<T> {
  readonly place: number;
  readonly meanings: TextMeanings<T>;
}

export class TradeStream implements StreamValues {
  readonly filled: readonly string[];
  private readonly clock: CsvClock;
  private readonly received: CsvClock | undefined;
  private readonly form: PriceForm;
  private readonly extras: ExtraColumns;
  private readonly pricePlace: number;
  private readonly quantityPlace: number;
  private readonly side: ListedColumn<TradeSide> | undefined;
  private readonly condition: ListedColumn<number> | undefined;
  private readonly correction: ListedColumn<number> | undefined;
  private session: ImportSession | undefined;
  private price = 0;
  private quantity = 0;
  private aggressor: number = AGGRESSOR_UNKNOWN;
  private tradeCondition: number = TradeCondition.regular;
  private removal = 0;

  constructor({ stream, layout, clock, received, form }: StreamParts) {
    const { columns } = stream;
    this.clock = clock;
    this.received = received;
    this.form = form;
    this.extras = new ExtraColumns(stream, layout, form);
    this.pricePlace = layout.placeOf(columns.price!);
    this.quantityPlace = layout.placeOf(columns.quantity!);
    const { side, condition, correction } = columns;
    this.side = side && { place: layout.placeOf(side.column), meanings: sideMeanings(side) };
    this.condition = condition && {
      place: layout.placeOf(condition.column),
      meanings: conditionMeanings(condition),
    };
    this.correction = correction && {
      place: layout.placeOf(correction.column),
      meanings: correctionMeanings(correction),
    };
    this.filled = [...this.extras.names, ...(correction === undefined ? [] : ['correction'])];
  }

  start(session: ImportSession): void {
    this.session = session;
  }

  parse(fields: RowFields): boolean {
    this.price = fields.price(this.pricePlace, this.form);
    this.quantity = fields.quantity(this.quantityPlace);
    if (this.side !== undefined || this.condition !== undefined || this.correction !== undefined)
      this.parseTexts(fields);
    this.extras.parse(fields);
    return !fields.failed;
  }

  private parseTexts(fields: RowFields): void {
    const side = this.side === undefined ? NO_SIDE : listed(fields, this.side, 'a side that the mapping lists');
    const condition =
      this.condition === undefined
        ? TradeCondition.regular
        : listed(fields, this.condition, 'a condition that the mapping lists');
    const removal =
      this.correction === undefined ? 0 : listed(fields, this.correction, 'a correction that the mapping lists');
    this.aggressor = side?.aggressor ?? AGGRESSOR_UNKNOWN;
    this.tradeCondition = side?.condition || condition || TradeCondition.regular;
    this.removal = removal ?? 0;
  }

  store(symbol: string): void {
    const { clock, received } = this;
    const day = this.session!.day(symbol, clock.dayNumber);
    const row = day.addTrade(clock.utcUs, this.price, this.quantity, this.aggressor, this.tradeCondition);
    const { columns } = day.trades;
    if (clock.keepsNanoseconds) columns[TRADE.timeNs]![row] = clock.nanoseconds;
    if (received !== undefined) {
      columns[TRADE.received]![row] = received.utcUs;
      if (received.keepsNanoseconds) columns[TRADE.receivedNs]![row] = received.nanoseconds;
    }
    if (this.correction !== undefined) columns[TRADE.correction]![row] = this.removal;
    this.extras.store(day.trades, row);
  }
}

/** Undefined after the row was rejected. */
function listed<T>(fields: RowFields, { place, meanings }: ListedColumn<T>, expected: string): T | undefined {
  const meaning = fields.meaning(place, meanings);
  if (meaning === undefined) fields.reject(place, expected);
  return meaning;
}
