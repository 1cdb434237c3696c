// What the kinds of a day have at one instant to one sequence of all of them.

import { FROM_OLDER, type Lane, type LaneSide } from './merge-lane.ts';

/** Whose order counts between two kinds. */
const NOBODYS = 0;
const OLDER = 1;
const NEWER = 2;

/**
 * Between two kinds the order of the file that has all rows of both counts; of two such files the one that puts the book later,
 * since nobody invents that; without one the book stands before the trade. So the order of a file always goes before the
 * one that was made up before it came, and it does not matter in which order files come.
 */
export class Weave {
  /** The rows put so far. */
  order = 0;
  /** Something differs from what the older file has. */
  isChanged = false;
  private readonly lanes: readonly Lane[];
  /** Per lane: how many of its rows of the instant are put. */
  private readonly at: Uint32Array;
  /** Per pair of lanes, the first before the second. */
  private readonly whose: Uint8Array;

  /** Lanes are settled and stand by the rank of their kind. */
  constructor(lanes: readonly Lane[]) {
    this.lanes = lanes;
    this.at = new Uint32Array(lanes.length);
    this.whose = new Uint8Array(lanes.length * lanes.length);
  }

  /** Puts the rows of the present instant. */
  put(): void {
    const { lanes, at } = this;
    let rows = 0;
    let active = 0;
    let only = 0;
    for (let index = 0; index < lanes.length; index++) {
      const { count, from } = lanes[index]!;
      at[index] = 0;
      if (count === 0) continue;
      rows += count;
      active++;
      only = index;
      if (from !== FROM_OLDER) this.isChanged = true;
    }
    if (active > 1) {
      this.decide();
      for (let row = 0; row < rows; row++) this.putOne();
      return;
    }
    const lane = lanes[only]!;
    for (let row = 0; row < rows; row++) lane.put(row, this.order++);
  }

  private decide(): void {
    const { lanes, whose } = this;
    for (let high = 1; high < lanes.length; high++) {
      for (let low = 0; low < high; low++) {
        const owner = ownerOf(lanes[low]!, lanes[high]!);
        whose[low * lanes.length + high] = owner;
        if (owner === NEWER) this.isChanged = true;
      }
    }
  }

  /** The first kind by rank that may come now; the last one may always. */
  private putOne(): void {
    const { lanes, at } = this;
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index]!;
      if (at[index]! === lane.count || this.isBlocked(index)) continue;
      lane.put(at[index]!++, this.order++);
      return;
    }
  }

  /** A later kind comes first. */
  private isBlocked(low: number): boolean {
    const { lanes, at, whose } = this;
    for (let high = low + 1; high < lanes.length; high++) {
      const owner = whose[low * lanes.length + high]!;
      if (owner === NOBODYS || at[high]! === lanes[high]!.count) continue;
      const mine = sideOf(lanes[low]!, owner);
      const other = sideOf(lanes[high]!, owner);
      if (other.orders[other.start + at[high]!]! < mine.orders[mine.start + at[low]!]!) return true;
    }
    return false;
  }
}

function sideOf(lane: Lane, owner: number): LaneSide {
  return owner === OLDER ? lane.older : lane.newer;
}

function ownerOf(low: Lane, high: Lane): number {
  if (low.count === 0 || high.count === 0) return NOBODYS;
  const isOlder = low.isWholeInOlder && high.isWholeInOlder;
  const isNewer = low.isWholeInNewer && high.isWholeInNewer;
  if (isOlder && isNewer) return putsHighFirst(low, high) ? NEWER : OLDER;
  return isOlder ? OLDER : isNewer ? NEWER : NOBODYS;
}

/** Both files have all rows: where their sequences of the two kinds part, the newer one has the higher kind. */
function putsHighFirst(low: Lane, high: Lane): boolean {
  let atLow = 0;
  let atHigh = 0;
  while (atLow < low.count && atHigh < high.count) {
    const isHighA = isHighNext(low.older, high.older, atLow, atHigh);
    const isHighB = isHighNext(low.newer, high.newer, atLow, atHigh);
    if (isHighA !== isHighB) return isHighB;
    if (isHighA) atHigh++;
    else atLow++;
  }
  return false;
}

function isHighNext(low: LaneSide, high: LaneSide, atLow: number, atHigh: number): boolean {
  return high.orders[high.start + atHigh]! < low.orders[low.start + atLow]!;
}
