// Whatever file a reached module loads is in the hash of the code, compiled ones byte by byte.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/runner/package-root.ts';
import { hashOfTexts, reachedModules } from '../../src/runner/reached-modules.ts';
import { temporaryFolder } from '../cli/support/qt.ts';

const KERNEL = 'native/trees/kernel.wasm';

/** What `new URL(..., import.meta.url)` names in a text, by the URL that it makes, whatever it is written around. */
function located(name: string, text: string): readonly string[] {
  const here = pathToFileURL(join(packageRoot, name));
  return [...text.matchAll(/new\s+URL\(\s*(['"`])(.+?)\1\s*,\s*import\.meta\.url/g)]
    .map(([, , path]) => fileURLToPath(new URL(path!, here)))
    .filter((path) => existsSync(path) && statSync(path).isFile())
    .map((path) => relative(packageRoot, path).replaceAll('\\', '/'));
}

describe('the modules that an entry reaches', () => {
  it.each([
    // those of the sweeps, of a run, and of all that a session has beside it
    [
      ['src/research/sweeps/workers/point-worker.ts', 'src/index.ts'],
      [KERNEL, 'src/research/training/trees/tree-worker.ts'],
    ],
    [['src/runner/simulated-run.ts', 'src/index.ts'], ['src/core/engine/engine.ts']],
    [['src/runner/host/start-host.ts'], ['src/runner/capture/compact-main.ts', 'src/runner/host/host-main.ts']],
  ])('have with them every file that they load: %s', (entries, known) => {
    const modules = reachedModules(packageRoot, entries);
    const loaded = [...modules].flatMap(([name, text]) => located(name, text));
    expect(loaded.filter((name) => !modules.has(name))).toEqual([]);
    for (const name of known) expect([...modules.keys()]).toContain(name);
  });

  it('have another hash after any change of a byte of what is no text', () => {
    const root = temporaryFolder('reached-modules');
    const write = (name: string, content: string | Uint8Array): void => {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), content);
    };
    write('src/a.ts', "export const kernel = new URL('../native/kernel.wasm', import.meta.url);\n");
    const hashes = Array.from({ length: 256 }, (_, byte) => {
      // of which those above 127 are no text
      write('native/kernel.wasm', Uint8Array.of(0, 97, 115, 109, byte));
      return hashOfTexts(reachedModules(root, ['src/a.ts']));
    });
    expect(new Set(hashes).size).toBe(256);
  });
});
