// What a decoder has read and what it has left out, by reason: the counters that a report and a gate look at.

export interface DecodeCounters {
  /** Records read, continuations included. */
  records: number;
  /** Live trades that became events. */
  trades: number;
  /** Trades of history requests about instruments that are followed. */
  historyTrades: number;
  corrections: number;
  quotes: number;
  bookChanges: number;
  orderMessages: number;
  summaries: number;
  theoreticalPrices: number;
  /** Changes of the price limits of a day. */
  priceLimits: number;
  phases: number;
  /** Price <= 0, infinite or no number: the vendor answers some trades so. */
  badPrice: number;
  badQuantity: number;
  /** Price that is no multiple of the tick: of an adjusted series, or of another instrument. */
  offGrid: number;
  /** Without a date, or outside of 2008 to 2099. */
  noTime: number;
  /** Of another day than the session's: what the vendor keeps and sends after a subscription. */
  otherDay: number;
  /** Trade numbers that were there before. */
  duplicates: number;
  /** The same edit told again. */
  duplicateEdits: number;
  /** Trades with the number 0: they cannot be told from a repetition. */
  unnumbered: number;
  /** Trade numbers for which there was no memory: they cannot be told from a repetition. */
  unremembered: number;
  /** Messages about assets that nobody asked for. */
  unknownAsset: number;
  /** Changes of a book that is not the one this instrument follows. */
  otherBook: number;
  /** Changes of single offers before the first whole book, or between the loss of one and the next. */
  beforeBook: number;
  /** Times that a book of offers was lost. */
  booksLost: number;
  /** Books of levels that were refused: not sorted, or with counts that make no sense. */
  badBooks: number;
  /** Books of levels that the vendor did not give whole. */
  unreadBooks: number;
  /** Levels and offers without a price of the market: theoretical ones of an auction. */
  theoreticalLevels: number;
  /** Limits in a summary of the day that are none: fillers, against the last price or each other, or of another day. */
  badLimits: number;
  /** Numbers of offers that are too large for a number; they stand as 0. */
  unsafeOfferIds: number;
  /** Ticker states with a number that is not known. */
  unknownStates: number;
  /** Changes of the last price, which the trades tell as well. */
  quotations: number;
  untranslated: number;
  /** Market messages that the feed had no room for. */
  overflowed: number;
  /** Messages that could not be read. */
  damaged: number;
}

export function newDecodeCounters(): DecodeCounters {
  return {
    records: 0,
    trades: 0,
    historyTrades: 0,
    corrections: 0,
    quotes: 0,
    bookChanges: 0,
    orderMessages: 0,
    summaries: 0,
    theoreticalPrices: 0,
    priceLimits: 0,
    phases: 0,
    badPrice: 0,
    badQuantity: 0,
    offGrid: 0,
    noTime: 0,
    otherDay: 0,
    duplicates: 0,
    duplicateEdits: 0,
    unnumbered: 0,
    unremembered: 0,
    unknownAsset: 0,
    otherBook: 0,
    beforeBook: 0,
    booksLost: 0,
    badBooks: 0,
    unreadBooks: 0,
    theoreticalLevels: 0,
    badLimits: 0,
    unsafeOfferIds: 0,
    unknownStates: 0,
    quotations: 0,
    untranslated: 0,
    overflowed: 0,
    damaged: 0,
  };
}
