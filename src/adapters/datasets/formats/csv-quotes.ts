// The fields of a row that a mapping calls a quote, to the best prices of its day, with what an empty side stands for.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../core/market/event-record.ts';
import { QUOTE } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { CsvClock } from './csv-clock.ts';
import { ExtraColumns } from './csv-extras.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import type { StreamParts, StreamValues } from './csv-stream.ts';

/** One side of the book; a price of 0 is none. */
interface BookSide {
  price: number;
  size: number;
  hasSize: boolean;
}

interface QuoteSide extends BookSide {
  readonly pricePlace: number;
  /** -1 where the file has no sizes. */
  readonly sizePlace: number;
}

/** The last known sides of a symbol on a day, for files that write only what changed. */
interface KnownSides {
  readonly dayNumber: number;
  readonly bid: BookSide;
  readonly ask: BookSide;
}

export class QuoteStream implements StreamValues {
  readonly filled: readonly string[];
  private readonly clock: CsvClock;
  private readonly received: CsvClock | undefined;
  private readonly form: PriceForm;
  private readonly extras: ExtraColumns;
  private readonly zeroIsNone: boolean;
  private readonly carry: boolean;
  private readonly sized: boolean;
  private readonly bid: QuoteSide;
  private readonly ask: QuoteSide;
  private readonly known = new Map<string, KnownSides>();
  private session: ImportSession | undefined;

  constructor({ stream, layout, clock, received, form }: StreamParts) {
    const { bid, ask, bidSize, askSize } = stream.columns;
    const none = { price: 0, size: 0, hasSize: false };
    this.clock = clock;
    this.received = received;
    this.form = form;
    this.extras = new ExtraColumns(stream, layout, form);
    this.zeroIsNone = stream.zeroIsNone;
    this.carry = stream.carry;
    this.sized = bidSize !== undefined;
    const sizePlace = (column: typeof bidSize): number => (column === undefined ? -1 : layout.placeOf(column));
    this.bid = { pricePlace: layout.placeOf(bid!), sizePlace: sizePlace(bidSize), ...none };
    this.ask = { pricePlace: layout.placeOf(ask!), sizePlace: sizePlace(askSize), ...none };
    this.filled = this.extras.names;
  }

  start(session: ImportSession): void {
    this.session = session;
  }

  parse(fields: RowFields): boolean {
    this.parseSide(fields, this.bid);
    this.parseSide(fields, this.ask);
    this.extras.parse(fields);
    return !fields.failed;
  }

  /** The size of a side that has no price is read, since it may be wrong, and says nothing. */
  private parseSide(fields: RowFields, side: QuoteSide): void {
    side.price = fields.optionalPrice(side.pricePlace, this.form, this.zeroIsNone);
    side.hasSize = side.sizePlace >= 0 && !fields.isEmpty(side.sizePlace);
    side.size = side.hasSize ? fields.amount(side.sizePlace) : 0;
    if (side.price > 0) return;
    side.size = 0;
    side.hasSize = this.sized;
  }

  store(symbol: string): void {
    const { clock, received, bid, ask } = this;
    if (this.carry) this.carryOn(symbol);
    const day = this.session!.day(symbol, clock.dayNumber);
    const sizes = bid.hasSize && ask.hasSize;
    const flags =
      (bid.price > 0 ? QUOTE_HAS_BID : 0) | (ask.price > 0 ? QUOTE_HAS_ASK : 0) | (sizes ? QUOTE_HAS_SIZES : 0);
    const row = day.addQuote(clock.utcUs, flags, bid.price, ask.price, sizes ? bid.size : 0, sizes ? ask.size : 0);
    const { columns } = day.quotes;
    if (clock.keepsNanoseconds) columns[QUOTE.timeNs]![row] = clock.nanoseconds;
    if (received !== undefined) {
      columns[QUOTE.received]![row] = received.utcUs;
      if (received.keepsNanoseconds) columns[QUOTE.receivedNs]![row] = received.nanoseconds;
    }
    this.extras.store(day.quotes, row);
  }

  private carryOn(symbol: string): void {
    const known = this.knownOf(symbol);
    carrySide(this.bid, known.bid);
    carrySide(this.ask, known.ask);
  }

  /** A new day begins with an unknown book. */
  private knownOf(symbol: string): KnownSides {
    const { dayNumber } = this.clock;
    const found = this.known.get(symbol);
    if (found?.dayNumber === dayNumber) return found;
    const { sized } = this;
    const none = { price: 0, size: 0, hasSize: sized };
    const fresh = { dayNumber, bid: { ...none }, ask: { ...none } };
    this.known.set(symbol, fresh);
    return fresh;
  }
}

/** Fills a side that the row leaves out with what was known of it, and remembers one that it tells. */
function carrySide(side: BookSide, known: BookSide): void {
  const [from, to] = side.price > 0 ? [side, known] : [known, side];
  to.price = from.price;
  to.size = from.size;
  to.hasSize = from.hasSize;
}
