// Whatever code makes a value is in the hash of the cache: every module that is reached, whichever of them changes.
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  codeFingerprint,
  FEATURE_ENTRIES,
  fingerprintOf,
  hashOfModules,
} from '../../../src/research/features/code-fingerprint.ts';
import { packageRoot } from '../../../src/runner/package-root.ts';
import { reachedModules } from '../../../src/runner/reached-modules.ts';

const modules = reachedModules(packageRoot, FEATURE_ENTRIES);
const names = [...modules.keys()];
const root = mkdtempSync(join(tmpdir(), 'qt-fingerprint-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it.each([
  ...['src/research/frames/candle-sessions.ts', 'src/research/training/stored-sessions.ts'],
  ...['src/research/features/value-worker.ts', 'src/research/features/compute-values.ts'],
  ...['earlier-sessions', 'roll-chain', 'day-events', 'store', 'contract-days'].map(
    (name) => `src/adapters/datasets/${name}.ts`,
  ),
  ...['src/core/assert.ts', 'src/core/engine/strategy-setup.ts', 'src/core/features/oscillators/rsi.ts'],
  ...['src/core/candles/play-day.ts', 'src/core/market/trading-calendar.ts', 'src/core/regime/rule-regime.ts'],
])('%s is reached', (name) => {
  expect(names).toContain(name);
});

it('is of all of the core that features are made of', () => {
  const unreached = globSync('src/core/{features,regime}/**/*.ts', { cwd: packageRoot })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !modules.has(name));
  expect(unreached).toEqual([]);
});

it('is another one after a change of any of them', () => {
  const hashes = names.map((name) => hashOfModules(new Map(modules).set(name, `${modules.get(name)}// changed\n`)));
  expect(new Set([codeFingerprint(), ...hashes]).size).toBe(1 + names.length);
});

it('is read from the files: another one after a change, the same again without it', () => {
  for (const [name, text] of modules) {
    const copy = join(root, name);
    mkdirSync(dirname(copy), { recursive: true });
    writeFileSync(copy, text);
  }
  expect(fingerprintOf(root)).toBe(codeFingerprint());
  const changed = join(root, 'src/research/frames/candle-sessions.ts');
  const text = readFileSync(changed, 'utf8');
  writeFileSync(changed, `${text}import '../../one-more.ts';\n`);
  const without = fingerprintOf(root);
  writeFileSync(join(root, 'src/one-more.ts'), 'export {};\n');
  expect(new Set([codeFingerprint(), without, fingerprintOf(root)]).size).toBe(3);
  writeFileSync(changed, text);
  expect(fingerprintOf(root)).toBe(codeFingerprint());
});

it('is none where hardly any module is found', () => {
  writeFileSync(join(root, 'lonely.ts'), "import './gone.ts';\n");
  expect(() => fingerprintOf(root, ['lonely.ts'])).toThrow('1 modules make the values');
});
