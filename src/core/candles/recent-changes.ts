// Level changes in, message by message; out the latest of them, whole messages only, for a snapshot that comes late.

import { BOOK_MORE } from '../market/event-record.ts';

/**
 * Changes that are kept: some 50 s of the busiest stream at hand (bitcoin futures, 1,290 changes a second). A snapshot asked
 * for over the network is older than the messages that arrive with it by a second or two.
 */
export const MAX_RECENT_CHANGES = 1 << 16;

const MASK = MAX_RECENT_CHANGES - 1;

export class RecentChanges {
  /** Every message after this sequence number is here, whole. */
  completeFrom = Number.POSITIVE_INFINITY;
  /** Changes from `first` to before `end` are here; counted on without limit, their place is the remainder. */
  first = 0;
  end = 0;
  private readonly flagsOf = new Uint8Array(MAX_RECENT_CHANGES);
  private readonly ticks = new Float64Array(MAX_RECENT_CHANGES);
  private readonly quantities = new Float64Array(MAX_RECENT_CHANGES);
  private readonly sequences = new Float64Array(MAX_RECENT_CHANGES);
  /** The rest of a message of which the beginning is gone already. */
  private isLeavingOut = false;

  /** Forgets everything; messages that follow continue from this sequence number. */
  startAfter(sequence: number): void {
    this.completeFrom = sequence;
    this.first = this.end;
    this.isLeavingOut = false;
  }

  push(flags: number, priceTicks: number, quantity: number, sequence: number): void {
    const more = (flags & BOOK_MORE) !== 0;
    if (this.end - this.first === MAX_RECENT_CHANGES && !this.isLeavingOut) this.dropOldest(sequence);
    if (this.isLeavingOut) {
      this.isLeavingOut = more;
      return;
    }
    const at = this.end & MASK;
    this.flagsOf[at] = flags;
    this.ticks[at] = priceTicks;
    this.quantities[at] = quantity;
    this.sequences[at] = sequence;
    this.end += 1;
  }

  flagsAt(index: number): number {
    return this.flagsOf[index & MASK]!;
  }

  ticksAt(index: number): number {
    return this.ticks[index & MASK]!;
  }

  quantityAt(index: number): number {
    return this.quantities[index & MASK]!;
  }

  /** Sequence number of the message of a change. */
  sequenceAt(index: number): number {
    return this.sequences[index & MASK]!;
  }

  private dropOldest(arriving: number): void {
    const dropped = this.sequenceAt(this.first);
    this.completeFrom = dropped;
    while (this.first < this.end && this.sequenceAt(this.first) === dropped) this.first += 1;
    // the oldest message is the one that is arriving: it alone is more than can be kept
    this.isLeavingOut = dropped === arriving;
  }
}
