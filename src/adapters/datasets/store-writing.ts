// Work that changes the store in; it runs alone, after what an earlier writer left half done was finished.

import { UserError } from '../user-error.ts';
import { recover } from './commit-journal.ts';
import { StoreLock } from './store-lock.ts';

/** UserErrors of the work, and `store-busy`, `store-unwritable`. */
export async function whileWriting<T>(root: string, work: (lock: StoreLock) => Promise<T>): Promise<T> {
  const lock = await StoreLock.acquire(root).catch((error: unknown) => unwritable(root, error));
  try {
    await recover(root);
    return await work(lock);
  } catch (error) {
    return unwritable(root, error);
  } finally {
    lock.release();
  }
}

/** What the file system threw, in words; errors that are in words already stay. */
export function unwritable(root: string, cause: unknown): never {
  if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
  throw new UserError({
    code: 'store-unwritable',
    message: `The folder of datasets ${root} cannot be written: ${cause.message}`,
    file: root,
    fix:
      'Check the home folder (--home, QT_HOME), the rights of its folders and the space on the disk; ' +
      'parts that were being moved in are finished by the next command that writes',
    cause,
  });
}
