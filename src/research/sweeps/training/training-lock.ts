// The path of a lock and work in; the work done while no other thread or process of this machine does the same.

import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

const SQLITE_BUSY = 5;
const LOOK_MS = 100;

/** A transaction of an empty SQLite database: the system frees it with its owner, however it ends. Throws what the file system throws. */
export async function whileTraining<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  const lock = await locked(path);
  try {
    return await work();
  } finally {
    lock.close();
  }
}

async function locked(path: string): Promise<DatabaseSync> {
  for (;;) {
    const lock = new DatabaseSync(path, { timeout: 0 });
    try {
      lock.exec('BEGIN EXCLUSIVE');
      return lock;
    } catch (error) {
      lock.close();
      if ((error as { readonly errcode?: number }).errcode !== SQLITE_BUSY) throw error;
    }
    await sleep(LOOK_MS);
  }
}
