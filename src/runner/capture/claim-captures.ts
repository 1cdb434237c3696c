// The folder of recordings claimed for one process; what an earlier one left half written is brought in order first.

import { renameSync, truncateSync } from 'node:fs';
import { StoreLock } from '../../adapters/datasets/store-lock.ts';
import { syncFolder } from '../../adapters/durable-file.ts';
import { GROUP_RECORDS_MAX } from '../../adapters/journal/event-log-format.ts';
import { LogFileReader } from '../../adapters/journal/log-file-reader.ts';
import { LogDamage } from '../../adapters/journal/log-notice.ts';
import { UserError } from '../../adapters/user-error.ts';
import { EventBatch } from '../../core/market/event-batch.ts';
import { listRecordedDays, listSegments, type Segment } from './capture-folder.ts';

/** Time to take the lock of a dead process away; a live one is not waited for. */
const LOCK_WAIT_MS = 200;

/** A segment whose writer was killed. */
export interface CutSegment {
  readonly contract: string;
  readonly day: string;
  readonly path: string;
  /** Bytes of a group that was being written; 0 where it ended between two. */
  readonly tornBytes: number;
}

export interface ClaimedCaptures {
  readonly cut: readonly CutSegment[];
  release(): void;
}

/**
 * One process records or compacts at a time. Segments that were left open are cut after their last whole group, and named so.
 * UserError `capture-busy` names the process that has the folder.
 */
export async function claimCaptures(root: string): Promise<ClaimedCaptures> {
  const lock = await StoreLock.acquire(root, LOCK_WAIT_MS).catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    const message = error.message.replace('The datasets are being written', 'The recordings are being written');
    throw new UserError({
      ...error.toJSON(),
      code: 'capture-busy',
      message,
      fix: 'Only one host records for a home folder: stop it (qt host stop), or wait until it is done',
    });
  });
  const cut: CutSegment[] = [];
  for (const { contract, day, folder } of listRecordedDays(root)) {
    const open = listSegments(folder).filter(({ end }) => end === 'open');
    for (const segment of open) cut.push({ contract, day, ...cutOff(segment) });
    if (open.length > 0) syncFolder(folder);
  }
  return { cut, release: () => lock.release() };
}

function cutOff({ path }: Segment): Pick<CutSegment, 'path' | 'tornBytes'> {
  const { offset, tornBytes } = endOf(path);
  if (tornBytes > 0) truncateSync(path, offset);
  const named = path.replace(/open$/, 'cut');
  renameSync(path, named);
  return { path: named, tornBytes };
}

/** Where the last whole group ends; damage before it is for whoever reads the segment. */
function endOf(path: string): { readonly offset: number; readonly tornBytes: number } {
  const reader = new LogFileReader(path, new LogDamage({ ignoreChecksum: true }));
  try {
    const batch = new EventBatch(GROUP_RECORDS_MAX);
    while (reader.readGroup(batch)) batch.clear();
    return { offset: reader.offset, tornBytes: reader.tornBytes };
  } finally {
    reader.close();
  }
}
