import { mkdtempSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WINDOWS_TARGET } from '../../../src/adapters/profit-dll/feed/compile-native.ts';
import { FeedKind } from '../../../src/adapters/profit-dll/feed/feed-record.ts';
import { prebuiltFolder } from '../../../src/adapters/profit-dll/feed/native-library.ts';
import { Windows, whyNoWindows, windowsPath } from '../../support/windows.ts';
import { compiled, repositoryRoot, workFolder } from './compiled.ts';

const REPEATS = 10;
const why = whyNoWindows();

describe.skipIf(why !== undefined)(`native feed on Windows${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let windows: Windows;
  let library = '';
  let vendor = '';

  beforeAll(() => {
    library = windowsPath(join(prebuiltFolder(repositoryRoot), WINDOWS_TARGET.fileName));
    const sources = ['test/native/feed/fake-vendor.c', 'test/native/feed/fake-orders.c'];
    vendor = windowsPath(
      compiled('fake-vendor.dll', sources, ['-shared', '-static', '-pthread'], 'x86_64-w64-mingw32-gcc'),
    );
    windows = new Windows();
  });

  afterAll(() => windows?.close());

  async function client(
    ending: string,
  ): Promise<{ readonly lines: readonly string[]; readonly exitCode: number | null }> {
    const folder = mkdtempSync(join(workFolder, 'client-'));
    const args = [library, vendor, ending];
    const { exitCode, output } = await windows.node(join(import.meta.dirname, 'end-client.ts'), args, { cwd: folder });
    return { lines: output.trimEnd().split(/\r?\n/), exitCode };
  }

  it('carries every kind of message through the committed library', async () => {
    const { lines, exitCode } = await client('positions');
    expect(exitCode, lines.join('\n')).toBe(0);
    const kinds = new Set(lines.at(-1)!.split(' ').map(Number));
    for (const kind of [
      FeedKind.asset,
      FeedKind.daily,
      FeedKind.tinyBook,
      FeedKind.positionList,
      FeedKind.messageResult,
    ]) {
      expect(kinds).toContain(kind);
    }
  });

  it.each(['wake', 'waiting', 'leave'])('ends cleanly in the midst of callbacks: %s', async (ending) => {
    for (let repeat = 0; repeat < REPEATS; repeat++) {
      const { lines, exitCode } = await client(ending);
      expect(exitCode, lines.join('\n')).toBe(0);
      expect(lines).toContain('stormed');
    }
  });

  it('imports nothing but what every Windows has', () => {
    const bytes = readFileSync(join(prebuiltFolder(repositoryRoot), WINDOWS_TARGET.fileName)).toString('latin1');
    const imports = [...bytes.matchAll(/[\w-]+\.dll/gi)].map(([name]) => name.toLowerCase());
    expect(new Set(imports)).toEqual(new Set(['qtfeed.dll', 'kernel32.dll', 'msvcrt.dll']));
  });
});
