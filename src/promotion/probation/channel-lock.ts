// A channel and work in; the work done while no other thread or process judges the release of that channel.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { channelPath } from '../release/release-folders.ts';
import type { Stage } from '../release/stage.ts';

/** A rollback verifies two releases and waits for the disk. */
const WAIT_MS = 30_000;

/** The system holds the lock for a connection: it is free again the moment its owner dies, in whatever way. */
export function whileChannelIsLocked<T>(home: string, strategy: string, stage: Stage, work: () => T): T {
  const file = `${channelPath(home, strategy, stage)}.lock.sqlite`;
  mkdirSync(dirname(file), { recursive: true });
  const lock = new DatabaseSync(file, { timeout: WAIT_MS });
  try {
    lock.exec('BEGIN IMMEDIATE');
    return work();
  } finally {
    // closing ends the transaction
    lock.close();
  }
}
