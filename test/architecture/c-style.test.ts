// The C of the repository keeps the style of the house: an opening sentence, limits of lines for files and functions, nothing unfinished.
import { describe, expect, it } from 'vitest';
import { FILE_LINES_MAX, FUNCTION_LINES_MAX } from './house-style.ts';
import { filesOf } from './source-files.ts';

/** May be longer, each with its reason. */
const LONGER_FILES = new Map([
  ['native/include/profit-dll.h', 'the binary interface of the vendor, whole in one place'],
]);

const files = filesOf(['.c', '.h'], 'native', 'test/native');

/** A function's body begins with a brace at the end of a line of the first column and ends with one alone. */
function longFunctions(source: string): readonly string[] {
  const lines = source.split('\n');
  const found: string[] = [];
  let start: number | undefined;
  for (const [at, line] of lines.entries()) {
    if (start === undefined && /^\w.*\)\s*\{$/.test(line)) start = at;
    else if (line === '}' && start !== undefined) {
      if (at - start + 1 > FUNCTION_LINES_MAX) found.push(lines[start]!);
      start = undefined;
    }
  }
  return found;
}

describe('a file of C', () => {
  it('is there', () => {
    expect(files.size).toBeGreaterThan(20);
  });

  it.each([...files])('%s keeps the style', (name, source) => {
    expect(source).toMatch(/^\/\/ [A-Z].*/);
    if (!LONGER_FILES.has(name)) expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(FILE_LINES_MAX);
    expect(longFunctions(source)).toEqual([]);
    expect(source).not.toMatch(/\b(TODO|FIXME|XXX)\b/);
  });
});
