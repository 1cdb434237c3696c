// Nothing in; the counts out of what was wrong in a numbered stream of level changes, all at zero.

/** Facts about the data: no message stops a book, and each count says what was done instead. */
export interface SequenceFaults {
  /** Times that messages were lost: the one before has another number than it must. The book is not whole until a snapshot. */
  gaps: number;
  /** Messages no newer than what the book holds already; left out. */
  stale: number;
  /** Messages that repeat a part of the one before them; taken, since levels are told whole. */
  overlaps: number;
  /**
   * Messages that broke off: another one began before their last change. A snapshot was left out; what had come of a difference
   * was kept, in a book that is not whole until a snapshot.
   */
  unfinished: number;
  /** Snapshots of a time from which messages have been forgotten or lost since; left out. */
  lateSnapshots: number;
  /** Snapshots that differ from the book that the differences before them made; they took its place. */
  mismatchedSnapshots: number;
  /** Levels that differed in those, within the range that the snapshot told. */
  mismatchedLevels: number;
  /** Levels for which the book had no room (`MAX_BOOK_LEVELS`): each time the one farthest from the best price was lost. */
  lostLevels: number;
  /** Ends of messages at which the best bid equalled the best ask, in a book with a snapshot. */
  lockedMessages: number;
  /** Ends of messages at which the best bid was above the best ask, in a book with a snapshot. */
  crossedMessages: number;
}

export function noSequenceFaults(): SequenceFaults {
  return {
    gaps: 0,
    stale: 0,
    overlaps: 0,
    unfinished: 0,
    lateSnapshots: 0,
    mismatchedSnapshots: 0,
    mismatchedLevels: 0,
    lostLevels: 0,
    lockedMessages: 0,
    crossedMessages: 0,
  };
}
