// What the engine knows of one instrument of the session: last price, price limits, quotes, book, phase, candles, session context.

import type { SessionInstrument } from '../account/account-event.ts';
import { BookView } from '../candles/book-view.ts';
import { emptyTapeTrade } from '../candles/tape-trade.ts';
import type { SessionContext } from '../features/session-context.ts';
import { dayOfWeek, toDayNumber } from '../market/civil-day.ts';
import {
  CONDITION_MASK,
  CONDITION_SHIFT,
  isPriceOfMarket,
  Phase,
  type PhaseNumber,
  QUOTE_HAS_ASK,
  QUOTE_HAS_BID,
} from '../market/event-record.ts';
import type { Instrument } from '../market/instrument.ts';
import { isOnGrid, tickAt } from '../market/price-grid.ts';
import { noSessionFacts } from '../market/session-facts.ts';
import { InputWatch } from '../quality/live/input-watch.ts';
import type { CandleFeed } from './candle-feed.ts';
import type { RunningStrategy } from './running-strategy.ts';

export class InstrumentState {
  readonly instrument: Instrument;
  readonly context: SessionContext;
  /** For candles that stand before the session. */
  readonly warmupContext: SessionContext;
  /** One feed for each candle interval that a strategy wants of this instrument. */
  readonly feeds: readonly CandleFeed[];
  readonly book: BookView;
  /** Strategies with features that follow the book. */
  readonly bookReaders: readonly RunningStrategy[];
  /** The trade being processed, for features that read the tape. */
  readonly tape = emptyTapeTrade();
  /** Looks at every event before anything else does. */
  readonly watch: InputWatch;
  phase: PhaseNumber;
  hasPrice = false;
  lastPrice = 0;
  /** Received time of the last trade, bar or quote. */
  lastMarketUs = 0;
  bid = 0;
  ask = 0;
  hasBid = false;
  hasAsk = false;
  corrections = 0;
  private lowLimit: number | undefined = undefined;
  private highLimit: number | undefined = undefined;

  constructor(
    described: SessionInstrument,
    instrument: Instrument,
    sessionDay: string,
    feeds: readonly CandleFeed[],
    bookReaders: readonly RunningStrategy[],
  ) {
    this.instrument = instrument;
    this.feeds = feeds;
    this.bookReaders = bookReaders;
    this.book = new BookView(instrument.tick);
    this.phase = Phase[described.phaseAtStart];
    this.watch = new InputWatch(instrument, described, this.phase);
    const day = dayOfWeek(toDayNumber(sessionDay));
    this.warmupContext = {
      day: sessionDay,
      dayOfWeek: day === 0 ? 7 : day,
      openUs: described.openUs,
      closeUs: described.closeUs,
      daysToRoll: described.daysToRoll,
      tick: instrument.tick,
    };
    this.context = { ...this.warmupContext, facts: described.facts ?? noSessionFacts };
    for (const { builder } of feeds) builder.startSession(described.openUs);
  }

  /** Prints outside of the auction and the book (crosses, exercises) are no price of the market. */
  onTrade(receivedUs: number, price: number, flags: number): void {
    this.lastMarketUs = receivedUs;
    if (!isPriceOfMarket((flags >> CONDITION_SHIFT) & CONDITION_MASK)) return;
    this.lastPrice = price;
    this.hasPrice = true;
  }

  /** A trade or bar with a stamp that cannot be: no price, in no candle, counted. */
  leaveOut(): void {
    for (const { builder } of this.feeds) builder.leaveOut();
  }

  onQuote(receivedUs: number, flags: number, bid: number, ask: number): void {
    this.hasBid = (flags & QUOTE_HAS_BID) !== 0;
    this.hasAsk = (flags & QUOTE_HAS_ASK) !== 0;
    this.bid = bid;
    this.ask = ask;
    this.lastMarketUs = receivedUs;
  }

  /** Price limits of the day in points; what is 0, off the grid or the wrong way round is not known. */
  setLimits(low: number, high: number): void {
    const { instrument } = this;
    const ticksOf = (price: number): number | undefined =>
      price > 0 && isOnGrid(instrument, price) ? tickAt(instrument, price) : undefined;
    const lowTicks = ticksOf(low);
    const highTicks = ticksOf(high);
    const isPair = lowTicks === undefined || highTicks === undefined || lowTicks < highTicks;
    this.lowLimit = isPair ? lowTicks : undefined;
    this.highLimit = isPair ? highTicks : undefined;
  }

  /** In ticks, where it is known. One that the market has traded beyond is none. */
  get lowLimitTicks(): number | undefined {
    const { lowLimit, lastTicks = Infinity } = this;
    return lowLimit !== undefined && lowLimit <= lastTicks ? lowLimit : undefined;
  }

  get highLimitTicks(): number | undefined {
    const { highLimit, lastTicks = -Infinity } = this;
    return highLimit !== undefined && highLimit >= lastTicks ? highLimit : undefined;
  }

  /** The book has been updated as a whole, by a message of this exchange time. */
  tellBook(instrumentId: number, exchangeUs: number): void {
    const { book, bookReaders, context } = this;
    book.timeUs = exchangeUs;
    for (let k = 0; k < bookReaders.length; k++) bookReaders[k]!.features.onBook(instrumentId, book, context);
  }

  /** Last traded price in ticks; undefined before the first of the session. */
  get lastTicks(): number | undefined {
    return this.hasPrice ? tickAt(this.instrument, this.lastPrice) : undefined;
  }
}
