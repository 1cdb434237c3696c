// A folder in; the bytes that are free on its disk out.

import { statfsSync } from 'node:fs';

/** Undefined where the system does not say. */
export function freeBytes(folder: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return undefined;
  }
}
