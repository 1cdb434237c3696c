// Takes cells as people write them in this repository's notebooks; shows that its package, its files and its globals are known.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CellLanguage } from '../../../src/kernel/language/cell-language.ts';
import { checkNotebook } from '../../../src/kernel/language/check-notebook.ts';

const LOADING_MS = 120_000;
const notebooks = resolve(import.meta.dirname, '../../../notebooks');
const elsewhere = mkdtempSync(join(tmpdir(), 'quantumtrader-language-'));

const CELLS = [
  `import { defineStrategy, ema, hold, target, type Candle } from 'quantumtrader';
import { codeFromSource, loadStrategy, openStore, planRun, sessionStatistics, simulatedRun, sessionResultOf } from 'quantumtrader/research';`,
  `const home = '.';
const { strategy, file } = await loadStrategy('wdo-regime');
const plan = await planRun({ code: codeFromSource(strategy) });`,
  `let run = await simulatedRun({
  mode: 'backtest', home, store: openStore(home), plan, strategyFile: file, release: null,
  from: '2027-03-01', to: '2027-03-02', seed: 1, capitalBrl: 50_000, record: false,
});`,
  `const result = sessionResultOf(run, 'two synthetic days');
console.log(result.trades.length, sessionStatistics(result).netE4 / 10_000, process.version);
result`,
];
let language: CellLanguage;

beforeAll(() => {
  language = new CellLanguage(notebooks);
  for (const [index, code] of CELLS.entries()) language.ran(index + 1, code);
  language.warm();
}, LOADING_MS);
afterAll(() => {
  language.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

describe('cells in this repository', () => {
  it('are free of errors where they use the package rightly', { timeout: LOADING_MS }, () => {
    expect(checkNotebook(CELLS, notebooks)).toEqual([]);
    expect(checkNotebook(CELLS, elsewhere)).toEqual([]);
  });

  it('know the types of the package', () => {
    expect(language.check(`run = 1; sessionStatistics(run); openStore(1); import('../src/index.ts')`)).toMatchObject([
      { column: 1, code: 2322 },
      { column: 28, code: 2345 },
      { column: 44, code: 2345 },
    ]);
  });

  it('import files of the repository by their relative paths', () => {
    const code = `import { tickAt } from '../src/core/market/price-grid.ts'; import 'node:fs'; import 'zod'; tickAt`;
    expect(language.check(code)).toEqual([]);
    expect(language.complete(`import { tickAt } from '../src/core/market/price-`, 49).items).toMatchObject([
      { text: 'price-grid.ts', kind: 'path' },
    ]);
  });

  it('are completed and explained', () => {
    expect(language.complete('plan.mo', 7).items.map(({ text }) => text)).toContain('model');
    expect(language.complete(`import {} from 'quantum`, 23).items.map(({ text }) => text)).toEqual([
      ...['quantumtrader', 'quantumtrader/research'],
    ]);
    const { 'text/markdown': markdown } = language.inspect('openStore(home)', 4, 0)!;
    expect(markdown).toContain('openStore(home: string, options?: StoreOptions): DatasetStore');
    expect(markdown).toContain('The store of a home folder');
  });
});
