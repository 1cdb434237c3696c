// One writer at a time in a datasets folder: a lock file with the writer's process, waited for, and broken when that process is gone.

import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';

const LOCK_NAME = '.lock';
const WAIT_MS = 60_000;
const POLL_MS = 20;
/** A writer touches its lock far more often; an older one was left by a machine that lost power. */
const STALE_MS = 10 * 60_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
}

export class StoreLock {
  private readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Waits up to a minute for another writer; then a UserError `store-busy` names its process. */
  static async acquire(root: string, waitMs = WAIT_MS): Promise<StoreLock> {
    mkdirSync(root, { recursive: true });
    const path = join(root, LOCK_NAME);
    for (let waited = 0; ; waited += POLL_MS) {
      if (taken(path)) return new StoreLock(path);
      breakIfStale(path);
      if (waited >= waitMs) throw busyError(path);
      await sleep(POLL_MS);
    }
  }

  /** Tells others that the writer is alive; for work that takes minutes. */
  touch(): void {
    const now = new Date();
    utimesSync(this.path, now, now);
  }

  release(): void {
    rmSync(this.path, { force: true });
  }
}

function taken(path: string): boolean {
  try {
    writeFileSync(path, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // gone meanwhile, or being written at this moment
    return undefined;
  }
}

/** Moved aside before it is removed, so that of two who see the same stale lock only one takes it away. */
function breakIfStale(path: string): void {
  try {
    const holder = holderOf(path);
    const isOld = Date.now() - statSync(path).mtimeMs > STALE_MS;
    const isDead = holder !== undefined && holder.host === hostname() && !isAlive(holder.pid);
    if (!isOld && !isDead) return;
    const aside = `${path}-${randomUUID()}`;
    renameSync(path, aside);
    rmSync(aside, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** Of this machine. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // no right to signal it: it is there
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function busyError(path: string): UserError {
  const holder = holderOf(path);
  const who = holder === undefined ? 'another program' : `process ${holder.pid} on ${holder.host}`;
  return new UserError({
    code: 'store-busy',
    message: `The datasets are being written by ${who}`,
    file: path,
    fix: 'Wait until it is done; if no import is running any more, remove that file',
  });
}
