// A key and a maker of a frame in; the frame out, from disk where one with this very key was made before and is whole.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../../adapters/durable-file.ts';
import { Frame } from '../frames/frame.ts';

/** Least recently used frames beyond this are removed. */
const MOST_BYTES = 4 * 1024 ** 3;
/** Bytes of the sha256 that stands before the frame. */
const SEAL_BYTES = 32;

export interface CachedFrame {
  readonly frame: Frame;
  readonly fromCache: boolean;
}

/** `key` must name everything that the frame depends on. A file that is damaged is made anew. */
export async function cachedFrame(folder: string, key: object, make: () => Promise<Frame>): Promise<CachedFrame> {
  const text = JSON.stringify(key);
  const file = join(folder, `${createHash('sha256').update(text).digest('hex')}.frame`);
  const known = readSealed(file);
  if (known !== undefined) {
    touch(file);
    return { frame: Frame.fromArrowIpc(known), fromCache: true };
  }
  const frame = await make();
  mkdirSync(folder, { recursive: true });
  replaceDurably(file, sealed(frame.toArrowIpc()));
  keepWithin(folder, file);
  return { frame, fromCache: false };
}

function sealed(bytes: Uint8Array): Buffer {
  return Buffer.concat([createHash('sha256').update(bytes).digest(), bytes]);
}

function readSealed(file: string): Uint8Array | undefined {
  if (!existsSync(file)) return undefined;
  const whole = readFileSync(file);
  const bytes = whole.subarray(SEAL_BYTES);
  const seal = createHash('sha256').update(bytes).digest();
  return whole.length > SEAL_BYTES && seal.equals(whole.subarray(0, SEAL_BYTES)) ? bytes : undefined;
}

/** The time of use is what tells which is to go first; where it cannot be set, nothing is lost but the order. */
function touch(file: string): void {
  const now = new Date();
  utimesSync(file, now, now);
}

function keepWithin(folder: string, newest: string): void {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.frame'))
    .map((name) => join(folder, name))
    .filter((file) => file !== newest)
    .map((file) => ({ file, ...statSync(file) }))
    .sort((a, b) => b.mtimeMs - a.mtimeMs);
  let bytes = statSync(newest).size;
  for (const { file, size } of files) {
    bytes += size;
    if (bytes > MOST_BYTES) rmSync(file, { force: true });
  }
}
