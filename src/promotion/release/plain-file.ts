// A path inside releases/ in; its bytes out, once it is known to be a plain file that is no larger than it may be.

import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { messageOf, releaseError } from './release-error.ts';

/** Throws UserError: `release-missing-file`, `release-unsafe-path`, `release-hash-mismatch` when longer than it may be. */
export function readPlainFile(path: string, bytesMax: number): Buffer {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw releaseError('release-missing-file', `${path} is missing`, { file: path });
  if (!status.isFile()) throw releaseError('release-unsafe-path', `${path} is not a plain file`, { file: path });
  if (status.size > bytesMax) {
    const message = `${path} has ${status.size} bytes; it should have at most ${bytesMax}`;
    throw releaseError('release-hash-mismatch', message, { file: path });
  }
  try {
    return readFileSync(path);
  } catch (cause) {
    throw releaseError('release-missing-file', `${path} cannot be read: ${messageOf(cause)}`, { file: path, cause });
  }
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
