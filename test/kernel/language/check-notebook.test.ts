// Takes all cells of a notebook; shows that each is checked as if those before it had run.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NotebookChecker } from '../../../src/kernel/language/check-notebook.ts';
import { smallPackage } from './small-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-language-'));
let checker: NotebookChecker;

beforeAll(() => {
  const { notebooks, own } = smallPackage(folder);
  checker = new NotebookChecker(notebooks, own);
});
afterAll(() => {
  checker.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('NotebookChecker', () => {
  it('finds nothing in a notebook that is right', () => {
    const cells = [
      `import { candles } from 'small'`,
      'let all = candles("x")',
      'all = []; all.length',
      'const all = 1',
      'all',
    ];
    expect(checker.check(cells)).toEqual([]);
  });

  it('gives the errors of all cells in their order', () => {
    expect(checker.check(['const a: string = 1', 'missing', 'const b = 1;\n\na.toFixed()'])).toMatchObject([
      { cell: 0, line: 1, column: 7, code: 2322 },
      { cell: 1, line: 1, column: 1, code: 2304 },
      { cell: 2, line: 3, column: 3, code: 2551 },
    ]);
  });

  it('goes on after a cell that does not parse', () => {
    expect(checker.check(['const a = 1', 'let b = (', 'a.trim()'])).toMatchObject([
      { cell: 1, line: 1, code: 1109 },
      { cell: 2, column: 3 },
    ]);
  });

  it('takes each name as it was declared when the cell ran', () => {
    expect(checker.check(['const a = 1', 'a = 2', 'let a = 1', 'a = 2'])).toMatchObject([{ cell: 1, code: 2588 }]);
  });

  it('knows nothing of the notebook that it checked before', () => {
    checker.check(['const before = 1', 'const other = 2']);
    expect(checker.check(['before'])).toHaveLength(1);
  });
});
