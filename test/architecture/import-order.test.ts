// Plants every kind of violation and expects it to be caught; then expects the real tree to have none.
import { describe, expect, it } from 'vitest';
import { checkImportOrder } from './import-order.ts';
import { sourceFiles } from './source-files.ts';

/** The messages for one file, with the files it may import present and empty. */
function messages(file: string, source: string, ...others: readonly string[]): readonly string[] {
  const files = new Map(others.map((other) => [other, '']));
  return checkImportOrder(files.set(file, source)).map((violation) => violation.message);
}

const importOf = (specifier: string): string => `import { a } from '${specifier}';`;

/** A path relative from one file of src to another, as an import writes it. */
function fromTo(from: string, to: string): string {
  return `${'../'.repeat(from.split('/').length - 1)}${to}`;
}

function isAllowed(from: string, to: string): boolean {
  return messages(from, importOf(fromTo(from, to)), to).length === 0;
}

describe('order of the folders', () => {
  const folders = ['core', 'simulation', 'adapters', 'runner', 'research', 'promotion', 'monitor', 'cli', 'kernel'];
  const allowed: Readonly<Record<string, string>> = {
    core: '',
    simulation: 'core',
    adapters: 'core',
    runner: 'core simulation adapters',
    research: 'core simulation adapters runner',
    promotion: 'core simulation adapters runner research',
    monitor: 'core simulation adapters runner research',
    cli: 'core simulation adapters runner research promotion monitor kernel',
    kernel: '',
  };
  for (const from of folders) {
    it(`${from} imports ${allowed[from] || 'nothing of the rest'} and no other folder`, () => {
      const others = folders.filter((to) => to !== from);
      expect(others.filter((to) => isAllowed(`src/${from}/x.ts`, `src/${to}/y.ts`)).join(' ')).toBe(allowed[from]);
    });
  }

  it('a folder imports its own files', () => {
    for (const folder of folders) expect(isAllowed(`src/${folder}/x.ts`, `src/${folder}/y.ts`)).toBe(true);
  });

  it('a folder that is not in the design is refused', () => {
    expect(messages('src/utils/x.ts', '')).toEqual(['src/utils is not a place of this house']);
    expect(messages('src/core/helpers/x.ts', '')).toEqual(['src/core/helpers is not in the pipeline']);
    expect(messages('src/loose.ts', '')).toHaveLength(1);
  });

  it('src imports nothing outside of it, no face and not itself by name', () => {
    expect(isAllowed('src/cli/x.ts', 'test/support/y.ts')).toBe(false);
    expect(isAllowed('src/cli/x.ts', 'strategies/y.ts')).toBe(false);
    expect(isAllowed('src/cli/x.ts', 'src/index.ts')).toBe(false);
    expect(isAllowed('src/research/x.ts', 'src/research/index.ts')).toBe(false);
    expect(messages('src/cli/x.ts', importOf('quantumtrader'))).toHaveLength(1);
    expect(messages('src/cli/x.ts', importOf('quantumtrader/research'))).toHaveLength(1);
  });

  it('only code that need not be pure reads the version from package.json', () => {
    expect(isAllowed('src/adapters/x.ts', 'package.json')).toBe(true);
    expect(isAllowed('src/core/market/x.ts', 'package.json')).toBe(false);
  });

  it('the face for strategies shows core and simulation; the one for notebooks shows what research may import', () => {
    expect(isAllowed('src/index.ts', 'src/core/market/y.ts')).toBe(true);
    expect(isAllowed('src/index.ts', 'src/simulation/y.ts')).toBe(true);
    expect(isAllowed('src/index.ts', 'src/adapters/y.ts')).toBe(false);
    expect(isAllowed('src/research/index.ts', 'src/runner/y.ts')).toBe(true);
    expect(isAllowed('src/research/index.ts', 'src/monitor/y.ts')).toBe(false);
  });

  it('a strategy imports the package and strategies only', () => {
    expect(messages('strategies/x.ts', importOf('quantumtrader'))).toEqual([]);
    expect(isAllowed('strategies/x.ts', 'strategies/y.ts')).toBe(true);
    expect(isAllowed('strategies/x.ts', 'src/core/market/y.ts')).toBe(false);
    for (const specifier of ['quantumtrader/research', 'node:fs', 'zod']) {
      expect(messages('strategies/x.ts', importOf(specifier))).toHaveLength(1);
    }
  });
});

describe('order inside core', () => {
  const pipeline = [
    ...['market', 'account', 'candles', 'features', 'regime'],
    ...['prediction', 'signal', 'risk', 'execution', 'engine'],
  ];
  for (const [place, from] of pipeline.entries()) {
    it(`${from} imports only the ${place} folders above it`, () => {
      const others = pipeline.filter((to) => to !== from);
      const allowed = others.filter((to) => isAllowed(`src/core/${from}/x.ts`, `src/core/${to}/deep/y.ts`));
      expect(allowed).toEqual(pipeline.slice(0, place));
    });
  }

  it('a file directly in core is for all folders and imports none', () => {
    for (const folder of pipeline) {
      expect(isAllowed(`src/core/${folder}/x.ts`, 'src/core/assert.ts')).toBe(true);
      expect(isAllowed('src/core/assert.ts', `src/core/${folder}/x.ts`)).toBe(false);
    }
    expect(isAllowed('src/core/assert.ts', 'src/core/hash.ts')).toBe(true);
  });
});

describe('every way to name a module is seen', () => {
  const forms = [
    `import { a } from '../../runner/y.ts';`,
    `import type { A } from '../../runner/y.ts';`,
    `import { type A } from '../../runner/y.ts';`,
    `import a, { b as c } from "../../runner/y.ts";`,
    `import * as a from '../../runner/y.ts';`,
    `import '../../runner/y.ts';`,
    `export { a } from '../../runner/y.ts';`,
    `export type { A } from '../../runner/y.ts';`,
    `export * from '../../runner/y.ts';`,
    `export * as a from '../../runner/y.ts';`,
    `export const a = () => import('../../runner/y.ts');`,
    'export const a = () => import(`../../runner/y.ts`);',
    `export type A = import('../../runner/y.ts').A;`,
    `import a = require('../../runner/y.ts');`,
    `export const a = new URL('../../runner/y.ts', 'file:');`,
    `import {\n  a, // a note with ' in it\n} from\n  '../../runner/y.ts';`,
  ];
  for (const form of forms) {
    it(form.replaceAll('\n', ' '), () => {
      expect(messages('src/core/market/x.ts', form, 'src/runner/y.ts')).toEqual(['core may not import runner']);
    });
  }

  it('text that only looks like an import is none', () => {
    const source = `// import { a } from '../../runner/y.ts';
      export const a = "import { b } from '../../runner/y.ts'";
      export const c = /import '..\\/..\\/runner\\/y.ts'/;`;
    expect(messages('src/core/market/x.ts', source)).toEqual([]);
  });

  it('a file that does not exist is refused', () => {
    expect(messages('src/core/market/x.ts', importOf('./missing.ts'))).toEqual([
      'src/core/market/missing.ts does not exist',
    ]);
  });

  it('the line of the violation is given', () => {
    const files = new Map([['src/core/x.ts', `// A file.\n\nimport { a } from 'zod';\n`]]);
    expect(checkImportOrder(files)).toMatchObject([{ file: 'src/core/x.ts', line: 3 }]);
  });
});

describe('purity of core, simulation and strategies', () => {
  const impure = [
    `import { readFileSync } from 'node:fs';`,
    `import type { Buffer } from 'node:buffer';`,
    `import { z } from 'zod';`,
    'export const load = (name: string) => import(name);',
    'export const now = Date.now();',
    'export const now = new Date();',
    'export const parse = (text: string) => Date["parse"](text);',
    'export const at = (time: Date) => time;',
    'export const now = performance.now();',
    'export const seed = Math.random();',
    'export const seed = Math["random"]();',
    'export const pick = (name: "floor") => Math[name](1);',
    'export const { random } = Math;',
    'const m = Math; export const seed = m.random();',
    'setTimeout(() => {}, 1);',
    'setInterval(() => {}, 1);',
    'setImmediate(() => {});',
    'queueMicrotask(() => {});',
    'export const env = process.env;',
    'export const settings = { process };',
    'console.log(1);',
    `fetch('http://localhost');`,
    'export const id = crypto.randomUUID();',
    'export const time = globalThis.Date;',
    `export const bytes = Buffer.from('a');`,
    'export const here = import.meta.url;',
    `export const run = new Function('return 1');`,
    'export const format = new Intl.NumberFormat();',
  ];
  for (const source of impure) {
    it(`is broken by: ${source}`, () => {
      for (const file of ['src/core/market/x.ts', 'src/simulation/x.ts', 'strategies/x.ts']) {
        expect(messages(file, source)).toHaveLength(1);
      }
    });
  }

  it('is not asked of the other folders', () => {
    for (const source of impure) expect(messages('src/adapters/x.ts', source)).toEqual([]);
  });

  it('allows the same words as names of something else', () => {
    const source = `// Date, process and Math.random in a comment.
      export interface Engine { process(event: number): void; readonly Date: string }
      export class Runner { process(): string { return 'console.log(Date.now())'; } performance = 1; }
      export const a = (engine: Engine) => { engine.process(1); return { console: Math.max(1, Math['floor'](2)) }; };
      export function start(process: () => void): void { process(); }
      export type Floor = typeof Math.floor;`;
    expect(messages('src/core/engine/x.ts', source)).toEqual([]);
  });
});

describe('cycles', () => {
  const cycle = (second: string, third = '') =>
    checkImportOrder(
      new Map([
        ['src/core/market/a.ts', `export { b } from './b.ts';`],
        ['src/core/market/b.ts', second],
        ['src/core/market/c.ts', third],
      ]),
    ).map((violation) => violation.message);

  it('of values are found, short and long', () => {
    expect(cycle(importOf('./a.ts'))).toEqual([
      'import cycle: src/core/market/a.ts -> src/core/market/b.ts -> src/core/market/a.ts',
    ]);
    expect(cycle(importOf('./c.ts'), importOf('./a.ts'))).toHaveLength(1);
    expect(cycle(importOf('./b.ts'))).toEqual(['import cycle: src/core/market/b.ts -> src/core/market/b.ts']);
  });

  it('of types are not: they are gone when the program runs', () => {
    expect(cycle(`import type { A } from './a.ts';`)).toEqual([]);
  });

  it('are not seen in a diamond', () => {
    expect(cycle(importOf('./c.ts'))).toEqual([]);
  });
});

describe('the real tree', () => {
  const files = sourceFiles('src', 'strategies');

  it('fails on zero files', () => {
    expect(checkImportOrder(new Map())).toHaveLength(1);
  });

  it('has files in src/core', () => {
    expect([...files.keys()].filter((file) => file.startsWith('src/core/')).length).toBeGreaterThan(0);
  });

  it('keeps the order of the house', () => {
    const lines = checkImportOrder(files).map(({ file, line, message }) => `${file}:${line} ${message}`);
    expect(lines).toEqual([]);
  });
});
