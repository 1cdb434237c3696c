// Numbers of messages go in row by row; what was skipped and what came back comes out.

import { BOOK_CLEAR, BOOK_MORE } from '../../../market/event-record.ts';
import { ORDER_SNAPSHOT } from '../../../market/order-message.ts';
import type { RowColumns, RowKind } from '../../row-rule.ts';

/** What the row does to the count. */
export const SequenceStep = { same: 0, next: 1, gap: 2, back: 3 } as const;
export type SequenceStepNumber = (typeof SequenceStep)[keyof typeof SequenceStep];

/** Rows of one message share its number. Snapshots stand beside the count, and rows without a number are passed over. */
export class SequenceWatch {
  /** Messages told apart, the first one not included. */
  steps = 0;
  /** Numbers that the last step left out. */
  missing = 0;
  /** Number of the message before the last step. */
  before = 0;
  private last = 0;
  private isSnapshot = false;
  private readonly isLevels: boolean;
  private readonly isOrders: boolean;

  constructor(kind: RowKind) {
    this.isLevels = kind === 'levels';
    this.isOrders = kind === 'orders';
  }

  /** With a column `previous_sequence` the source says itself which number must come before. */
  step(columns: RowColumns, sequence: Float64Array, index: number): SequenceStepNumber {
    if ((this.isLevels && this.isOfSnapshot(columns.flags![index]!)) || this.isResting(columns, index)) {
      return SequenceStep.same;
    }
    const number = sequence[index]!;
    if (number === this.last || !isNumber(number)) return SequenceStep.same;
    this.before = this.last;
    this.last = number;
    if (this.before === 0) return SequenceStep.same;
    this.steps++;
    if (number < this.before) return SequenceStep.back;
    const previous = columns.previous_sequence?.[index] ?? 0;
    const expected = isNumber(previous) ? previous : number - 1;
    // a message that says that it follows an earlier one overlaps those in between
    this.missing = Math.max(0, expected - this.before);
    return this.missing === 0 ? SequenceStep.next : SequenceStep.gap;
  }

  /** Follows the rows of a snapshot of levels from the one that clears the book to the end of its message. */
  private isOfSnapshot(flags: number): boolean {
    const isOf = this.isSnapshot || (flags & BOOK_CLEAR) !== 0;
    this.isSnapshot = isOf && (flags & BOOK_MORE) !== 0;
    return isOf;
  }

  private isResting(columns: RowColumns, index: number): boolean {
    return this.isOrders && (columns.flags![index]! & ORDER_SNAPSHOT) !== 0;
  }
}

/** 0 stands for no number. */
function isNumber(value: number): boolean {
  return value > 0 && value < Number.POSITIVE_INFINITY;
}
