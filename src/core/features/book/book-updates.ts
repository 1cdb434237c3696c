// Whole updates of a book and candles in; updates a second of the candle out.

import type { BookView } from '../../candles/book-view.ts';
import type { Candle } from '../../candles/candle.ts';
import type { SessionContext } from '../session-context.ts';
import { CandleSums } from './candle-sums.ts';

/** Counts over the time that CandleSums gives a candle; what was told before the opening counts in none. */
export class BookUpdates {
  private readonly open = new CandleSums(1);

  onBook(book: BookView, session: SessionContext): void {
    const { open } = this;
    open.follow(session);
    if (!book.hasChanged) return;
    open.begin(book);
    if (book.timeUs < session.openUs) return;
    open.at(book);
    open.sums[0] = open.sums[0]! + 1;
  }

  /** False before the session told a book, and for a candle in which it began to. */
  isWhole(candle: Candle, session: SessionContext): boolean {
    this.open.follow(session);
    return this.open.isOfSession(candle) && this.open.isWhole(candle);
  }

  /** Undefined for a candle without duration. */
  perSecond(candle: Candle): number | undefined {
    const seconds = this.open.secondsOf(candle);
    return seconds > 0 ? this.open.sumOf(candle, 0) / seconds : undefined;
  }

  endCandle(candle: Candle): void {
    this.open.endCandle(candle);
  }
}
