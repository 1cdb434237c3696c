// What an order-by-order source says happened to one order: the numbers that stand in a part of kind `orders`.

/** Actions of an order message; part of the file format: never renumber. */
export const OrderAction = {
  /** A new resting order of `quantity` at `price`, behind the others of its price. */
  add: 1,
  /**
   * The order now has this price and quantity; it loses its place when the price changes or the quantity grows, measured
   * against what `fill` messages have left of it: an iceberg that shows its next part goes to the end of the queue.
   */
  modify: 2,
  /** `quantity` of the order is withdrawn; an order of which nothing is left is gone. */
  cancel: 3,
  /** `quantity` of the resting order was traded and is gone. */
  execute: 4,
  /** The order has `quantity` left and keeps its place (0: it is gone). */
  remain: 5,
  /** The order is gone, whatever was left of it. */
  remove: 6,
  /** A trade told from the aggressor's side; the book changes by messages of their own. */
  trade: 7,
  /** A resting order was hit; the book changes by a message of its own. */
  fill: 8,
  /** The book is empty from here on. */
  clear: 9,
  /** Anything else that the source tells about an order and that leaves the book as it is. */
  inform: 10,
} as const;

export type OrderActionNumber = (typeof OrderAction)[keyof typeof OrderAction];

/** Flags of an order message; the first is that of a book change. */
export const ORDER_ASK = 1;
/** More messages of the same exchange event follow: the book is whole only where this is not set. */
export const ORDER_MORE = 4;
/** The message is part of a snapshot of what rests already. */
export const ORDER_SNAPSHOT = 8;
/** The source names no side. */
export const ORDER_NO_SIDE = 16;
