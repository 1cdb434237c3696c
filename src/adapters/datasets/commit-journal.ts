// A list of files to be moved into the store, written down before the first move, so that a commit cut off in the middle is finished later.

import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { syncFolder, writeDurably } from '../durable-file.ts';
import { isAlive } from './store-lock.ts';

export const STAGING_PREFIX = '.staging-';
const JOURNAL_NAME = 'commit.json';
/** A staging folder of another machine is given this long. */
const STALE_MS = 24 * 3_600_000;
/** Files that are made durable at a time: the disk does many at the price of few. */
const PARALLEL = 16;
/** Windows moves nothing over a file that a reader has open at this moment. */
const BUSY = new Set(['EPERM', 'EACCES', 'EBUSY']);
const BUSY_TRIES = 20;
const BUSY_WAIT_MS = 50;

/** Below the datasets folder, with `/`. */
const pathSchema = z.string().refine((path) => {
  const names = path.split('/');
  return !path.includes('\\') && !path.includes(':') && names.every((name) => name !== '' && name !== '..');
}, 'is no path below the datasets folder');

const journalSchema = z.strictObject({
  moves: z.array(
    z.strictObject({
      from: pathSchema,
      to: pathSchema,
      /** Is taken away directly before the move: the manifest that stood beside what is replaced. */
      removeFirst: pathSchema.optional(),
    }),
  ),
});

export type CommitSteps = z.infer<typeof journalSchema>;

/** `<prefix><pid>-<host>-<random>`: who may still be working in it. */
export function stagingName(random: string): string {
  return `${STAGING_PREFIX}${process.pid}-${hostname().replaceAll(/[^A-Za-z0-9]/g, '')}-${random}`;
}

/** True from when the list is written until all of it is done: the folder must not be thrown away then. */
export function isCommitting(folder: string): boolean {
  return existsSync(join(folder, JOURNAL_NAME));
}

/** Makes all new files durable, writes the list, does the moves in their order, and removes the folder. */
export async function commitSteps(root: string, folder: string, steps: CommitSteps): Promise<void> {
  await eachOf(steps.moves, ({ from }) => syncFile(join(root, from)));
  syncFolder(folder);
  writeDurably(join(folder, JOURNAL_NAME), new TextEncoder().encode(JSON.stringify(journalSchema.parse(steps))));
  syncFolder(folder);
  await doSteps(root, steps);
  rmSync(folder, { recursive: true, force: true });
}

/** Finishes commits that were cut off and clears away what imports that are gone left; only for the holder of the lock. */
export async function recover(root: string): Promise<void> {
  if (!existsSync(root)) return;
  for (const name of readdirSync(root)) {
    if (!name.startsWith(STAGING_PREFIX) || isInUse(root, name)) continue;
    const folder = join(root, name);
    const steps = stepsIn(folder);
    if (steps !== undefined) await doSteps(root, steps);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The holder of the lock is alone in committing: a list that stands there belongs to nobody any more. */
function isInUse(root: string, name: string): boolean {
  const folder = join(root, name);
  if (isCommitting(folder)) return false;
  const [pid, host] = name.slice(STAGING_PREFIX.length).split('-');
  if (host === hostname().replaceAll(/[^A-Za-z0-9]/g, '')) return isAlive(Number(pid));
  return Date.now() - statSync(folder).mtimeMs < STALE_MS;
}

/** Undefined when there is no list, or half of one: then nothing was moved yet. */
function stepsIn(folder: string): CommitSteps | undefined {
  try {
    return journalSchema.parse(JSON.parse(readFileSync(join(folder, JOURNAL_NAME), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Can be done again after it was cut off anywhere: what has been moved is no longer where it came from. */
async function doSteps(root: string, { moves }: CommitSteps): Promise<void> {
  const folders = new Set<string>();
  for (const { from, to, removeFirst } of moves) {
    const [source, target] = [join(root, from), join(root, to)];
    if (!existsSync(source)) continue;
    if (!folders.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    folders.add(dirname(target));
    if (removeFirst !== undefined) rmSync(join(root, removeFirst), { force: true });
    await moved(source, target);
  }
  // the journal of the file system writes what was moved before this in one go with it
  syncFolder(root);
}

async function moved(source: string, target: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(source, target);
    } catch (error) {
      if (!BUSY.has((error as NodeJS.ErrnoException).code ?? '') || tries === BUSY_TRIES) throw error;
      await sleep(BUSY_WAIT_MS);
    }
  }
}

async function syncFile(path: string): Promise<void> {
  // Windows flushes only files that are open for writing
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) await work(items[next++]!);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, items.length) }, worker));
}
