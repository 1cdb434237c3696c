// The segments of one stream in; their events group by group, with every damage told and its group left out.

import { createHash, type Hash } from 'node:crypto';
import { basename } from 'node:path';
import { GROUP_RECORDS_MAX, type SessionInfo } from '../../adapters/journal/event-log-format.ts';
import { LogFileReader } from '../../adapters/journal/log-file-reader.ts';
import { LogDamage, noticeText } from '../../adapters/journal/log-notice.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import { type Provenance, weakerProvenance } from '../../core/market/provenance.ts';
import type { Segment } from './capture-folder.ts';

export interface StreamFault {
  readonly segment: Segment;
  readonly reason: string;
}

/** What a reading has found beside the events. */
export class StreamReading {
  readonly faults: StreamFault[] = [];
  /** The weakest of what the segments say of themselves; one that does not say it is no exchange's. */
  provenance: Provenance | undefined = undefined;
  /** Of all records that were read, so that the same recording gives the same hash. */
  readonly hash: Hash = createHash('sha256');
  groups = 0;
  damagedGroups = 0;
}

/**
 * The batch is filled anew for each group. A group that fails its checksum is not used: a wrong price is worse than a gap, and the
 * gap is told in `faults`.
 */
export function* readStream(segments: readonly Segment[], reading: StreamReading): Generator<EventBatch> {
  const batch = new EventBatch(GROUP_RECORDS_MAX);
  for (const segment of segments) {
    const damage = new LogDamage({ ignoreChecksum: true });
    const reader = new LogFileReader(segment.path, damage);
    let isSaid = false;
    try {
      for (;;) {
        const before = damage.notices.length;
        if (!reader.readGroup(batch)) break;
        reading.groups += 1;
        if (damage.notices.length > before) {
          reading.damagedGroups += 1;
          continue;
        }
        if (!isSaid) reading.provenance = weakest(reading.provenance, provenanceOf(reader.info));
        isSaid = true;
        reading.hash.update(reader.records);
        yield batch;
      }
    } finally {
      reader.close();
    }
    for (const notice of damage.notices) reading.faults.push({ segment, reason: noticeText(notice) });
    if (segment.end === 'cut') {
      reading.faults.push({
        segment,
        reason: `${basename(segment.path)} ends where the recording was cut off, by a kill or by the disk: what came in its last second is missing`,
      });
    }
  }
}

function provenanceOf({ provenance }: SessionInfo): Provenance {
  return provenance === 'exchange' || provenance === 'simulated' ? provenance : 'synthetic';
}

/** Of those that are known. */
export function weakest(a: Provenance | undefined, b: Provenance | undefined): Provenance | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return weakerProvenance(a, b);
}
