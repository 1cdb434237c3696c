// The trades with ids that only one of two files has at their time to one that the other file has at another time.

import { ABSENT, NumberTable } from '../../core/candles/number-table.ts';
import type { MergeConflict } from './merge-candles.ts';
import type { Lane, LaneSide } from './merge-lane.ts';
import { compareRows } from './merge-sorted-rows.ts';

/** To be asked when all instants are joined. A trade stands at one time only, whatever else two files say of it. */
export function movedTrade({ older, newer }: Lane): MergeConflict | undefined {
  if (older.loneCount === 0 || newer.loneCount === 0) return undefined;
  const [few, many] = older.loneCount <= newer.loneCount ? [older, newer] : [newer, older];
  const [low, high] = [leastId(few), greatestId(few)];
  const ids = many.columns.trade_id!;
  let table: LoneTable | undefined;
  for (let index = 0; index < many.loneCount; index++) {
    const row = many.lone[index]!;
    // pieces of a day number on: most of them need no table
    if (ids[row]! < low || ids[row]! > high) continue;
    table ??= new LoneTable(few);
    const same = table.find(many, row);
    if (same === ABSENT) continue;
    const timeUs = Math.min(many.times[row]!, few.times[same]!);
    const why = `trade ${ids[row]} stands at that time in one file only, and later in the other`;
    return { kind: 'conflict', timeUs, why };
  }
  return undefined;
}

/** The lone rows of one file by id. */
class LoneTable {
  private readonly side: LaneSide;
  private readonly first = new NumberTable();
  /** The next of the rows with one number, which are few: they differ in session, channel or correction. */
  private readonly next: Int32Array;

  constructor(side: LaneSide) {
    const ids = side.columns.trade_id!;
    this.side = side;
    this.next = new Int32Array(side.loneCount);
    for (let index = 0; index < side.loneCount; index++) {
      const row = side.lone[index]!;
      if (this.find(side, row) !== ABSENT) continue;
      this.next[index] = this.first.get(ids[row]!);
      this.first.set(ids[row]!, index);
    }
  }

  /** The row with the id of a row of any file. */
  find(side: LaneSide, row: number): number {
    let index = this.first.get(side.columns.trade_id![row]!);
    while (index !== ABSENT) {
      const mine = this.side.lone[index]!;
      if (compareRows(this.side.keys, mine, side.keys, row) === 0) return mine;
      index = this.next[index]!;
    }
    return ABSENT;
  }
}

function leastId({ columns, lone, loneCount }: LaneSide): number {
  const ids = columns.trade_id!;
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < loneCount; index++) least = Math.min(least, ids[lone[index]!]!);
  return least;
}

function greatestId({ columns, lone, loneCount }: LaneSide): number {
  const ids = columns.trade_id!;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < loneCount; index++) greatest = Math.max(greatest, ids[lone[index]!]!);
  return greatest;
}
