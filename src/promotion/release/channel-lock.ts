// A channel and work in; the work done while no other thread or process moves that channel, or judges its release.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { releaseError } from './release-error.ts';
import { channelPath } from './release-folders.ts';
import type { Stage } from './stage.ts';

/** A rollback verifies two releases and waits for the disk. */
const WAIT_MS = 30_000;
/** For a thread that may hold a position: it does not stand still for another, and comes again. */
export const SESSION_WAIT_MS = 200;
const SQLITE_BUSY = 5;

/** Files of the locks that this thread holds: work is synchronous, so that what asks again is part of that work. */
const held = new Set<string>();

/**
 * The system holds the lock for a connection: it is free again the moment its owner dies, in whatever way. Work inside of work on the
 * same channel runs under the lock there is. Throws UserError `channel-busy` where another holds it for longer than `waitMs`.
 */
export function whileChannelIsLocked<T>(
  home: string,
  strategy: string,
  stage: Stage,
  work: () => T,
  waitMs = WAIT_MS,
): T {
  const file = `${channelPath(home, strategy, stage)}.lock.sqlite`;
  if (held.has(file)) return work();
  mkdirSync(dirname(file), { recursive: true });
  const lock = new DatabaseSync(file, { timeout: waitMs });
  try {
    begin(lock, `${strategy}@${stage}`);
    held.add(file);
    return work();
  } finally {
    held.delete(file);
    // closing ends the transaction
    lock.close();
  }
}

function begin(lock: DatabaseSync, channel: string): void {
  try {
    lock.exec('BEGIN IMMEDIATE');
  } catch (cause) {
    if (!(cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY)) throw cause;
    const message = `${channel} is being moved or judged by another thread or process: nothing was changed`;
    throw releaseError('channel-busy', message, { fix: 'Try again in a moment', cause });
  }
}
