// A wait that is ended before its thread has seen it is answered: whoever stops the feed does not wait for ever.
import { describe, expect, it } from 'vitest';
import { FeedWait } from '../../../src/adapters/profit-dll/feed/feed-wait.ts';
import { nativeLibrary } from '../../../src/adapters/profit-dll/feed/native-library.ts';
import { hasCompiler } from './compiled.ts';

describe.skipIf(process.platform !== 'linux' || !hasCompiler('gcc'))('the thread that waits (needs gcc)', () => {
  it('answers what was asked in the moment of its end, and everything after that', async () => {
    const library = nativeLibrary();
    if (library.kind === 'missing') throw new Error(library.reason);
    for (let round = 0; round < 10; round++) {
      const wait = new FeedWait(library.path);
      const asked = wait.next(60_000);
      wait.end();
      expect(await asked).toBe(-1);
      expect(await wait.next(60_000)).toBe(-1);
    }
  });
});
