// The datasets of a home in; how many bytes one day with its book takes out, measured where one is stored.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A busy day of one contract with its price levels, packed. */
const ASSUMED_BYTES = 1024 ** 3;
const BOOK_KINDS: readonly string[] = ['levels', 'orders'];
const KINDS: readonly string[] = [...BOOK_KINDS, 'trades', 'quotes'];
/** The newest days tell enough. */
const DAYS_MAX = 60;

export interface BookDayBytes {
  readonly bytes: number;
  readonly isMeasured: boolean;
}

/** Of the largest of the newest days, over all contracts of it. */
export function bookDayBytes(home: string): BookDayBytes {
  const root = join(home, 'datasets');
  const days = new Map<string, number>();
  for (const contract of namesIn(root)) {
    const withBook = BOOK_KINDS.flatMap((kind) => partsIn(join(root, contract, kind))).map(({ day }) => day);
    const newest = new Set(withBook.toSorted().slice(-DAYS_MAX));
    for (const { day, bytes } of KINDS.flatMap((kind) => partsIn(join(root, contract, kind)))) {
      if (newest.has(day)) days.set(day, (days.get(day) ?? 0) + bytes);
    }
  }
  if (days.size === 0) return { bytes: ASSUMED_BYTES, isMeasured: false };
  // an empty part is no measure
  return { bytes: Math.max(1, ...days.values()), isMeasured: true };
}

function partsIn(folder: string): readonly { readonly day: string; readonly bytes: number }[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.parquet'))
    .map((name) => ({
      day: name.slice(0, 10),
      bytes: statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0,
    }));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
