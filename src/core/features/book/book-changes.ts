// Whole updates of a book in; out what they added to and took from its best levels, summed for the candle.

import type { BookView } from '../../candles/book-view.ts';
import type { Candle } from '../../candles/candle.ts';
import type { SessionContext } from '../session-context.ts';
import type { SharedParts } from '../shared-parts.ts';
import { type BookSnapshot, bookSnapshot } from './book-snapshot.ts';

/** Places in the sums. */
const FLOW = 0;
const ADDED = 1;

/**
 * Each whole book is compared with the whole book before it; one that is crossed, one-sided or has too few levels is passed over. A
 * candle's sums begin where those of the candle before end, the first one's with the session: what was told before the opening
 * counts in none. They are whole where there was a book to begin with, which the first candle of a session may lack, and is one to end with.
 */
export class BookChanges {
  private readonly snapshot: BookSnapshot;
  private readonly levels: number;
  private readonly bidTicks: Float64Array;
  private readonly bidSizes: Float64Array;
  private readonly askTicks: Float64Array;
  private readonly askSizes: Float64Array;
  private readonly running = new Float64Array(2);
  private readonly closed = new Float64Array(2);
  private openUs = Number.NaN;
  /** A book to compare with is known. */
  private hasBook = false;
  private isFirstCandle = true;
  private beganWithBook = false;
  private closedIsWhole = false;

  constructor(snapshot: BookSnapshot, levels: number) {
    this.snapshot = snapshot;
    this.levels = levels;
    this.bidTicks = new Float64Array(levels);
    this.bidSizes = new Float64Array(levels);
    this.askTicks = new Float64Array(levels);
    this.askSizes = new Float64Array(levels);
  }

  /** Sums of the candle that closed last; meaningful where they are whole. */
  get isWhole(): boolean {
    return this.closedIsWhole;
  }

  get flow(): number {
    return this.closed[FLOW]!;
  }

  get added(): number {
    return this.closed[ADDED]!;
  }

  /** The same of the candle that is open, so far. */
  get isWholeNow(): boolean {
    return this.snapshot.hasDepth(this.levels) && this.hasBook && (this.beganWithBook || this.isFirstCandle);
  }

  get flowNow(): number {
    return this.running[FLOW]!;
  }

  get addedNow(): number {
    return this.running[ADDED]!;
  }

  onBook(book: BookView, session: SessionContext): void {
    this.follow(session);
    if (!book.hasChanged || !this.snapshot.hasDepth(this.levels)) return;
    if (this.hasBook && book.timeUs >= session.openUs) this.compare();
    this.keep();
    this.hasBook = true;
  }

  onCandle(candle: Candle, session: SessionContext): void {
    this.follow(session);
    if (candle.firstOfSession) this.isFirstCandle = true;
    this.closedIsWhole = this.isWholeNow;
    this.closed[FLOW] = this.running[FLOW]!;
    this.closed[ADDED] = this.running[ADDED]!;
    this.running.fill(0);
    this.isFirstCandle = false;
    this.beganWithBook = this.hasBook;
  }

  private follow({ openUs }: SessionContext): void {
    if (openUs === this.openUs) return;
    this.openUs = openUs;
    this.running.fill(0);
    this.hasBook = false;
    this.beganWithBook = false;
    this.isFirstCandle = true;
  }

  /** e = q[b ≥ b′] − q′[b ≤ b′] at each bid level, and the other way round at each ask level, ′ being the book before. */
  private compare(): void {
    const { snapshot, levels } = this;
    for (let k = 0; k < levels; k++) {
      const bid = sizeMoved(snapshot.bidTicks[k]! - this.bidTicks[k]!, snapshot.bidSizes[k]!, this.bidSizes[k]!);
      const ask = sizeMoved(this.askTicks[k]! - snapshot.askTicks[k]!, snapshot.askSizes[k]!, this.askSizes[k]!);
      this.running[FLOW] = this.running[FLOW]! + bid - ask;
      if (k === 0) this.running[ADDED] = this.running[ADDED]! + Math.max(0, bid) + Math.max(0, ask);
    }
  }

  private keep(): void {
    const { snapshot, levels } = this;
    for (let k = 0; k < levels; k++) {
      this.bidTicks[k] = snapshot.bidTicks[k]!;
      this.bidSizes[k] = snapshot.bidSizes[k]!;
      this.askTicks[k] = snapshot.askTicks[k]!;
      this.askSizes[k] = snapshot.askSizes[k]!;
    }
  }
}

/** Contracts that came to a side by its level: all of a better one, none of a worse one, which lost what was there before. */
function sizeMoved(better: number, size: number, before: number): number {
  return better > 0 ? size : better < 0 ? -before : size - before;
}

/** One for each number of levels in a set. */
export function bookChanges(shared: SharedParts, levels: number): BookChanges {
  return shared.part(`book changes of ${levels} levels`, () => new BookChanges(bookSnapshot(shared, levels), levels), {
    book: (changes: BookChanges, book, session) => changes.onBook(book, session),
    candle: (changes: BookChanges, candle, session) => changes.onCandle(candle, session),
  });
}
