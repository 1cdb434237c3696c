// The record beside a prebuilt library: its file and the compiler that made it in, SHA256SUMS and COMPILER out.

import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKSUMS_FILE } from '../../src/adapters/profit-dll/feed/native-library.ts';

/** Names the compiler: another version of it makes other bytes of the same sources. */
export const COMPILER_FILE = 'COMPILER';

export function writeChecksums(folder: string, fileName: string, compiler: string): void {
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, fileName)))
    .digest('hex');
  // The form that `sha256sum --check` reads.
  writeFileSync(join(folder, CHECKSUMS_FILE), `${hash}  ${fileName}\n`);
  writeFileSync(join(folder, COMPILER_FILE), `${compiler}\n`);
}
