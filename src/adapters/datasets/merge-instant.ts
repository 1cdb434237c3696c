// The rows of one kind that two files have at one microsecond to the rows of both, or the reason why they contradict each other.

import { leaveBlindQuotes } from './merge-blind-quotes.ts';
import type { MergeConflict } from './merge-candles.ts';
import { FROM_BOTH, FROM_NEWER, FROM_OLDER, type Lane, type LaneSide } from './merge-lane.ts';
import { differingColumn, EQUAL } from './merge-picks.ts';
import { compareRows, SortedRows } from './merge-sorted-rows.ts';

/**
 * What comes out depends on the rows alone, never on which file came first: where one file has all rows of the other, its
 * rows in its sequence; of two sequences of the same rows the greater one; rows with ids that come from both files by id, which is
 * the least sequence of all, so that a file that has all of them goes before.
 */
export class InstantJoin {
  private readonly a = new SortedRows();
  private readonly b = new SortedRows();
  /** Rows of the older file that the newer one lacks, and the other way round. */
  private onlyA = 0;
  private onlyB = 0;

  /** Settles the present instant of the lane. */
  join(lane: Lane, timeUs: number): MergeConflict | undefined {
    const { older, newer } = lane;
    if (lane.kind === 'quotes') {
      leaveBlindQuotes(older, newer, timeUs);
      leaveBlindQuotes(newer, older, timeUs);
    }
    const countA = older.end - older.start;
    const countB = newer.end - newer.start;
    if (countB === 0) {
      lane.settle(countA, FROM_OLDER, true, countA === 0);
      return countA === 0 ? undefined : alone(lane, older, newer, timeUs);
    }
    if (countA === 0) {
      lane.settle(countB, FROM_NEWER, false, true);
      return alone(lane, newer, older, timeUs);
    }
    if (countA === countB && isSameSequence(older, newer)) {
      lane.settle(countA, FROM_OLDER, true, true);
      return undefined;
    }
    return this.joinDiffering(lane, timeUs);
  }

  private joinDiffering(lane: Lane, timeUs: number): MergeConflict | undefined {
    const { older, newer, hasIds } = lane;
    this.a.sort(older.keys, older.start, older.end);
    this.b.sort(newer.keys, newer.start, newer.end);
    const conflict = this.pairUp(lane, timeUs);
    if (conflict !== undefined) return conflict;
    const { onlyA, onlyB } = this;
    // a file that was cut off within the instant has fewer rows of it, not other ones
    if (!hasIds && onlyA > 0 && onlyB > 0) return different(lane, timeUs);
    if (!hasIds && onlyA > 0 && newer.coverage.has(timeUs)) return different(lane, timeUs);
    if (!hasIds && onlyB > 0 && older.coverage.has(timeUs)) return different(lane, timeUs);
    const countA = this.a.count;
    const countB = this.b.count;
    if (onlyA > 0 && onlyB > 0) lane.settle(countA + onlyB, FROM_BOTH, false, false);
    else if (onlyB > 0) lane.settle(countB, FROM_NEWER, false, true);
    else if (onlyA > 0) lane.settle(countA, FROM_OLDER, true, false);
    else lane.settle(countA, isGreaterSequence(newer, older) ? FROM_NEWER : FROM_OLDER, true, true);
    return undefined;
  }

  /** Counts what only one of the files has; of rows with ids, notes it and puts the rows of both in sequence. */
  private pairUp(lane: Lane, timeUs: number): MergeConflict | undefined {
    const { older, newer, hasIds } = lane;
    const { a, b } = this;
    const total = a.count + b.count;
    if (hasIds && lane.joint.length < total) lane.joint = new Uint32Array(2 * total);
    let atA = 0;
    let atB = 0;
    let rows = 0;
    while (atA < a.count || atB < b.count) {
      const rowA = a.rows[atA]!;
      const rowB = b.rows[atB]!;
      const sign = atA === a.count ? 1 : atB === b.count ? -1 : compareRows(older.keys, rowA, newer.keys, rowB);
      if (sign === 0 && hasIds) {
        const wrong = differingColumn(older.values, rowA, newer.values, rowB);
        if (wrong !== EQUAL) return saysTwoThings(lane, timeUs, wrong, rowA, rowB);
      }
      if (hasIds) {
        lane.joint[rows] = sign <= 0 ? rowA : older.times.length + rowB;
        if (sign < 0) older.lone[older.loneCount++] = rowA;
        if (sign > 0) newer.lone[newer.loneCount++] = rowB;
      }
      rows++;
      if (sign <= 0) atA++;
      if (sign >= 0) atB++;
    }
    this.onlyA = rows - b.count;
    this.onlyB = rows - a.count;
    return undefined;
  }
}

/** Only `side` has rows at this time. */
function alone(lane: Lane, side: LaneSide, other: LaneSide, timeUs: number): MergeConflict | undefined {
  if (!lane.hasIds) return other.coverage.has(timeUs) ? different(lane, timeUs) : undefined;
  for (let row = side.start; row < side.end; row++) side.lone[side.loneCount++] = row;
  return undefined;
}

function isSameSequence(older: LaneSide, newer: LaneSide): boolean {
  const count = older.end - older.start;
  for (let column = 0; column < older.values.length; column++) {
    const a = older.values[column]!;
    const b = newer.values[column]!;
    for (let index = 0; index < count; index++) {
      if (a[older.start + index] !== b[newer.start + index]) return false;
    }
  }
  return true;
}

/** Both have the same rows. */
function isGreaterSequence(side: LaneSide, other: LaneSide): boolean {
  for (let index = 0; side.start + index < side.end; index++) {
    const sign = compareRows(side.keys, side.start + index, other.keys, other.start + index);
    if (sign !== 0) return sign > 0;
  }
  return false;
}

function different({ kind }: Lane, timeUs: number): MergeConflict {
  return { kind: 'conflict', timeUs, why: `both files cover that time and have different ${kind}` };
}

function saysTwoThings(
  { older, newer, names }: Lane,
  timeUs: number,
  column: number,
  rowA: number,
  rowB: number,
): MergeConflict {
  const name = names.filter((each) => each !== 'order')[column];
  const [one, two] = [older.values[column]![rowA], newer.values[column]![rowB]];
  const why = `trade ${older.columns.trade_id![rowA]} has ${name} ${one} in one file and ${two} in the other`;
  return { kind: 'conflict', timeUs, why };
}
