// A list of files to be moved into the store, written down before the first move, so that a commit cut off in the middle is finished later.

import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { syncFolder, writeDurably } from '../durable-file.ts';
import { isAlive } from './store-lock.ts';

export const STAGING_PREFIX = '.staging-';
const JOURNAL_NAME = 'commit.json';
/** A staging folder of another machine is given this long. */
const STALE_MS = 24 * 3_600_000;
/** Files that are made durable at a time: the disk does many at the price of few. */
const PARALLEL = 16;

const journalSchema = z.strictObject({
  /** Paths below the datasets folder, with `/`; what is removed is always put there again by a move. */
  moves: z.array(z.strictObject({ from: z.string(), to: z.string() })),
  removals: z.array(z.string()),
});

export type CommitSteps = z.infer<typeof journalSchema>;

/** `<prefix><pid>-<host>-<random>`: who may still be working in it. */
export function stagingName(random: string): string {
  return `${STAGING_PREFIX}${process.pid}-${hostname().replaceAll(/[^A-Za-z0-9]/g, '')}-${random}`;
}

/** Makes all new files durable, writes the list, does the moves. Removals come first, in their order, then moves in theirs. */
export async function commitSteps(root: string, folder: string, steps: CommitSteps): Promise<void> {
  await eachOf(steps.moves, ({ from }) => syncFile(join(root, from)));
  syncFolder(folder);
  writeDurably(join(folder, JOURNAL_NAME), new TextEncoder().encode(JSON.stringify(steps)));
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
  if (existsSync(join(folder, JOURNAL_NAME))) return false;
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
async function doSteps(root: string, { moves, removals }: CommitSteps): Promise<void> {
  const folders = new Set<string>();
  // what has been moved to its place already must not be removed from it again
  const pending = new Set(moves.filter(({ from }) => existsSync(join(root, from))).map(({ to }) => to));
  for (const path of removals) if (pending.has(path)) rmSync(join(root, path), { force: true });
  for (const { from, to } of moves) {
    const target = join(root, to);
    if (!folders.has(dirname(target))) await mkdir(dirname(target), { recursive: true });
    folders.add(dirname(target));
    if (existsSync(join(root, from))) await rename(join(root, from), target);
  }
  // the journal of the file system writes what was moved before this in one go with it
  syncFolder(root);
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
