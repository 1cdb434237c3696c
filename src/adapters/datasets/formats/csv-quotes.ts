// The fields of a row that a mapping calls a quote, to the best prices of its day, with what an empty side stands for.

import { QUOTE_HAS_ASK, QUOTE_HAS_BID, QUOTE_HAS_SIZES } from '../../../core/market/event-record.ts';
import { QUOTE } from '../importing/day-rows.ts';
import type { ImportSession } from '../importing/import-session.ts';
import type { CsvClock } from './csv-clock.ts';
import { ExtraColumns } from './csv-extras.ts';
import type { PriceForm, RowFields } from './csv-fields.ts';
import type { StreamParts, StreamValues } from './csv-stream.ts';

/** One side of the book; a price of 0 is none. */
interface QuoteSide {
  readonly pricePlace: number;
  /** -1 where the file has no sizes. */
  readonly sizePlace: number;
  price: number;
  size: number;
  hasSize: boolean;
}

/** The last known sides of a symbol on a day, for files that write only what changed. */
interface KnownSides {
  dayNumber: number;
  bidPrice: number;
  bidSize: number;
  bidHasSize: boolean;
  askPrice: number;
  askSize: number;
  askHasSize: boolean;
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

  /** Fills the side that the row leaves out with what was known of it, and remembers both. */
  private carryOn(symbol: string): void {
    const { bid, ask } = this;
    const known = this.knownOf(symbol);
    if (bid.price > 0) {
      known.bidPrice = bid.price;
      known.bidSize = bid.size;
      known.bidHasSize = bid.hasSize;
    } else {
      bid.price = known.bidPrice;
      bid.size = known.bidSize;
      bid.hasSize = known.bidHasSize;
    }
    if (ask.price > 0) {
      known.askPrice = ask.price;
      known.askSize = ask.size;
      known.askHasSize = ask.hasSize;
    } else {
      ask.price = known.askPrice;
      ask.size = known.askSize;
      ask.hasSize = known.askHasSize;
    }
  }

  /** A new day begins with an unknown book. */
  private knownOf(symbol: string): KnownSides {
    const { dayNumber } = this.clock;
    const found = this.known.get(symbol);
    if (found?.dayNumber === dayNumber) return found;
    const { sized } = this;
    const fresh = {
      dayNumber,
      bidPrice: 0,
      bidSize: 0,
      bidHasSize: sized,
      askPrice: 0,
      askSize: 0,
      askHasSize: sized,
    };
    this.known.set(symbol, fresh);
    return fresh;
  }
}
