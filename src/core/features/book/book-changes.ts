// Whole updates of a book in; out what they added to and took from its best levels, summed for the candle.

import type { BookView } from '../../candles/book-view.ts';
import type { Candle } from '../../candles/candle.ts';
import type { SessionContext } from '../session-context.ts';
import type { SharedParts } from '../shared-parts.ts';
import { type BookSnapshot, bookSnapshot } from './book-snapshot.ts';
import { CandleSums } from './candle-sums.ts';

/** Places in the sums. */
const FLOW = 0;
const ADDED = 1;

/**
 * Each whole book is compared with the whole book before it; one that is crossed, one-sided or has too few levels is passed over, one
 * that was cleared is not what became of the one before. The sums are those of CandleSums: whole where there was a book to begin with,
 * which the first candle of a session may lack, that was not cleared since, and is one to end with.
 */
export class BookChanges {
  private readonly snapshot: BookSnapshot;
  private readonly levels: number;
  private readonly bidTicks: Float64Array;
  private readonly bidSizes: Float64Array;
  private readonly askTicks: Float64Array;
  private readonly askSizes: Float64Array;
  private readonly open = new CandleSums(2);
  private readonly closed = new Float64Array(2);
  private closedIsWhole = false;
  private clears = 0;

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
  isWholeNow(running: Candle): boolean {
    return this.snapshot.hasDepth(this.levels) && this.open.isWhole(running);
  }

  flowNow(running: Candle): number {
    return this.open.sumOf(running, FLOW);
  }

  addedNow(running: Candle): number {
    return this.open.sumOf(running, ADDED);
  }

  /** To be called before `isWholeNow`: in a session that has told nothing yet there is no book. */
  follow(session: SessionContext): void {
    this.snapshot.follow(session);
    this.open.follow(session);
  }

  onBook(book: BookView, session: SessionContext): void {
    const { open } = this;
    open.follow(session);
    if (!book.hasChanged) return;
    if (book.clears !== this.clears) {
      this.clears = book.clears;
      if (open.isKnown) open.breakOff(book);
    }
    if (!this.snapshot.hasDepth(this.levels)) return;
    if (open.isKnown && book.timeUs >= session.openUs) this.compare(book);
    open.begin(book);
    this.keep();
  }

  onCandle(candle: Candle, session: SessionContext): void {
    const { open, closed } = this;
    this.follow(session);
    this.closedIsWhole = open.isOfSession(candle) && this.isWholeNow(candle);
    closed[FLOW] = open.sumOf(candle, FLOW);
    closed[ADDED] = open.sumOf(candle, ADDED);
    open.endCandle(candle);
  }

  /** e = q[b ≥ b′] − q′[b ≤ b′] at each bid level, and the other way round at each ask level, ′ being the book before. */
  private compare(book: BookView): void {
    const { snapshot, levels } = this;
    const { sums } = this.open;
    this.open.at(book);
    for (let k = 0; k < levels; k++) {
      const bid = sizeMoved(snapshot.bidTicks[k]! - this.bidTicks[k]!, snapshot.bidSizes[k]!, this.bidSizes[k]!);
      const ask = sizeMoved(this.askTicks[k]! - snapshot.askTicks[k]!, snapshot.askSizes[k]!, this.askSizes[k]!);
      sums[FLOW] = sums[FLOW]! + bid - ask;
      if (k === 0) sums[ADDED] = sums[ADDED]! + Math.max(0, bid) + Math.max(0, ask);
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
