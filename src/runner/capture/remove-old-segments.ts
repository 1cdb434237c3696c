// The folder of recordings and today in; segments of days that have long been parts of the datasets are gone afterwards.

import { rmSync } from 'node:fs';
import { toDayNumber } from '../../core/market/civil-day.ts';
import { listRecordedDays, listSegments } from './capture-folder.ts';
import { readMarker, segmentsDigest } from './compaction-marker.ts';

/** Until then a day can be made anew from what was recorded. */
const KEEP_SEGMENTS_DAYS = 14;

/** Days whose segments are not all stored stay, however old. Gives how many days are gone. */
export function removeOldSegments(root: string, today: number): number {
  let removed = 0;
  for (const { day, folder } of listRecordedDays(root)) {
    if (toDayNumber(day) >= today - KEEP_SEGMENTS_DAYS) continue;
    const segments = listSegments(folder);
    const marker = readMarker(folder);
    if (marker === undefined || marker.segments !== segmentsDigest(segments)) continue;
    rmSync(folder, { recursive: true });
    removed += 1;
  }
  return removed;
}
