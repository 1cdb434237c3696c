// Takes a file's path and the sha256 it must have; gives its bytes, or says that it is absent, too large or changed.

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../user-error.ts';

/** Larger than any model this program can run within its decision time. */
const MAX_BYTES = 256 * 1024 * 1024;

/** Throws UserError `model-file-missing`, `model-file-large`, `model-file-changed`. */
export async function readVerifiedFile(path: string, sha256: string): Promise<Uint8Array> {
  const bytes = await readModelFile(path);
  const found = sha256Of(bytes);
  if (found !== sha256) {
    throw new UserError({
      code: 'model-file-changed',
      message: `${path} has sha256 ${found}, but its manifest says ${sha256}: the file was changed or damaged.`,
      file: path,
      fix: 'Restore the file, or train the model again so that its manifest is written with it.',
    });
  }
  return bytes;
}

/** Throws UserError `model-file-missing` and `model-file-large`. */
export async function readModelFile(path: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(path);
    if (size > MAX_BYTES) {
      throw new UserError({
        code: 'model-file-large',
        message: `${path} has ${size} bytes; a model file may have ${MAX_BYTES}.`,
        file: path,
        fix: 'Use a smaller model.',
      });
    }
    return await readFile(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({
      code: 'model-file-missing',
      message: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      file: path,
      fix: 'Check the name of the model and that its folder is complete, or train it.',
      cause: error,
    });
  }
}

/** In hex. */
export function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}
