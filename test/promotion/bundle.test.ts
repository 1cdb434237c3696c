// A pure strategy becomes one readable module, the same everywhere; one that reaches out is refused with the place.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundleStrategy } from '../../src/promotion/bundle.ts';
import { repositoryRoot, SamplePackage } from './support/sample-package.ts';
import { asyncRefusalOf } from './support/sample-release.ts';

let sample: SamplePackage;
beforeEach(() => {
  sample = new SamplePackage();
});
afterEach(() => sample.remove());

const textOf = async (from = sample): Promise<string> => new TextDecoder().decode(await bundleStrategy(from.bundle()));

async function refusal(body: string) {
  sample.write('strategies/sample.ts', `import { defineStrategy } from 'quantumtrader';\n${body}\n`);
  return asyncRefusalOf(() => bundleStrategy(sample.bundle()));
}

const strategy = "export default defineStrategy({ name: 'sample' });";

describe('the bundle', () => {
  it('is one module with strategy and engine that runs by itself', async () => {
    const file = join(sample.root, 'bundle.mjs');
    writeFileSync(file, await bundleStrategy(sample.bundle()));
    const module = await import(pathToFileURL(file).href);
    expect(Object.keys(module)).toEqual(['Engine', 'strategy']);
    expect(module.strategy).toEqual({ name: 'sample' });
    expect(new module.Engine().process(2)).toBe(2);
  });

  it('is readable, imports nothing and tells no path of this machine', async () => {
    const text = await textOf();
    expect(text).toContain('function defineStrategy(strategy) {');
    expect(text).toContain('// quantumtrader:strategies/sample.ts');
    expect(text).not.toMatch(/^import /m);
    expect(text).not.toContain(sample.root);
    expect(text).not.toContain(tmpdir());
    expect(text).not.toContain('sourceMappingURL');
  });

  it('has the same bytes when built again and when built elsewhere', async () => {
    const elsewhere = new SamplePackage();
    try {
      const text = await textOf();
      expect(await textOf()).toBe(text);
      expect(await textOf(elsewhere)).toBe(text);
    } finally {
      elsewhere.remove();
    }
  });

  it('takes other files of the strategies folder in', async () => {
    sample.write('strategies/shared/levels.ts', 'export const level: number = 7;\n');
    sample.write(
      'strategies/sample.ts',
      "import { level } from './shared/levels.ts';\nexport default { name: 'sample', level };\n",
    );
    expect(await textOf()).toContain('// quantumtrader:strategies/shared/levels.ts');
  });

  it('carries the real engine with a strategy that uses the real package', async () => {
    const strategies = mkdtempSync(join(tmpdir(), 'strategies-'));
    try {
      const strategyFile = join(strategies, 'real.ts');
      writeFileSync(
        strategyFile,
        "import { ema } from 'quantumtrader';\nexport default { name: 'real', slope: ema.slope({ period: 20 }) };\n",
      );
      const exports = [{ name: 'Engine', as: 'Engine', from: 'src/core/engine/engine.ts' }];
      const options = { packageRoot: repositoryRoot, strategies, strategyFile, exports };
      const bytes = await bundleStrategy(options);
      expect(await bundleStrategy(options)).toEqual(bytes);
      expect(new TextDecoder().decode(bytes)).not.toContain(repositoryRoot);
      const file = join(strategies, 'bundle.mjs');
      writeFileSync(file, bytes);
      const module = await import(pathToFileURL(file).href);
      expect(typeof module.Engine).toBe('function');
      expect(module.strategy.slope.meta.id).toBe('emaSlope_20');
    } finally {
      rmSync(strategies, { recursive: true, force: true });
    }
  });
});

describe('an import that could reach the outside world', () => {
  it.each([
    ["import { readFileSync } from 'node:fs';", 'node:fs'],
    ["import fs from 'fs';", 'fs'],
    ["import 'zod';", 'zod'],
    ["import { run } from 'quantumtrader/research';", 'quantumtrader/research'],
    ["import { read } from '../src/adapters/disk.ts';", '../src/adapters/disk.ts'],
    ["import { x } from '../promote.ts';", '../promote.ts'],
    ["import { x } from '/etc/passwd';", '/etc/passwd'],
    ["import { x } from 'https://example.com/x.js';", 'https://example.com/x.js'],
    ["import { x } from './missing.ts';", './missing.ts'],
    ["const x = await import('./other.ts');", './other.ts'],
    ["const x = require('fs');", 'fs'],
  ])('%s is refused with its file and line', async (line, specifier) => {
    const error = await refusal(`${line}\n${strategy}`);
    expect(error).toMatchObject({ code: 'bundle-import', field: specifier, line: 2 });
    expect(error.file).toBe(join(sample.root, 'strategies', 'sample.ts'));
    expect(error.message).toContain(`strategies/sample.ts imports '${specifier}'`);
  });

  it('inside the core is found as well', async () => {
    sample.write(
      'src/core/engine.ts',
      "import { randomUUID } from 'node:crypto';\nexport const Engine = randomUUID;\n",
    );
    const error = await asyncRefusalOf(() => bundleStrategy(sample.bundle()));
    expect(error).toMatchObject({ code: 'bundle-import', file: join(sample.root, 'src/core/engine.ts'), line: 1 });
  });

  it('that is of types only is no import', async () => {
    sample.write(
      'strategies/sample.ts',
      "import type { Strategy } from 'quantumtrader';\nimport type { Stats } from 'node:fs';\nexport default { name: 'a' } as Strategy & Partial<Stats>;\n",
    );
    expect(await textOf()).not.toContain('node:fs');
  });

  it('of a strategy that lies elsewhere is refused', async () => {
    const options = { ...sample.bundle(), strategyFile: join(sample.root, 'src/core/strategy.ts') };
    expect((await asyncRefusalOf(() => bundleStrategy(options))).code).toBe('bundle-import');
  });
});

describe('code that could load or reach something at run time', () => {
  it.each([
    'const load = (name: string) => import(name); export { load };',
    "const find = require; export const x = find('fs');",
    "export const x = eval('1');",
    'export const here = import.meta.url;',
  ])('%s is refused with its place', async (line) => {
    expect(await refusal(`${line}\n${strategy}`)).toMatchObject({ code: 'bundle-code', line: 2 });
  });

  it.each([
    ['export const now = Date.now();', 'Date'],
    ['const at = new Date(); export { at };', 'Date'],
    ['const seed = Math.random(); export { seed };', 'Math.random'],
    ['const all = globalThis; export { all };', 'globalThis'],
    ["const get = () => fetch('x'); export { get };", 'fetch'],
    ['const env = process.env; export { env };', 'process'],
    ["const make = new Function('return 1'); export { make };", 'Function'],
    ['setTimeout(() => {}, 1);', 'setTimeout'],
    ['const shorthand = { console }; export { shorthand };', 'console'],
  ])('%s is refused', async (line, name) => {
    const kept = line.replace(/^export const (\w+) =/, 'const $1 =').replace(/export \{.*$/, '');
    const used = /^const (\w+)/.exec(kept)?.[1] ?? '0';
    const error = await refusal(`${kept}\nexport default defineStrategy({ name: String(${used}) });`);
    expect(error).toMatchObject({
      code: 'bundle-global',
      field: name,
      file: join(sample.root, 'strategies', 'sample.ts'),
    });
  });

  it('names of its own that only look alike pass', async () => {
    sample.write(
      'strategies/sample.ts',
      'const process = (fetch: number): number => fetch + Math.max(1, 2);\n' +
        "export default { name: 'Date.now()', Date: process(1), self: { window: 1 } }; // Math.random()\n",
    );
    expect(await textOf()).toContain('Date: process(1)');
  });
});

it('code that does not parse is refused with its place', async () => {
  expect(await refusal('export default {')).toMatchObject({ code: 'bundle-code' });
});

it('a name that a module does not export is refused', async () => {
  const exports = [{ name: 'Missing', as: 'Engine', from: 'src/core/engine.ts' }];
  const error = await asyncRefusalOf(() => bundleStrategy({ ...sample.bundle(), exports }));
  expect(error.code).toBe('bundle-code');
  expect(error.message).toContain('Missing');
});
