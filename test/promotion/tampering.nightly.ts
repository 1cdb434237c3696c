// Every byte of every file of a small release, flipped in one bit and in all: each is refused with the right reason.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readTrustedKeys } from '../../src/promotion/release/keys.ts';
import { verifyRelease } from '../../src/promotion/release/verify-release.ts';
import { type Flip, wronglyJudged } from './support/flips.ts';
import { sampleFiles, TempHome } from './support/sample-release.ts';

const temp = new TempHome();
afterAll(() => temp.remove());
const release = temp.build();

describe('every byte', () => {
  it.each(['release.json', 'release.sig', ...sampleFiles().keys()])('of %s', (file) => {
    const { length } = readFileSync(join(release.dir, ...file.split('/')));
    const flips = Array.from({ length: 2 * length }, (_, i): Flip => {
      const place = i >> 1;
      return { file, place, mask: i % 2 === 0 ? 1 << (place % 8) : 255 };
    });
    const keys = readTrustedKeys(temp.home);
    expect(wronglyJudged(release.dir, keys, flips)).toEqual([]);
    expect(verifyRelease(release.dir, keys).id).toBe(release.id);
  });
});
