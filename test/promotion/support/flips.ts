// Files of a release in; places in them at which a byte is flipped, and what verification says of each flip, out.

import { chmodSync, closeSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TrustedKey } from '../../../src/promotion/release/keys.ts';
import { verifyRelease } from '../../../src/promotion/release/verify-release.ts';
import { refusalOf } from './sample-release.ts';

export interface Flip {
  readonly file: string;
  readonly place: number;
  /** 1 to 255: bits that change. */
  readonly mask: number;
}

/** What a changed byte of a file may be refused with; nothing else is right. */
export function codesOf(file: string): readonly string[] {
  if (file === 'release.json') return ['release-wrong-name'];
  if (file === 'release.sig') return ['release-bad-signature', 'release-unknown-key'];
  return ['release-hash-mismatch'];
}

/** Flips that were not refused, or not for the right reason; the release is as before when it returns. */
export function wronglyJudged(dir: string, keys: readonly TrustedKey[], flips: Iterable<Flip>): readonly string[] {
  const wrong: string[] = [];
  for (const { file, place, mask } of flips) {
    const path = join(dir, ...file.split('/'));
    const undo = flipByte(path, place, mask);
    const code = codeOf(dir, keys);
    if (!codesOf(file).includes(code)) wrong.push(`${file} at ${place} with ${mask}: ${code}`);
    undo();
  }
  return wrong;
}

/** One byte is written, not the file: thousands of flips are made. */
function flipByte(path: string, place: number, mask: number): () => void {
  chmodSync(path, 0o644);
  const descriptor = openSync(path, 'r+');
  const byte = new Uint8Array(1);
  readSync(descriptor, byte, 0, 1, place);
  const original = byte[0]!;
  byte[0] = original ^ mask;
  writeSync(descriptor, byte, 0, 1, place);
  return () => {
    byte[0] = original;
    writeSync(descriptor, byte, 0, 1, place);
    closeSync(descriptor);
  };
}

function codeOf(dir: string, keys: readonly TrustedKey[]): string {
  try {
    return refusalOf(() => verifyRelease(dir, keys)).code;
  } catch {
    return 'not refused';
  }
}
