// Whole updates of a book in; its best levels out, as they stood after the last one in the present session.

import type { BookView } from '../../candles/book-view.ts';
import type { Candle } from '../../candles/candle.ts';
import type { SessionContext } from '../session-context.ts';
import type { SharedParts } from '../shared-parts.ts';

/** What is read between two messages of the feed is never a book that is only half brought up to date. */
export class BookSnapshot {
  /** From the best outwards; a level whose place is not below the number of levels holds nothing. */
  bidTicks = new Float64Array(1);
  bidSizes = new Float64Array(1);
  askTicks = new Float64Array(1);
  askSizes = new Float64Array(1);
  bidLevels = 0;
  askLevels = 0;
  hasSizes = false;
  /** Whether anything was told in this session. */
  isKnown = false;
  private openUs = Number.NaN;

  /** Makes room for so many levels a side; before the first update. */
  reserve(levels: number): void {
    if (levels <= this.bidTicks.length) return;
    this.bidTicks = new Float64Array(levels);
    this.bidSizes = new Float64Array(levels);
    this.askTicks = new Float64Array(levels);
    this.askSizes = new Float64Array(levels);
  }

  /** A book of an earlier session is not the one of this session. */
  follow({ openUs }: SessionContext): void {
    if (openUs === this.openUs) return;
    this.openUs = openUs;
    this.isKnown = false;
    this.bidLevels = 0;
    this.askLevels = 0;
  }

  take(book: BookView, session: SessionContext): void {
    this.follow(session);
    if (!book.hasChanged) return;
    const { depth } = book;
    this.isKnown = depth !== 'none';
    this.hasSizes = depth === 'levels' || depth === 'top';
    const { bidTicks, bidSizes, askTicks, askSizes } = this;
    const bids = Math.min(book.bidLevels, bidTicks.length);
    const asks = Math.min(book.askLevels, askTicks.length);
    for (let k = 0; k < bids; k++) {
      bidTicks[k] = book.bidTicksAt(k);
      bidSizes[k] = book.bidSizeAt(k);
    }
    for (let k = 0; k < asks; k++) {
      askTicks[k] = book.askTicksAt(k);
      askSizes[k] = book.askSizeAt(k);
    }
    this.bidLevels = bids;
    this.askLevels = asks;
  }

  /** Whether there is a bid and an ask, the bid not above the ask. */
  get hasPrices(): boolean {
    return this.bidLevels > 0 && this.askLevels > 0 && this.bidTicks[0]! <= this.askTicks[0]!;
  }

  /** Whether there are prices, and so many levels on either side with their sizes. */
  hasDepth(levels: number): boolean {
    return this.hasSizes && this.hasPrices && this.bidLevels >= levels && this.askLevels >= levels;
  }
}

/** One for all features of a set; each reserves the levels that it reads. */
export function bookSnapshot(shared: SharedParts, levels: number): BookSnapshot {
  const part = shared.part('book snapshot', () => new BookSnapshot(), {
    book: (snapshot: BookSnapshot, book, session) => snapshot.take(book, session),
    candle: (snapshot: BookSnapshot, _candle: Candle, session) => snapshot.follow(session),
  });
  part.reserve(levels);
  return part;
}
