// One host to a home: a lock file with the host's process, taken over only from a process that is gone.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostFolder } from '../../adapters/host-link/endpoint.ts';
import { UserError } from '../../adapters/user-error.ts';

interface Holder {
  readonly pid: number;
  /** Tells processes apart that had one number, where the system says when a process began. */
  readonly begun: string | undefined;
}

const TRIES_MAX = 5;
/** Of /proc/PID/stat, counted behind the name in brackets. */
const BEGUN_FIELD = 19;

export function lockFile(home: string): string {
  return join(hostFolder(home), 'host.lock');
}

export class HostLock {
  private readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Throws UserError `host-running` with the process that has it. */
  static acquire(home: string): HostLock {
    mkdirSync(hostFolder(home), { recursive: true, mode: 0o700 });
    const path = lockFile(home);
    const own = `${path}.${process.pid}`;
    const holder: Holder = { pid: process.pid, begun: begunOf(process.pid) };
    writeFileSync(own, JSON.stringify(holder), { mode: 0o600 });
    try {
      for (let tries = 0; tries < TRIES_MAX; tries++) {
        if (isLinked(own, path)) return new HostLock(path);
        const other = lockHolder(home);
        if (other !== undefined) throw running(other.pid, path);
        takeAway(path);
      }
      throw running(undefined, path);
    } finally {
      rmSync(own, { force: true });
    }
  }

  release(): void {
    if (readHolder(this.path)?.pid === process.pid) rmSync(this.path, { force: true });
  }
}

/** The process that holds the lock of this home and lives; undefined where there is none. */
export function lockHolder(home: string): { readonly pid: number } | undefined {
  const holder = readHolder(lockFile(home));
  if (holder === undefined || !isAlive(holder.pid)) return undefined;
  // the system gives numbers of processes again: one that began at another time is another process
  return holder.begun !== undefined && begunOf(holder.pid) !== holder.begun ? undefined : { pid: holder.pid };
}

/** The same where the system says that it is the process that took the lock; only such a one may be ended. */
export function provenHolder(home: string): { readonly pid: number } | undefined {
  return readHolder(lockFile(home))?.begun === undefined ? undefined : lockHolder(home);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isLinked(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Of two that find the same dead holder only one can move its lock away; the other finds it gone or finds the new one. */
function takeAway(path: string): void {
  const aside = `${path}.dead.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return;
  }
  const moved = readHolder(aside);
  // between our look and the move another may have taken the place of the dead one
  if (moved !== undefined && isAlive(moved.pid) && begunOf(moved.pid) === moved.begun) isLinked(aside, path);
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    return Number.isSafeInteger(holder.pid) && holder.pid! > 0 ? { pid: holder.pid!, begun: holder.begun } : undefined;
  } catch {
    return undefined;
  }
}

/** Tells processes apart that had one number; undefined where the system does not say it, or there is none. */
export function begunOf(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[BEGUN_FIELD];
  } catch {
    return undefined;
  }
}

function running(pid: number | undefined, path: string): UserError {
  return new UserError({
    code: 'host-running',
    message: `A host of this home is running already${pid === undefined ? '' : `: process ${pid}`}`,
    file: path,
    fix: 'Use it, or stop it first (qt host stop); one that does not answer is ended by: qt host stop --force',
  });
}

/** Throws UserError `host-running` where a host of this home lives; whoever goes on must still take the lock. */
export function refuseSecondHost(home: string): void {
  const holder = lockHolder(home);
  if (holder !== undefined) throw running(holder.pid, lockFile(home));
}
