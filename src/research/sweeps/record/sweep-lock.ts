// The folder of a sweep in; the right to write it out, which one process has at a time and loses when it dies.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../../../adapters/user-error.ts';

const LOCK_FILE = 'lock.sqlite';

/** A transaction of an empty SQLite database: the system frees it with its owner, however it ends. UserError `sweep-busy`. */
export function lockSweep(folder: string): () => void {
  const lock = new DatabaseSync(join(folder, LOCK_FILE), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new UserError({
      code: 'sweep-busy',
      message: `Another process works on the sweep in ${folder}`,
      file: folder,
      fix: 'Wait until it has ended, or end it; the sweep then goes on with --resume',
      cause,
    });
  }
  return () => lock.close();
}
