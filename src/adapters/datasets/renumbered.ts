// Two sets of kinds of one day, from different sources and none in both; the same columns with one numbering through all of them out.

import type { PartColumns } from './row-buffer.ts';
import type { PartKind } from './schema.ts';

type Parts = ReadonlyMap<PartKind, PartColumns>;

/** At one microsecond the book stands before the trade that was made on it. */
const RANK: Readonly<Partial<Record<PartKind, number>>> = { orders: 0, levels: 1, quotes: 2, lasts: 3, trades: 4 };

/** The kinds of ticks in the order in which they stand at one microsecond. */
export function byRank(kinds: Iterable<PartKind>): readonly PartKind[] {
  return [...kinds].sort((x, y) => RANK[x]! - RANK[y]!);
}

/** The rows of one side in the order of their source. */
interface Sequence {
  readonly kinds: readonly PartKind[];
  readonly times: readonly Float64Array[];
  /** Which of the kinds, and which of its rows. */
  readonly kind: Uint8Array;
  readonly row: Uint32Array;
}

/** By time, then by rank; rows of one side keep their order. It does not matter which of the sides is named first. */
export function renumbered(a: Parts, b: Parts): Parts {
  const [one, two] = [sequenceOf(a), sequenceOf(b)];
  const [ordersOne, ordersTwo] = [emptyOrders(one), emptyOrders(two)];
  let [atOne, atTwo] = [0, 0];
  for (let order = 0; order < one.row.length + two.row.length; order++) {
    if (takesFirst(one, atOne, two, atTwo)) give(one, atOne++, ordersOne, order);
    else give(two, atTwo++, ordersTwo, order);
  }
  const out = new Map<PartKind, PartColumns>();
  for (const [index, kind] of one.kinds.entries()) out.set(kind, { ...a.get(kind)!, order: ordersOne[index]! });
  for (const [index, kind] of two.kinds.entries()) out.set(kind, { ...b.get(kind)!, order: ordersTwo[index]! });
  return out;
}

function sequenceOf(parts: Parts): Sequence {
  const kinds = byRank(parts.keys());
  const times = kinds.map((kind) => parts.get(kind)!.time_us!);
  const orders = kinds.map((kind) => parts.get(kind)!.order!);
  const total = times.reduce((sum, { length }) => sum + length, 0);
  const kind = new Uint8Array(total);
  const row = new Uint32Array(total);
  const at = kinds.map(() => 0);
  for (let next = 0; next < total; next++) {
    let first = -1;
    for (let k = 0; k < kinds.length; k++) {
      if (at[k]! >= orders[k]!.length) continue;
      if (first < 0 || orders[k]![at[k]!]! < orders[first]![at[first]!]!) first = k;
    }
    kind[next] = first;
    row[next] = at[first]!++;
  }
  return { kinds, times, kind, row };
}

function emptyOrders({ times }: Sequence): readonly Float64Array[] {
  return times.map(({ length }) => new Float64Array(length));
}

function takesFirst(one: Sequence, atOne: number, two: Sequence, atTwo: number): boolean {
  if (atOne >= one.row.length) return false;
  if (atTwo >= two.row.length) return true;
  const [timeOne, timeTwo] = [timeAt(one, atOne), timeAt(two, atTwo)];
  if (timeOne !== timeTwo) return timeOne < timeTwo;
  return RANK[one.kinds[one.kind[atOne]!]!]! < RANK[two.kinds[two.kind[atTwo]!]!]!;
}

function timeAt({ times, kind, row }: Sequence, at: number): number {
  return times[kind[at]!]![row[at]!]!;
}

function give({ kind, row }: Sequence, at: number, orders: readonly Float64Array[], order: number): void {
  orders[kind[at]!]![row[at]!] = order;
}
