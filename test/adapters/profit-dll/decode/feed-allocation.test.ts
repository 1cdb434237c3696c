import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

/** A view of each chunk, however many messages it has. */
const PER_CHUNK_BYTES = 512;
/** What was seen is remembered in pages of 8 KiB, one for 65,536 numbers. */
const PAGE_BYTES = 8192 + 256;

/** On a busy machine the compiler may come too late for the measurement. */
const TRIES = 4;

const alone = join(import.meta.dirname, 'allocation-alone.ts');

describe('decoding thousands of messages allocates nothing', () => {
  it.each([
    ['trades', PAGE_BYTES],
    ['repetitions', 0],
    ['quotes', 0],
    ['levels', 0],
    ['offers', 0],
  ])('of %s', (name, more) => {
    let bytes = Number.POSITIVE_INFINITY;
    for (let tries = 0; tries < TRIES && bytes > PER_CHUNK_BYTES + more; tries++) {
      bytes = Number(execFileSync(process.execPath, [alone, name], { encoding: 'utf8' }));
    }
    expect(bytes).toBeLessThanOrEqual(PER_CHUNK_BYTES + more);
  });
});
