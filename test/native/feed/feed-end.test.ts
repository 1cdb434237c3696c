import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FeedKind } from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import { nativeLibrary } from '../../../src/adapters/profit-dll/feed/native-library.ts';
import { compiled, fakeVendor, hasCompiler } from './compiled.ts';

const REPEATS = process.env.QT_NIGHTLY === '1' ? 50 : 10;
/** Processes at once. */
const ABREAST = 5;

interface Ended {
  readonly lines: readonly string[];
  readonly code: number | null;
}

describe.skipIf(process.platform !== 'linux' || !hasCompiler('gcc'))(
  'end of a process with the native feed (needs gcc)',
  () => {
    let native = '';
    let vendor = '';

    beforeAll(() => {
      const library = nativeLibrary();
      if (library.kind === 'missing') throw new Error(library.reason);
      native = library.path;
      vendor = fakeVendor();
    });

    async function client(ending: string, library = vendor): Promise<Ended> {
      const { promise, resolve } = Promise.withResolvers<Ended>();
      const script = join(import.meta.dirname, 'end-client.ts');
      const child = execFile(
        process.execPath,
        [script, native, library, ending],
        { timeout: 20_000 },
        (_, out, err) => {
          expect(child.signalCode, err).toBeNull();
          resolve({ lines: out.trimEnd().split('\n'), code: child.exitCode });
        },
      );
      return promise;
    }

    it.each([
      ['after the waiting was ended', 'wake', ['stormed', 'closed'], 0],
      ['while a thread waits in the library', 'waiting', ['stormed'], 0],
      ['without any word', 'leave', ['stormed'], 0],
      ['by an error', 'throw', ['stormed', 'Error: on purpose'], 3],
    ])(
      'is clean in the midst of callbacks: %s',
      async (_, ending, lines, code) => {
        for (let done = 0; done < REPEATS; done += ABREAST) {
          const ended = await Promise.all(Array.from({ length: ABREAST }, () => client(ending)));
          for (const each of ended) expect(each).toEqual({ lines, code });
        }
      },
      120_000,
    );

    it('gives position lists in place of accounts where they are asked for', async () => {
      const found = (await client('positions')).lines[0]!.split(' ').map(Number);
      expect(found).toContain(FeedKind.positionList);
      expect(found).not.toContain(FeedKind.account);
    });

    it('names a library that is not there and an export that is missing', async () => {
      const absent = await client('open', '/nowhere/ProfitDLL.so');
      expect(absent.lines[0]).toMatch(
        /^UserError: \/nowhere\/ProfitDLL\.so: the library cannot be loaded: .*No such file/,
      );
      const empty = compiled('empty.so', ['test/native/feed/empty.c'], ['-fPIC', '-shared']);
      expect((await client('open', empty)).lines[0]).toContain('does not export DLLInitializeLogin');
    });
  },
);
