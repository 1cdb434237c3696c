// Nothing in; the counts out of what was wrong in the messages a book was fed, all at zero.

/**
 * Counts of messages that do not fit the book they are told of. They are facts about the data: no message stops a book, and
 * each count says what was done instead.
 */
export interface BookFaults {
  /** Modification of an order that is not in the book; it was taken as a new order, which it describes in full. */
  unknownModifies: number;
  /** Cancellation of an order that is not in the book; left out, like the next four. */
  unknownCancels: number;
  unknownExecutes: number;
  unknownRemains: number;
  unknownRemoves: number;
  /** Fill of an order that is not in the book; fills never change a book. */
  unknownFills: number;
  /** New order with the id of one that rests; it took the place of that one, at the end of its queue. */
  duplicateAdds: number;
  /** More was withdrawn from an order, or traded, than it had; the order was taken out. */
  overdrawn: number;
  /** The message names another side than the order's; a modification moved it, otherwise the order's side was kept. */
  otherSides: number;
  /** A cancellation names another price than the order's, which was kept. */
  otherPrices: number;
  /** New order without a side; left out. */
  sideless: number;
  /** Id that is not a whole number from 1 to 2^53 − 1 where the action needs one; left out. */
  badIds: number;
  /** Price that is not a whole number of ticks; left out. */
  badPrices: number;
  /** Quantity that is negative, not a number, or zero where there must be one; left out. */
  badQuantities: number;
  /** Action this version does not know; left out. */
  badActions: number;
  /** Orders for which the book had no room (`MAX_BOOK_ORDERS`, `MAX_BOOK_LEVELS`); left out. */
  refusedOrders: number;
  /** Ends of events at which the best bid equalled the best ask. Normal in auctions, like the next one. */
  lockedEvents: number;
  /** Ends of events at which the best bid was above the best ask. */
  crossedEvents: number;
}

export function noBookFaults(): BookFaults {
  return {
    unknownModifies: 0,
    unknownCancels: 0,
    unknownExecutes: 0,
    unknownRemains: 0,
    unknownRemoves: 0,
    unknownFills: 0,
    duplicateAdds: 0,
    overdrawn: 0,
    otherSides: 0,
    otherPrices: 0,
    sideless: 0,
    badIds: 0,
    badPrices: 0,
    badQuantities: 0,
    badActions: 0,
    refusedOrders: 0,
    lockedEvents: 0,
    crossedEvents: 0,
  };
}
