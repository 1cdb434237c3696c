// One writer at a time in a datasets folder: a lock file with the writer's process, waited for, and broken when that process is gone.

import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../user-error.ts';

const LOCK_NAME = '.lock';
const WAIT_MS = 60_000;
const POLL_MS = 20;
/** A writer on another machine touches its lock far more often; an older one was left by a machine that lost power. */
const STALE_MS = 10 * 60_000;
/** Nobody needs longer to take a dead writer's lock away. */
const BREAKING_MS = 30_000;
/** Locks are never written in place; one that cannot be read for so long is damaged. */
const UNREADABLE_MS = 5_000;

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells two locks of one process, or of two with the same number, apart. */
  readonly token: string;
}

/** Of this process: a lock with its number and another token was left by an earlier process of that number. */
const held = new Set<string>();

export class StoreLock {
  private readonly path: string;
  private readonly token: string;

  private constructor(path: string, token: string) {
    this.path = path;
    this.token = token;
  }

  /** Waits up to a minute for another writer; then a UserError `store-busy` names its process. */
  static async acquire(root: string, waitMs = WAIT_MS): Promise<StoreLock> {
    mkdirSync(root, { recursive: true });
    const path = join(root, LOCK_NAME);
    const token = randomUUID();
    for (let waited = 0; ; waited += POLL_MS) {
      if (taken(path, token)) {
        removeLeftovers(root, path);
        return new StoreLock(path, token);
      }
      breakIfStale(path);
      if (waited >= waitMs) throw busyError(path);
      await sleep(POLL_MS);
    }
  }

  /** Tells writers on other machines that this one is alive; for work that takes minutes. */
  touch(): void {
    if (holderOf(this.path)?.token !== this.token) return;
    const now = new Date();
    utimesSync(this.path, now, now);
  }

  /** Leaves a lock alone that is another's by now. */
  release(): void {
    held.delete(this.token);
    if (holderOf(this.path)?.token === this.token) rmSync(this.path, { force: true });
  }
}

/** The file appears with its whole content or not at all. */
function taken(path: string, token: string): boolean {
  const own = `${path}-${hostname()}-${process.pid}-${token}`;
  const holder: Holder = { pid: process.pid, host: hostname(), token };
  writeFileSync(own, JSON.stringify(holder));
  try {
    linkSync(own, path);
    held.add(token);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * What processes left behind that ended between writing their lock and putting it in place, or amid taking one away. It disturbs nobody:
 * what cannot be removed stays.
 */
function removeLeftovers(root: string, path: string): void {
  try {
    sweep(root, path);
  } catch {
    // of another user, or open in another program
  }
}

function sweep(root: string, path: string): void {
  for (const name of readdirSync(root)) {
    const [, host, pid] = /^\.lock-(.+)-(\d+)-[0-9a-f-]{36}$/.exec(name) ?? [];
    if (host === undefined) continue;
    if (host !== hostname()) removeOld(join(root, name), STALE_MS);
    else if (!isAlive(Number(pid))) rmSync(join(root, name), { force: true });
  }
  removeOld(`${path}.breaking`, BREAKING_MS);
}

function holderOf(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/**
 * While a lock stands no other can appear, and only one process at a time may take one away that is not its own: what it
 * judged is what it removes.
 */
function breakIfStale(path: string): void {
  const breaking = `${path}.breaking`;
  try {
    if (!isStale(path)) return;
    writeFileSync(breaking, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') removeOld(breaking, BREAKING_MS);
    else if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  try {
    if (isStale(path)) rmSync(path, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  } finally {
    rmSync(breaking, { force: true });
  }
}

/** Throws ENOENT when there is no lock any more. */
function isStale(path: string): boolean {
  const ageMs = Date.now() - statSync(path).mtimeMs;
  const holder = holderOf(path);
  if (holder === undefined) return ageMs > UNREADABLE_MS;
  if (holder.host !== hostname()) return ageMs > STALE_MS;
  return holder.pid === process.pid ? !held.has(holder.token) : !isAlive(holder.pid);
}

function removeOld(path: string, olderThanMs: number): void {
  try {
    if (Date.now() - statSync(path).mtimeMs > olderThanMs) rmSync(path, { force: true });
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
