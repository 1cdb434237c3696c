// Beside the segments of a day: which of them were made a part of the datasets, and what was said of it.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import type { Segment } from './capture-folder.ts';
import type { CaptureReport } from './capture-report.ts';

export interface CompactionMarker {
  /** Of the names and sizes of the segments. */
  readonly segments: string;
  readonly report: CaptureReport;
}

const NAME = 'compacted.json';
/** Goes up when a compaction makes something else of the same segments. */
const VERSION = 1;

export function segmentsDigest(segments: readonly Segment[]): string {
  const hash = createHash('sha256').update(`version ${VERSION}\n`);
  for (const { path } of segments) hash.update(`${basename(path)} ${statSync(path).size}\n`);
  return hash.digest('hex');
}

/** Undefined where there is none, or none that can be read: then it is done again. */
export function readMarker(folder: string): CompactionMarker | undefined {
  const path = join(folder, NAME);
  if (!existsSync(path)) return undefined;
  try {
    const marker = JSON.parse(readFileSync(path, 'utf8')) as Partial<CompactionMarker>;
    return marker.segments === undefined || marker.report === undefined ? undefined : (marker as CompactionMarker);
  } catch {
    return undefined;
  }
}

/** Written after the parts are in the store, by rename: a crash before it does the same work once more. */
export function writeMarker(folder: string, marker: CompactionMarker): void {
  replaceDurably(join(folder, NAME), `${JSON.stringify(marker, null, 2)}\n`);
}
