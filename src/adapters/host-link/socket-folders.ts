// Folders of sockets in the temporary folder of the system: made by name, left when a server closes, cleared where nobody listens any more.

import { lstatSync, readdirSync, rmdirSync, unlinkSync, utimesSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join } from 'node:path';

/** One that was made or taken a moment ago may not listen yet, milliseconds. */
const FRESH_MS = 60_000;
/** A socket of this machine answers at once; one that does not is left alone. */
const ANSWER_MS = 1000;
const SOCKETS: ReadonlySet<string> = new Set(['host.sock', 'control.sock']);

/** @param name 16 hex digits, the same each time for the same thing */
export function socketFolder(name: string): string {
  return join(tmpdir(), `qt-${userInfo().uid}-${name}`);
}

/** Nobody clears it for a while. */
export function touchSocketFolder(folder: string): void {
  if (isOurs(folder)) utimesSync(folder, new Date(), new Date());
}

/** Behind a server that has closed; what is not empty, or no folder of ours, stays. */
export function leaveSocketFolder(folder: string): void {
  if (!isOurs(folder)) return;
  try {
    rmdirSync(folder);
  } catch {
    // another server of the same name has begun
  }
}

/** Those that processes left which were killed: a socket at which the system says that nobody listens. Gives how many; never throws. */
export async function clearSocketFolders(parent = tmpdir(), nowMs = Date.now()): Promise<number> {
  let cleared = 0;
  for (const name of namesIn(parent)) {
    const folder = join(parent, name);
    if (isNamedOurs(name) && (await isLeft(folder, nowMs)) && remove(folder, nowMs)) cleared += 1;
  }
  return cleared;
}

async function isLeft(folder: string, nowMs: number): Promise<boolean> {
  const names = namesIn(folder);
  if (!isOldAndPrivate(folder, nowMs) || names.some((name) => !SOCKETS.has(name))) return false;
  for (const name of names) if (!(await isDead(join(folder, name)))) return false;
  return true;
}

function remove(folder: string, nowMs: number): boolean {
  try {
    // whoever began to listen meanwhile has touched it
    if (!isOldAndPrivate(folder, nowMs)) return false;
    for (const name of namesIn(folder)) unlinkSync(join(folder, name));
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function isOldAndPrivate(folder: string, nowMs: number): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory() || found.uid !== userInfo().uid) return false;
  return (found.mode & 0o077) === 0 && nowMs - found.mtimeMs > FRESH_MS;
}

/** A process that hangs still has its socket, and the system takes connections for it: only a refusal says that there is none. */
function isDead(path: string): Promise<boolean> {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSocket() !== true) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect(path);
    const settle = (dead: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(dead);
    };
    const timer = setTimeout(() => settle(false), ANSWER_MS);
    socket.once('connect', () => settle(false));
    socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code === 'ECONNREFUSED'));
  });
}

function isOurs(folder: string): boolean {
  return dirname(folder) === tmpdir() && isNamedOurs(basename(folder));
}

function isNamedOurs(name: string): boolean {
  return new RegExp(`^qt-${userInfo().uid}-[0-9a-f]{16}$`).test(name);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
