// Numbered messages of level changes, one object each, in; a book fed with them, and its levels as plain lists, out.
import type { OrderBook } from '../../src/core/candles/order-book.ts';
import type { SequencedLevelBook } from '../../src/core/candles/sequenced-level-book.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../src/core/market/event-record.ts';

export interface LevelChange {
  readonly isAsk: boolean;
  readonly ticks: number;
  readonly quantity: number;
}

export interface NumberedMessage {
  readonly isSnapshot?: boolean;
  readonly sequence: number;
  readonly previous?: number;
  readonly changes: readonly LevelChange[];
}

export const bid = (ticks: number, quantity: number): LevelChange => ({ isAsk: false, ticks, quantity });
export const ask = (ticks: number, quantity: number): LevelChange => ({ isAsk: true, ticks, quantity });

/** Feeds one message, or its first `rows` changes; gives what the last of them gave. A message without changes cannot be told. */
export function feedMessage(
  book: SequencedLevelBook,
  message: NumberedMessage,
  rows = message.changes.length,
): boolean {
  let isNews = false;
  for (const [index, { isAsk, ticks, quantity }] of message.changes.slice(0, rows).entries()) {
    const flags =
      (isAsk ? BOOK_ASK : 0) |
      (index === 0 && message.isSnapshot ? BOOK_CLEAR : 0) |
      (index < message.changes.length - 1 ? BOOK_MORE : 0);
    isNews = book.apply(flags, ticks, quantity, message.sequence, message.previous);
  }
  return isNews;
}

/** Levels from the lowest price up, quantities of asks negative. */
export function levelsOf(book: OrderBook): readonly (readonly [number, number])[] {
  const bids = Array.from({ length: book.bids.levels }, (_, at) => [book.bids.ticksAt(at)!, book.bids.quantityAt(at)]);
  const asks = Array.from({ length: book.asks.levels }, (_, at) => [book.asks.ticksAt(at)!, -book.asks.quantityAt(at)]);
  return [...bids.reverse(), ...asks] as [number, number][];
}
