// The fields of a row that a mapping calls a candle, to a candle of its day.

import { CandleRows, emptyCandleRow } from '../importing/candle-rows.ts';
import type { FileImport } from '../importing/file-import.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { CsvClock } from './csv-clock.ts';
import { ExtraColumns } from './csv-extras.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import type { ColumnPlaces } from './csv-layout.ts';
import type { StreamParts, StreamValues } from './csv-stream.ts';

const TRADES_UNKNOWN = -1;

export class CandleStream implements StreamValues {
  readonly filled: readonly string[];
  private readonly clock: CsvClock;
  private readonly form: PriceForm;
  private readonly extras: ExtraColumns;
  private readonly layout: ColumnPlaces;
  private readonly places: { readonly [K in 'open' | 'high' | 'low' | 'close' | 'volume']: number };
  private readonly tradesPlace: number;
  private readonly candle = emptyCandleRow();
  private session: ImportSession | undefined;
  private candles: CandleRows | undefined;

  constructor({ stream, layout, clock, form }: StreamParts) {
    const { open, high, low, close, volume, trades } = stream.columns;
    this.clock = clock;
    this.form = form;
    this.layout = layout;
    this.extras = new ExtraColumns(stream, layout, form);
    const at = layout.placeOf;
    this.places = { open: at(open!), high: at(high!), low: at(low!), close: at(close!), volume: at(volume!) };
    this.tradesPlace = trades === undefined ? -1 : at(trades);
    this.filled = this.extras.names;
  }

  start(session: ImportSession, { bad }: FileImport): void {
    const place = (index: number) => ({ column: index + 1, field: this.layout.names[index]! });
    this.session = session;
    this.candles = new CandleRows(session, bad, { time: place(this.clock.place), high: place(this.places.high) });
  }

  parse(fields: RowFields, symbol: string, row: number): boolean {
    const { candle, clock, places, form } = this;
    candle.symbol = symbol;
    candle.dayNumber = clock.dayNumber;
    candle.open = fields.price(places.open, form);
    candle.high = fields.price(places.high, form);
    candle.low = fields.price(places.low, form);
    candle.close = fields.price(places.close, form);
    candle.volume = fields.amount(places.volume);
    candle.trades = this.tradesPlace < 0 ? TRADES_UNKNOWN : fields.count(this.tradesPlace);
    this.extras.parse(fields);
    if (clock.nanoseconds !== 0) fields.reject(clock.place, 'a time to the microsecond, as candles have it');
    if (fields.failed) return false;
    candle.timeOfDayUs = clock.utcUs - clock.midnightUs;
    return this.candles!.check(candle, row);
  }

  store(symbol: string, row: number): void {
    const stored = this.candles!.store(this.candle, row);
    this.extras.store(this.session!.day(symbol, this.candle.dayNumber).candles, stored);
  }
}
