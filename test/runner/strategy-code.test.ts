// The code of a strategy is its file and all that it imports beside the package: a change of any of them is another code.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageSha256 } from '../../src/runner/package-code.ts';
import { packageRoot } from '../../src/runner/package-root.ts';
import { reachedModules } from '../../src/runner/reached-modules.ts';
import { strategySha256 } from '../../src/runner/strategy-code.ts';
import { temporaryFolder } from '../cli/support/qt.ts';

const folder = temporaryFolder('strategy-code');
const file = join(folder, 'a-strategy.ts');
const text = `
import { ema } from 'quantumtrader';
import { rule } from './own/rule.ts';
export { ema, rule };
`;

/** Files of the temporary folder; their times are ones that no other writing has. */
let written = 0;
function write(name: string, content: string): void {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  written += 1;
  utimesSync(path, written, written);
}

describe('the code of a strategy', () => {
  it('is that of its file where it imports nothing of its own, as entries of earlier versions have it', () => {
    const own = join(packageRoot, 'strategies', 'wdo-regime.ts');
    expect(strategySha256(own)).toBe(createHash('sha256').update(readFileSync(own)).digest('hex'));
    // the package's sources are another hash, also where they are imported by their path
    const swept = join(packageRoot, 'test/research/sweeps/support/swept-strategy.ts');
    expect(strategySha256(swept)).toBe(createHash('sha256').update(readFileSync(swept)).digest('hex'));
  });

  it('is another one after a change of anything that it imports, and the same again without it', () => {
    write('a-strategy.ts', text);
    write(
      'own/rule.ts',
      "import levels from './levels.json' with { type: 'json' };\nimport { far } from '../far.mjs';\n",
    );
    write('own/levels.json', '[1, 2]');
    write('far.mjs', 'export const far = 1;\n');
    write('not-imported.ts', 'export const far = 1;\n');
    const first = strategySha256(file);
    expect(strategySha256(file)).toBe(first);
    const seen = new Set([first]);
    const changes: readonly (readonly [string, string])[] = [
      ['a-strategy.ts', `${text}// changed\n`],
      ['own/rule.ts', "import levels from './levels.json' with { type: 'json' };\n"],
      ['own/levels.json', '[1, 3]'],
      ['far.mjs', 'export const far = 2;\n'],
    ];
    for (const [name, changed] of changes) {
      const before = readFileSync(join(folder, name), 'utf8');
      write(name, changed);
      const sha256 = strategySha256(file);
      expect(seen, name).not.toContain(sha256);
      seen.add(sha256);
      write(name, before);
      expect(strategySha256(file), name).toBe(first);
    }
    write('not-imported.ts', 'export const far = 2;\n');
    expect(strategySha256(file)).toBe(first);
    rmSync(join(folder, 'far.mjs'));
    expect(seen).not.toContain(strategySha256(file));
  });

  it('is none of a file that is not there', () => {
    expect(() => strategySha256(join(folder, 'nowhere.ts'))).toThrow(expect.objectContaining({ code: 'ENOENT' }));
  });
});

describe('the sources of the package', () => {
  it('are one hash over what runs and what a strategy imports', () => {
    expect(packageSha256()).toMatch(/^[0-9a-f]{64}$/);
    const names = reachedModules(packageRoot, ['src/runner/simulated-run.ts', 'src/index.ts']);
    for (const part of ['src/core/engine/engine.ts', 'src/simulation/deciding-code.ts', 'src/core/features/index.ts']) {
      expect([...names.keys()]).toContain(part);
    }
  });
});
