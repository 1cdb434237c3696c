// Rows of price levels go in; the book after each message comes out, and how snapshots differ from the changes before them.

import { differingLevels, rangeOf } from '../../../candles/book-difference.ts';
import { OrderBook } from '../../../candles/order-book.ts';
import { SequencedLevelBook } from '../../../candles/sequenced-level-book.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../../../market/event-record.ts';
import type { RowColumns } from '../../row-rule.ts';

/** By the numbers of the messages where they have some, else in the order of the rows. */
export class LevelBook {
  private readonly tick: number;
  private readonly ordered: OrderedLevels;
  private numbered: SequencedLevelBook | undefined;

  /** `isCompared`: only snapshots matter, so that changes before the first one are passed over. */
  constructor(tick: number, isCompared = false) {
    this.tick = tick;
    this.ordered = new OrderedLevels(isCompared);
  }

  get book(): OrderBook {
    return this.numbered?.book ?? this.ordered.book;
  }

  /** Snapshots that could be compared. */
  get comparisons(): number {
    return this.numbered?.comparisons ?? this.ordered.comparisons;
  }

  get mismatchedSnapshots(): number {
    return this.numbered?.faults.mismatchedSnapshots ?? this.ordered.mismatchedSnapshots;
  }

  /** Levels that differed in all of them, within the range that they told. */
  get mismatchedLevels(): number {
    return this.numbered?.faults.mismatchedLevels ?? this.ordered.mismatchedLevels;
  }

  /** True when a message has ended that is in the book. A row without a price only counts as an end. */
  apply(columns: RowColumns, index: number): boolean {
    const flags = columns.flags![index]!;
    const price = columns.price![index]!;
    const quantity = columns.quantity![index]!;
    const isLevel = price > 0 && price < Number.POSITIVE_INFINITY && !Number.isNaN(quantity);
    const ticks = isLevel ? this.ticksOf(price) : 0;
    const { sequence, previous_sequence: previous } = columns;
    if (sequence === undefined) return this.ordered.apply(flags, ticks, isLevel ? quantity : 0);
    if (!isNumber(sequence[index])) return false;
    this.numbered ??= new SequencedLevelBook();
    const before = isNumber(previous?.[index]) ? previous![index] : undefined;
    return this.numbered.apply(flags, ticks, isLevel ? quantity : 0, sequence[index]!, before);
  }

  /** Prices between ticks keep their place between them. */
  private ticksOf(price: number): number {
    const ticks = price / this.tick;
    const whole = Math.round(ticks);
    return Math.abs(ticks - whole) < 1e-6 ? whole : ticks;
  }
}

function isNumber(value: number | undefined): boolean {
  return value !== undefined && value > 0 && Number.isSafeInteger(value);
}

/** Messages without numbers: a snapshot is of the moment at which it stands. */
class OrderedLevels {
  book = new OrderBook();
  comparisons = 0;
  mismatchedSnapshots = 0;
  mismatchedLevels = 0;
  /** Fills while a snapshot is being told, and takes the place of the book when it is whole. */
  private told = new OrderBook();
  private isSnapshot = false;
  /** Changes alone, as before the first snapshot, make no book that one could compare. */
  private isWhole = false;
  private readonly isCompared: boolean;

  constructor(isCompared: boolean) {
    this.isCompared = isCompared;
  }

  apply(flags: number, ticks: number, quantity: number): boolean {
    if ((flags & BOOK_CLEAR) !== 0) {
      this.isSnapshot = true;
      this.told.clear();
    }
    const hasEnded = (flags & BOOK_MORE) === 0;
    if (this.isCompared && !this.isWhole && !this.isSnapshot) return hasEnded;
    const { bids, asks } = this.isSnapshot ? this.told : this.book;
    ((flags & BOOK_ASK) === 0 ? bids : asks).set(ticks, quantity);
    if (hasEnded && this.isSnapshot) this.endSnapshot();
    return hasEnded;
  }

  private endSnapshot(): void {
    const { book, told } = this;
    // a book that is only cleared is no snapshot: what follows fills it
    const isTold = told.bids.levels + told.asks.levels > 0;
    if (this.isWhole && isTold && book.bids.levels + book.asks.levels > 0) {
      const levels = differingLevels(book, told, rangeOf(told));
      this.comparisons++;
      this.mismatchedLevels += levels;
      if (levels > 0) this.mismatchedSnapshots++;
    }
    this.book = told;
    this.told = book;
    this.isSnapshot = false;
    this.isWhole = true;
  }
}
