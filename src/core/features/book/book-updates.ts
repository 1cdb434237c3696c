// Whole updates of a book and candles in; updates a second of the candle out.

import type { BookView } from '../../candles/book-view.ts';
import type { Candle } from '../../candles/candle.ts';
import { US_PER_SECOND } from '../../market/civil-time.ts';
import type { SessionContext } from '../session-context.ts';

/** Counts from the end of the candle before, the first time from the opening; what was told before the opening counts in none. */
export class BookUpdates {
  private openUs = Number.NaN;
  private beginUs = Number.NaN;
  private updates = 0;
  private isKnown = false;

  onBook(book: BookView, session: SessionContext): void {
    this.follow(session);
    if (!book.hasChanged) return;
    this.isKnown = true;
    if (book.timeUs >= session.openUs) this.updates += 1;
  }

  /** Undefined while nothing was told in the session, and for a candle without duration. */
  perSecond({ closeTimeUs }: Candle, session: SessionContext): number | undefined {
    this.follow(session);
    const seconds = (closeTimeUs - this.beginUs) / US_PER_SECOND;
    return this.isKnown && seconds > 0 ? this.updates / seconds : undefined;
  }

  /** The next count begins where the candle ends; a candle before the session ends before any. */
  endCandle({ closeTimeUs }: Candle): void {
    if (closeTimeUs <= this.beginUs) return;
    this.beginUs = closeTimeUs;
    this.updates = 0;
  }

  private follow({ openUs }: SessionContext): void {
    if (openUs === this.openUs) return;
    this.openUs = openUs;
    this.beginUs = openUs;
    this.updates = 0;
    this.isKnown = false;
  }
}
