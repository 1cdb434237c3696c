// A number of small parts in; the seconds that their files alone cost out: written, synced, and renamed into a folder for each.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { secondsOf } from './best-of.ts';

/** Files synced at a time, as the store does it. */
const PARALLEL = 16;
/** A part and its manifest. */
const FILES_PER_PART = 2;
const FILE_BYTES = 2048;

export async function durablePartsS(folder: string, parts: number): Promise<number> {
  const bytes = new Uint8Array(FILE_BYTES);
  const names = Array.from({ length: parts * FILES_PER_PART }, (_, index) => String(index));
  const staged = (name: string): string => join(folder, 'staged', name);
  mkdirSync(join(folder, 'staged'), { recursive: true });
  const seconds = await secondsOf(async () => {
    for (const name of names) writeFileSync(staged(name), bytes);
    await inParallel(names, (name) => sync(staged(name)));
    for (const [index, name] of names.entries()) {
      const target = join(folder, 'moved', String(Math.floor(index / FILES_PER_PART)));
      if (index % FILES_PER_PART === 0) await mkdir(target, { recursive: true });
      await rename(staged(name), join(target, name));
    }
  });
  rmSync(folder, { recursive: true, force: true });
  return seconds;
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync().finally(() => handle.close());
}

async function inParallel(names: readonly string[], work: (name: string) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < names.length) await work(names[next++]!);
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
}
