// A folder in; a small package in it, with an outer folder beside it, for tests that need no large program, out.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OwnPackage, slashed } from '../../../src/kernel/language/own-package.ts';

export interface SmallPackage {
  readonly own: OwnPackage;
  /** Where its notebooks lie. */
  readonly notebooks: string;
  /** Outside of the package, with no project of its own. */
  readonly outside: string;
}

const OPTIONS = {
  ...{ target: 'es2024', lib: ['es2024'], module: 'nodenext', strict: true, types: [], noUnusedLocals: true },
  ...{ verbatimModuleSyntax: true, allowImportingTsExtensions: true, noEmit: true, noUncheckedIndexedAccess: true },
};

const CANDLES = `
/** Prices of one interval. */
export interface Candle { readonly open: number; readonly close: number }
/**
 * Reads candles.
 * @param day the day, as in 2027-03-01
 * @param count how many
 * @returns at most \`count\`
 */
export function candles(day: string, count = 1): readonly Candle[] { return [] }
export class Store { constructor(readonly home: string) {} parts(kind: 'trades' | 'quotes'): number { return 0 } }
export let counter = 0;
`;

export function smallPackage(folder: string): SmallPackage {
  const home = join(folder, 'package');
  const notebooks = join(home, 'notebooks');
  const outside = join(folder, 'outside');
  for (const each of [join(home, 'src'), notebooks, outside]) mkdirSync(each, { recursive: true });
  const facts = { name: 'small', type: 'module', exports: { '.': './src/index.ts', './more': './src/candles.ts' } };
  writeFileSync(join(home, 'package.json'), JSON.stringify(facts));
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, include: ['src'] }));
  writeFileSync(join(home, 'src/index.ts'), `export { type Candle, candles } from './candles.ts';\n`);
  writeFileSync(join(home, 'src/candles.ts'), CANDLES);
  return { own: { folder: slashed(home), specifiers: ['small', 'small/more'] }, notebooks, outside };
}
