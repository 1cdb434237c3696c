// Takes an imported set; gives its stored rows in the shapes that tests count them in.

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { PartColumns } from '../../src/adapters/datasets/row-buffer.ts';
import type { PartKind } from '../../src/adapters/datasets/schema.ts';
import type { DatasetStore } from '../../src/adapters/datasets/store.ts';
import { formatLocalTime } from '../../src/core/market/civil-time.ts';

export interface StoredDay {
  readonly instrument: string;
  readonly day: string;
  readonly columns: PartColumns;
}

/** All parts of a kind, of one instrument or of all, by day. */
export async function storedDays(store: DatasetStore, kind: PartKind, only?: string): Promise<readonly StoredDay[]> {
  const days: StoredDay[] = [];
  for (const instrument of only === undefined ? store.instruments() : [only]) {
    for (const { day } of store.parts(instrument, kind)) {
      days.push({ instrument, day, columns: await store.readPart(instrument, kind, day) });
    }
  }
  return days.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** Lowest and highest value of columns. */
export function rangeOf(columns: readonly Float64Array[]): readonly [number, number] {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    for (const value of column) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
  }
  return [lowest, highest];
}

export function sumOf(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}

/** `2025-08-05 13:31`, Sao Paulo. */
export function minuteOf(timeUs: number): string {
  return formatLocalTime(timeUs).slice(0, 16);
}

/** The lines of a packed text file, the first one among them. */
export function linesOf(path: string): readonly string[] {
  return gunzipSync(readFileSync(path)).toString('latin1').trimEnd().split(/\r?\n/);
}

/** How often each text comes. */
export function tally(texts: Iterable<string>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

/** Rows whose turnover divided by contracts and value of a point is a price above or below what was traded in them. */
export function turnoverMisses({ turnover, volume, low, high }: PartColumns, pointValue: number, tick: number): number {
  let misses = 0;
  for (const [row, value] of turnover!.entries()) {
    const mean = value / pointValue / volume![row]!;
    if (mean < low![row]! - tick || mean > high![row]! + tick) misses += 1;
  }
  return misses;
}
