// Snapshots and numbered differences of price levels in; out the level book of the latest message, and whether it is whole.

import { assert } from '../assert.ts';
import { BOOK_ASK, BOOK_CLEAR, BOOK_MORE } from '../market/event-record.ts';
import { type BookRange, differingLevels, rangeOf } from './book-difference.ts';
import { OrderBook } from './order-book.ts';
import { RecentChanges } from './recent-changes.ts';
import { noSequenceFaults, type SequenceFaults } from './sequence-faults.ts';

/** What becomes of the message whose changes are arriving. */
type Message = 'none' | 'snapshot' | 'difference' | 'kept' | 'leftOut';

/**
 * A message whose first change carries BOOK_CLEAR is a snapshot, any other one a difference; its last change has no BOOK_MORE.
 * A snapshot numbered n holds the differences up to n. It may come later than differences above n, as one that is asked for
 * over the network does: the latest are kept and applied to it. Of the differences after a snapshot the first that reaches n
 * must continue from n or before, each other one from the one before it. A later snapshot is compared with the book as soon
 * as both stand at the same message, over the prices it tells; the book stays where they agree and is replaced where not.
 *
 * Numbers ascend. A stream that starts to number anew needs a new book.
 */
export class SequencedLevelBook {
  readonly faults: Readonly<SequenceFaults>;
  /** Messages that have gone into the book, snapshots included; differences that came before the first snapshot are not counted. */
  messages = 0;
  snapshots = 0;
  /** Snapshots that were compared with the book. */
  comparisons = 0;
  private readonly counts = noSequenceFaults();
  private readonly recent = new RecentChanges();
  private present = new OrderBook();
  /** The book of a snapshot that is arriving, or that the differences have not reached yet. */
  private other = new OrderBook();
  private otherRange: BookRange | undefined;
  private otherSequence = 0;
  /** Of the books before the present one. */
  private lostLevels = 0;
  private last: number | undefined;
  private continuesSnapshot = false;
  private hasSnapshot = false;
  private isComplete = false;
  private message: Message = 'none';
  private messageSequence = 0;

  constructor() {
    this.faults = this.counts;
  }

  /** The book after the last whole message. Another object after some snapshots: ask again rather than keep it. */
  get book(): OrderBook {
    return this.present;
  }

  /** A snapshot has come and nothing was lost since. */
  get isWhole(): boolean {
    return this.isComplete && this.present.lostLevels === 0;
  }

  /** Number of the last message; undefined before the first. */
  get sequence(): number | undefined {
    return this.last;
  }

  /**
   * Takes one change with the number of its message, and the number the message before must have where the source tells it.
   * Gives true when a message has ended that is in the book: only then is the book one that somebody could have seen.
   */
  apply(flags: number, priceTicks: number, quantity: number, sequence: number, previousSequence?: number): boolean {
    const isSnapshot = (flags & BOOK_CLEAR) !== 0;
    if (this.message !== 'none' && (isSnapshot || sequence !== this.messageSequence)) this.breakOff();
    if (this.message === 'none') {
      assert(Number.isSafeInteger(sequence), `a message is numbered by a whole number, not ${sequence}`);
      this.messageSequence = sequence;
      this.message = isSnapshot ? this.startSnapshot() : this.startDifference(sequence, previousSequence);
    }
    this.change(flags, priceTicks, quantity, sequence);
    return (flags & BOOK_MORE) === 0 && this.endMessage();
  }

  private change(flags: number, priceTicks: number, quantity: number, sequence: number): void {
    if (this.message === 'leftOut') return;
    const isDifference = this.message === 'difference';
    if (this.message !== 'snapshot') this.recent.push(flags, priceTicks, quantity, sequence);
    if (isDifference) setLevel(this.present, flags, priceTicks, quantity);
    const isForOther = isDifference && this.otherRange !== undefined && sequence > this.otherSequence;
    if (isForOther || this.message === 'snapshot') setLevel(this.other, flags, priceTicks, quantity);
  }

  private startSnapshot(): Message {
    this.other = new OrderBook();
    this.otherRange = undefined;
    return 'snapshot';
  }

  private startDifference(sequence: number, previous: number | undefined): Message {
    if (this.isStale(sequence)) return this.leaveOut();
    if (this.isGap(previous)) {
      this.counts.gaps += 1;
      // a snapshot that waits to be compared is newer than the book, perhaps than what was lost
      if (this.otherRange !== undefined) this.continueFromOther();
      if (this.isStale(sequence)) return this.leaveOut();
      if (this.isGap(previous)) {
        this.isComplete = false;
        this.recent.startAfter(previous!);
      }
    } else if (previous !== undefined && this.last !== undefined && previous < this.last && !this.continuesSnapshot) {
      this.counts.overlaps += 1;
    }
    if (this.last === undefined) this.recent.startAfter(previous ?? Number.NEGATIVE_INFINITY);
    this.last = sequence;
    this.continuesSnapshot = false;
    return this.hasSnapshot ? 'difference' : 'kept';
  }

  /** What a snapshot holds may be told again with its own number, and nothing changes. */
  private isStale(sequence: number): boolean {
    if (this.last === undefined) return false;
    return this.continuesSnapshot ? sequence < this.last : sequence <= this.last;
  }

  private isGap(previous: number | undefined): boolean {
    return previous !== undefined && this.last !== undefined && previous > this.last;
  }

  private leaveOut(): Message {
    this.counts.stale += 1;
    return 'leftOut';
  }

  private breakOff(): void {
    const { message, messageSequence } = this;
    this.counts.unfinished += 1;
    this.message = 'none';
    if (message === 'snapshot' || message === 'leftOut') return;
    this.isComplete = false;
    this.recent.startAfter(messageSequence);
    if (this.otherRange === undefined) return;
    if (messageSequence < this.otherSequence) this.continueFromOther();
    else this.otherRange = undefined;
  }

  /** Whether the message that ends is in the book. */
  private endMessage(): boolean {
    const { message } = this;
    this.message = 'none';
    if (message === 'snapshot') return this.endSnapshot(this.messageSequence);
    if (message !== 'difference') return false;
    if (this.otherRange !== undefined && this.messageSequence >= this.otherSequence) this.compare(this.otherRange);
    this.seen();
    return true;
  }

  private seen(): void {
    this.messages += 1;
    this.counts.lostLevels = this.lostLevels + this.present.lostLevels;
    const spread = this.present.spreadTicks;
    if (spread === 0) this.counts.lockedMessages += 1;
    else if (spread !== undefined && spread < 0) this.counts.crossedMessages += 1;
  }

  private endSnapshot(sequence: number): boolean {
    this.snapshots += 1;
    const range = rangeOf(this.other);
    if (this.last === undefined || this.last < sequence) {
      this.otherSequence = sequence;
      this.otherRange = range;
      // a whole book waits until the differences have reached the snapshot
      if (this.isComplete) return false;
      this.continueFromOther();
    } else if (sequence < this.recent.completeFrom) {
      this.counts.lateSnapshots += 1;
      return false;
    } else {
      this.replayRecent(sequence);
      if (this.isComplete) this.compare(range);
      else this.adoptOther();
    }
    this.seen();
    return true;
  }

  private replayRecent(sequence: number): void {
    const { recent } = this;
    for (let at = recent.first; at < recent.end; at++) {
      if (recent.sequenceAt(at) <= sequence) continue;
      setLevel(this.other, recent.flagsAt(at), recent.ticksAt(at), recent.quantityAt(at));
    }
  }

  private compare(range: BookRange): void {
    const levels = differingLevels(this.present, this.other, range);
    this.comparisons += 1;
    this.otherRange = undefined;
    if (levels === 0) return;
    this.counts.mismatchedSnapshots += 1;
    this.counts.mismatchedLevels += levels;
    this.adoptOther();
  }

  private adoptOther(): void {
    this.lostLevels += this.present.lostLevels;
    this.present = this.other;
    this.otherRange = undefined;
    this.hasSnapshot = true;
    this.isComplete = true;
  }

  private continueFromOther(): void {
    this.adoptOther();
    this.last = this.otherSequence;
    this.continuesSnapshot = true;
    this.recent.startAfter(this.otherSequence);
  }
}

function setLevel(book: OrderBook, flags: number, priceTicks: number, quantity: number): void {
  ((flags & BOOK_ASK) === 0 ? book.bids : book.asks).set(priceTicks, quantity);
}
