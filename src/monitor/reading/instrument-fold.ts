// One instrument of a session and its market events in; last price, book and quality of its inputs as the engine had them out.

import type { SessionInstrument } from '../../core/account/account-event.ts';
import { BookView } from '../../core/candles/book-view.ts';
import type { CandleBuilder } from '../../core/candles/candle-builder.ts';
import { BOOK_ASK, BOOK_CLEAR, F64_A, F64_B, F64_C, F64_D, Phase } from '../../core/market/event-record.ts';
import type { Instrument } from '../../core/market/instrument.ts';
import { tickAt } from '../../core/market/price-grid.ts';
import { InputWatch } from '../../core/quality/live/input-watch.ts';

export class InstrumentFold {
  readonly described: SessionInstrument;
  readonly instrument: Instrument;
  readonly watch: InputWatch;
  readonly book: BookView;
  /** Of the traded instrument only. */
  readonly builder: CandleBuilder | undefined;
  hasPrice = false;
  lastPrice = 0;
  /** Received time of the last price, and of the last event of its market; 0 before the first. */
  pricedUs = 0;
  marketUs = 0;
  /** Received time of the last change of the book; 0 before the first. */
  bookUs = 0;

  constructor(described: SessionInstrument, instrument: Instrument, builder: CandleBuilder | undefined) {
    this.described = described;
    this.instrument = instrument;
    this.watch = new InputWatch(instrument, described, Phase[described.phaseAtStart]);
    this.book = new BookView(instrument.tick);
    this.builder = builder;
    builder?.startSession(described.openUs);
  }

  get lastTicks(): number | undefined {
    return this.hasPrice ? tickAt(this.instrument, this.lastPrice) : undefined;
  }

  price(price: number, receivedUs: number): void {
    this.lastPrice = price;
    this.hasPrice = true;
    this.pricedUs = receivedUs;
  }

  quote(f64: Float64Array, f: number, flags: number, receivedUs: number): void {
    this.book.setQuote(flags, f64[f + F64_A]!, f64[f + F64_B]!, f64[f + F64_C]!, f64[f + F64_D]!);
    this.marketUs = receivedUs;
    this.bookUs = receivedUs;
  }

  bookChange(f64: Float64Array, f: number, flags: number, receivedUs: number): void {
    if ((flags & BOOK_CLEAR) !== 0) this.book.clearLevels();
    this.book.setLevel((flags & BOOK_ASK) !== 0, tickAt(this.instrument, f64[f + F64_A]!), f64[f + F64_B]!);
    this.marketUs = receivedUs;
    this.bookUs = receivedUs;
  }
}
