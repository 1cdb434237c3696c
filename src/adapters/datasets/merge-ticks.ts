// The ticks of one day from two files that overlap to the ticks of both in one order, or the time at which the files contradict each other.

import { columnDifference, type MergeConflict } from './merge-candles.ts';
import { movedTrade } from './merge-ids.ts';
import { InstantJoin } from './merge-instant.ts';
import { Lane } from './merge-lane.ts';
import type { KindSpans } from './merge-spans.ts';
import { Weave } from './merge-weave.ts';
import { byRank, renumbered } from './renumbered.ts';
import type { PartColumns } from './row-buffer.ts';
import type { PartKind } from './schema.ts';

export type TickParts = ReadonlyMap<PartKind, PartColumns>;

/** `isChanged`: rows were added to those of the older side, they stand in another order, or they are known to be all in more of the day. */
export type MergedTicks =
  | { readonly kind: 'merged'; readonly parts: TickParts; readonly isChanged: boolean }
  | MergeConflict;

/** What the files reach over that the rows of each side come from. */
export interface MergeSpans {
  readonly older?: KindSpans;
  readonly newer?: KindSpans;
}

/**
 * Trades that carry ids are the same where session, channel and id are; they must then be equal. Other rows tell nothing but
 * what stands in them, and equal rows are separate events: at each instant strictly inside a span of one side, that side must
 * have all rows that the other has; elsewhere one of the sides must have all of them. Quotes with which a file began before it
 * knew both sides of the book are left out where the other side tells them better. The `order` column is numbered anew. Kinds
 * that only one side has are put beside the others by time. Rows and order depend on what the files have, not on which
 * comes first: whole files and pieces, merged one after the other in any order, give the same.
 */
export function mergeTicks(older: TickParts, newer: TickParts, spans: MergeSpans = {}): MergedTicks {
  const isBeside = [...newer.keys()].every((kind) => !older.has(kind));
  if (isBeside) return { kind: 'merged', parts: renumbered(older, newer), isChanged: newer.size > 0 };
  const fault = columnFault(older, newer) ?? orderFault(older) ?? orderFault(newer);
  if (fault !== undefined) return fault;
  const lanes = byRank(new Set([...older.keys(), ...newer.keys()])).map(
    (kind) =>
      new Lane(
        kind,
        { columns: older.get(kind), spans: spans.older?.get(kind) },
        { columns: newer.get(kind), spans: spans.newer?.get(kind) },
      ),
  );
  const weave = new Weave(lanes);
  const conflict = mergeLanes(lanes, weave);
  if (conflict !== undefined) return conflict;
  return {
    kind: 'merged',
    parts: new Map(lanes.map((lane) => [lane.kind, lane.columns()])),
    isChanged: weave.isChanged || lanes.some(isChangedLane),
  };
}

/** Rows went without others in their place, or the newer side is known to have all rows of more of the day. */
function isChangedLane({ older, newer, hasIds }: Lane): boolean {
  return older.hasLeft || (!hasIds && !older.coverage.holds(newer.coverage));
}

function mergeLanes(lanes: readonly Lane[], weave: Weave): MergeConflict | undefined {
  const instant = new InstantJoin();
  for (let timeUs = firstTimeUs(lanes); timeUs < Number.POSITIVE_INFINITY; timeUs = firstTimeUs(lanes)) {
    for (let index = 0; index < lanes.length; index++) {
      const lane = lanes[index]!;
      lane.older.take(timeUs);
      lane.newer.take(timeUs);
      const conflict = instant.join(lane, timeUs);
      if (conflict !== undefined) return conflict;
    }
    weave.put();
  }
  for (const lane of lanes) {
    const moved = movedTrade(lane);
    if (moved !== undefined) return moved;
  }
  return undefined;
}

/** Of the rows that are not merged yet; infinite when there are none. */
function firstTimeUs(lanes: readonly Lane[]): number {
  let first = Number.POSITIVE_INFINITY;
  for (let index = 0; index < lanes.length; index++) {
    const { older, newer } = lanes[index]!;
    first = Math.min(first, older.nextTimeUs(), newer.nextTimeUs());
  }
  return first;
}

function columnFault(older: TickParts, newer: TickParts): MergeConflict | undefined {
  for (const [kind, columns] of newer) {
    const there = older.get(kind);
    const difference = there === undefined ? undefined : columnDifference(there, columns);
    if (difference !== undefined) return { kind: 'conflict', timeUs: undefined, why: `${kind}: ${difference}` };
  }
  return undefined;
}

/** Rows that go back in time have no place in an order by time. */
function orderFault(parts: TickParts): MergeConflict | undefined {
  for (const [kind, columns] of parts) {
    const times = columns.time_us!;
    for (let row = 1; row < times.length; row++) {
      if (times[row]! >= times[row - 1]!) continue;
      return { kind: 'conflict', timeUs: times[row]!, why: `the ${kind} of one file go back in time` };
    }
  }
  return undefined;
}
