// A temporary package with a tiny core and one strategy, laid out as the real one, for bundles and tools to work on.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { BundleOptions } from '../../../src/promotion/bundle.ts';

export const repositoryRoot: string = resolve(import.meta.dirname, '../../..');

const SOURCES: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "quantumtrader", "version": "0.0.1", "type": "module", "exports": "./src/index.ts" }\n',
  'package-lock.json': '{}\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      ...{ target: 'es2024', module: 'nodenext', strict: true, noEmit: true },
      ...{ types: ['node'], allowImportingTsExtensions: true, verbatimModuleSyntax: true },
    },
  }),
  'src/index.ts':
    "export { defineStrategy, type Strategy } from './core/strategy.ts';\nexport { Engine } from './core/engine.ts';\n",
  'src/core/strategy.ts':
    '// A comment of the source.\nexport interface Strategy { readonly name: string }\n' +
    'export function defineStrategy(strategy: Strategy): Strategy {\n  return Object.freeze(strategy);\n}\n',
  'src/core/engine.ts':
    'export class Engine {\n  readonly seq: number = 0;\n  process(event: number): number {\n    return event + this.seq;\n  }\n}\n',
  'src/adapters/disk.ts': "import { readFileSync } from 'node:fs';\nexport const read = readFileSync;\n",
  'strategies/sample.ts':
    "import { defineStrategy } from 'quantumtrader';\n\nexport default defineStrategy({ name: 'sample' });\n",
};

export class SamplePackage {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'sample-package-')));

  constructor() {
    for (const [path, text] of Object.entries(SOURCES)) this.write(path, text);
    symlinkSync(join(repositoryRoot, 'node_modules'), join(this.root, 'node_modules'), 'junction');
  }

  write(path: string, text: string): string {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  bundle(strategyFile = 'strategies/sample.ts'): BundleOptions {
    return {
      packageRoot: this.root,
      strategies: join(this.root, 'strategies'),
      strategyFile: join(this.root, strategyFile),
      exports: [{ name: 'Engine', as: 'Engine', from: 'src/core/engine.ts' }],
    };
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
