// Plants each fault of style and expects it to be found; then expects the real tree to have none.
import { describe, expect, it } from 'vitest';
import { FILE_LINES_MAX, styleFaults } from './house-style.ts';
import { sourceFiles } from './source-files.ts';

// Files that may be longer than the limit, each with its reason beside it.
const LONGER_FILES: readonly string[] = [];

const OPENING = '// Takes a price, gives the tick below it.\n';

describe('style of a file', () => {
  it('opens with a sentence, as a line or a block comment', () => {
    expect(styleFaults('src/core/a.ts', OPENING)).toEqual([]);
    expect(styleFaults('src/core/a.ts', '// Takes a price, which may be long, and gives\n// the tick.\n')).toEqual([]);
    expect(styleFaults('src/core/a.ts', '/** Takes a price, gives the tick. */\n')).toEqual([]);
    expect(styleFaults('src/core/a.ts', '/**\n * Takes a price:\n * gives the tick.\n */\n')).toEqual([]);
    expect(styleFaults('src/cli/main.ts', `#!/usr/bin/env node\n${OPENING}`)).toEqual([]);
    for (const source of ['', 'export const a = 1;\n', '// a.ts\n', '// Prices.\n', `\nexport {};\n${OPENING}`]) {
      expect(styleFaults('src/core/a.ts', source)).toHaveLength(1);
    }
  });

  it('has a limit of lines', () => {
    const filled = (lines: number) => OPENING + 'export {};\n'.repeat(lines - 1);
    expect(styleFaults('src/core/a.ts', filled(FILE_LINES_MAX))).toEqual([]);
    expect(styleFaults('src/core/a.ts', filled(FILE_LINES_MAX + 1))).toEqual([
      'src/core/a.ts has 301 lines, more than 300',
    ]);
  });

  it('has a limit of lines for a function', () => {
    const withBody = (lines: number) => `${OPENING}export function tick() {\n${'  1;\n'.repeat(lines - 2)}}\n`;
    expect(styleFaults('src/core/a.ts', withBody(70))).toEqual([]);
    expect(styleFaults('src/core/a.ts', withBody(71))).toEqual(['src/core/a.ts:2 tick has 71 lines, more than 70']);
  });

  it('has a name in kebab-case that says something', () => {
    expect(styleFaults('src/core/order-book.ts', OPENING)).toEqual([]);
    for (const name of ['OrderBook.ts', 'order_book.ts', 'order-manager.ts', 'utils.ts', 'price-helpers.ts']) {
      expect(styleFaults(`src/core/${name}`, OPENING)).toHaveLength(1);
    }
  });

  it('leaves nothing unfinished', () => {
    expect(styleFaults('src/core/a.ts', `${OPENING}export {}; // TODO later\n`)).toHaveLength(1);
  });
});

describe('the real tree', () => {
  const files = sourceFiles('src', 'strategies');

  it('has files', () => {
    expect(files.size).toBeGreaterThan(0);
  });

  it('keeps the style of the house', () => {
    const faults = [...files].flatMap(([file, source]) => styleFaults(file, source));
    const isAllowed = (fault: string) => LONGER_FILES.some((file) => fault.startsWith(`${file} has `));
    expect(faults.filter((fault) => !isAllowed(fault))).toEqual([]);
  });

  it('allows no longer file that is short by now', () => {
    const isLong = (file: string) => (files.get(file)?.split('\n').length ?? 0) > FILE_LINES_MAX;
    expect(LONGER_FILES.filter((file) => !isLong(file))).toEqual([]);
  });
});
