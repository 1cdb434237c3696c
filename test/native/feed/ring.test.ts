import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { compiled, hasCompiler } from './compiled.ts';

const SOURCES = [
  'test/native/feed/ring-check.c',
  'native/feed/ring.c',
  'native/feed/message.c',
  'native/feed/platform-posix.c',
];
const SEEDS = process.env.QT_NIGHTLY === '1' ? 200 : 4;

describe.skipIf(process.platform !== 'linux' || !hasCompiler('gcc'))('native ring (needs gcc)', () => {
  it.each([
    ['memory errors', 'address,undefined'],
    ['data races', 'thread'],
  ])('keeps messages whole and in order and tells every loss, with several producers, without %s', (_, sanitizer) => {
    const program = compiled(`ring-check-${sanitizer[0]}`, SOURCES, [`-fsanitize=${sanitizer}`, '-pthread']);
    for (let seed = 1; seed <= SEEDS; seed++) {
      const output = execFileSync(program, [String(seed)], { encoding: 'utf8' });
      expect(output.trimEnd().split('\n').at(-1)).toBe('ok');
    }
  });
});
