// Takes cells of a notebook in a small package; shows what is offered, explained and found wrong as they run in turn.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CellLanguage } from '../../../src/kernel/language/cell-language.ts';
import { type SmallPackage, smallPackage } from './small-package.ts';

const folder = mkdtempSync(join(tmpdir(), 'quantumtrader-language-'));
let small: SmallPackage;
let language: CellLanguage;
let ranCells = 0;

beforeAll(() => {
  small = smallPackage(folder);
});
beforeEach(() => {
  language = new CellLanguage(small.notebooks, small.own);
  ranCells = 0;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a cell that has no errors. */
function ran(...cells: readonly string[]): void {
  for (const code of cells) {
    expect(errors(code)).toEqual([]);
    ranCells += 1;
    language.ran(ranCells, code);
  }
}

function errors(code: string): readonly string[] {
  return language
    .check(code)
    .map(({ line, column, code: number, message }) => `${line}:${column} ${number} ${message}`);
}

/** `|` in the code is the cursor. */
function offered(code: string): readonly string[] {
  return language.complete(code.replace('|', ''), code.indexOf('|')).items.map(({ text }) => text);
}

function told(code: string, detail: 0 | 1 = 0): string | undefined {
  return language.inspect(code.replace('|', ''), code.indexOf('|'), detail)?.['text/plain'];
}

describe('check', () => {
  it('gives line and column in the cell, from 1', () => {
    expect(language.check('let a = 1;\n  a = "x";')).toEqual([
      { line: 2, column: 3, code: 2322, message: "Type 'string' is not assignable to type 'number'." },
    ]);
  });

  it('knows values and types of earlier cells', () => {
    ran(
      'const a = [1, 2]; interface Row { readonly b: string }',
      'function first(row: Row) { return row.b + a.length }',
    );
    expect(errors('const c: number = first({ b: 1 })')).toEqual([
      "1:7 2322 Type 'string' is not assignable to type 'number'.",
      "1:27 2322 Type 'number' is not assignable to type 'string'.",
    ]);
  });

  it('lets later cells assign variables, widened, and not constants', () => {
    ran('let a = 1; var b = "x"; const c = 3; function d() {} class E {}', 'a = 2; b += "y"; a++');
    expect(errors('a = "x"\nc = 4\nd = d\nE = E')).toEqual([
      "1:1 2322 Type 'string' is not assignable to type 'number'.",
      "2:1 2588 Cannot assign to 'c' because it is a constant.",
      "3:1 2630 Cannot assign to 'd' because it is a function.",
      "4:1 2629 Cannot assign to 'E' because it is a class.",
    ]);
  });

  it('lets a literal of an earlier constant widen as it would in one file', () => {
    ran('const mode = "a"', 'let b = mode; b = "other"');
  });

  it('takes a redeclaration without an error, and its type from then on', () => {
    ran('const a = 1', 'const a = "x"', 'let a = [true]', 'a.push(false)', 'class a { b = 1 }', 'new a().b.toFixed()');
  });

  it('lets a redeclared type leave the values of the old one alone, and names both in messages', () => {
    ran('interface Row { readonly a: 1 } const row: Row = { a: 1 }', 'interface Row { readonly b: 2 }');
    expect(errors('const other: Row = row')[0]).toContain("Property 'b' is missing in type 'Row (of cell 1)'");
  });

  it('passes on imports of values, types and namespaces', () => {
    ran(
      `import { candles, type Candle } from 'small'; import * as more from 'small/more'; import type { Store } from 'small/more';`,
    );
    ran('const all: readonly Candle[] = candles("x"); const store: Store = new more.Store("x")');
    expect(errors('candles = 1; new Store("")')).toEqual([
      "1:1 2632 Cannot assign to 'candles' because it is an import.",
      "1:18 1361 'Store' cannot be used as a value because it was imported using 'import type'.",
    ]);
  });

  it('keeps what a guard left of a constant', () => {
    ran('const found = /a/.exec("a"); if (found === null) throw new Error("none")', 'found.index.toFixed()');
  });

  it('keeps variables that grow into their type usable', () => {
    ran(
      'let rows = []; rows.push(1); let later; let none = null;',
      'rows.push("a"); rows.length; later = 1; none = 2;',
    );
  });

  it('takes await at top level, and says nothing of what is unused', () => {
    ran('const unused = await Promise.resolve(1); function f(a: number) {}', '1 + 1; "last"');
  });

  it('knows what the kernel gives to every cell', () => {
    ran(
      'const handle = display([1]); handle.update([2]); clearOutput(true); const line = await input("?")',
      'line.trim()',
    );
    ran('const display = 1', 'display.toFixed()');
  });

  it('follows the options of the project', () => {
    expect(errors('const a: number[] = []; const b: number = a[0]')).toHaveLength(1);
    expect(errors(`import { Candle } from 'small'`)[0]).toContain("'Candle' is a type");
  });

  it('gives errors of syntax alone where there are any', () => {
    expect(errors('const a: string = 1; const b = ;')).toEqual(['1:32 1109 Expression expected.']);
  });

  it('knows the names of a cell that failed, but takes none for what it was before', () => {
    ran('const sure = 1');
    language.ran(2, "const sure = 'text'; let perhaps = 2; throw new Error()", false);
    expect(errors('sure + 1; perhaps + 1')).toEqual([]);
    expect(errors('perhaps = ""')).toEqual(["1:1 2322 Type 'string' is not assignable to type 'number'."]);
  });

  it('leaves faults of syntax to who runs the cell where it is asked for types alone', () => {
    expect(language.typeErrors('const a: string = 1; (')()).toEqual([]);
    expect(language.typeErrors('const a: string = 1')()).toMatchObject([{ code: 2322 }]);
  });

  it('checks a cell later as it was when it began', () => {
    ran('let shape = 1', 'let other = 1');
    const [right, wrong] = [language.typeErrors('shape + other'), language.typeErrors('other = ""')];
    ran('const shape = { a: 1 }');
    expect([right(), wrong().length]).toEqual([[], 1]);
  });

  it('heeds the comments that silence it', () => {
    expect(errors('// @ts-nocheck\nconst a: string = 1')).toEqual([]);
    expect(errors('// @ts-expect-error wanted\nconst a: string = 1')).toEqual([]);
    expect(errors('// @ts-expect-error wanted\nconst a: string = "1"')).toEqual([
      "1:1 2578 Unused '@ts-expect-error' directive.",
    ]);
  });

  it('sees an edited file', async () => {
    const file = join(small.notebooks, 'edited.ts');
    writeFileSync(file, 'export const a = 1;\n');
    ran(`import { a } from './edited.ts'`);
    writeFileSync(file, 'export const a = "text";\n');
    await expect.poll(() => errors('a.trim()'), { timeout: 10_000 }).toEqual([]);
  });

  it('finds a module that is written later', async () => {
    const code = `import { a } from './later.ts'`;
    expect(errors(code)).toHaveLength(1);
    writeFileSync(join(small.notebooks, 'later.ts'), 'export const a = 1;\n');
    await expect.poll(() => errors(`${code}; // again`), { timeout: 20_000, interval: 500 }).toEqual([]);
  });

  it('resolves the package for a notebook that lies elsewhere', () => {
    language = new CellLanguage(small.outside, small.own);
    ran(`import { candles } from 'small'; import { Store } from 'small/more'`);
    expect(errors('new Store(candles("x")[0])')).toHaveLength(1);
    expect(errors(`import { a } from 'nowhere'`)[0]).toContain("Cannot find module 'nowhere'");
  });
});

describe('complete', () => {
  it('offers members, also in code that does not parse yet', () => {
    ran(`import { Store } from 'small/more'; const store = new Store('.')`);
    expect(offered('store.|')).toEqual(['home', 'parts']);
    expect(offered('if (store.pa|')).toEqual(['parts']);
    expect(offered('store.\nnext|.x; store.')).toEqual([]);
    expect(offered("store.parts('|')")).toEqual(['quotes', 'trades']);
  });

  it('offers names of this and of earlier cells before globals', () => {
    ran('const mapOfAll = 1; let mapCount = 2');
    const all = offered('const mapHere = 1; map|');
    expect(all.slice(0, 4)).toEqual(['mapCount', 'mapHere', 'mapOfAll', 'Map']);
  });

  it('offers members of what may be undefined with a question mark', () => {
    ran('let row: { readonly a: 1 } | undefined');
    const { start, end, items } = language.complete('  row.', 6);
    expect({ start, end, items }).toEqual({
      start: 5,
      end: 6,
      items: [{ text: '?.a', kind: 'property', signature: undefined }],
    });
  });

  it('offers modules and paths where an import is typed', () => {
    expect(offered("import { candles } from 'sm|'")).toEqual(['small', 'small/more']);
    expect(offered("import { candles } from '../src/|'")).toEqual(['candles.ts', 'index.ts']);
    expect(offered("import { ca| } from 'small'")).toEqual(['Candle', 'candles']);
  });

  it('says what kind of thing each is', () => {
    const kinds = language
      .complete(`import { Store } from 'small/more'; new Store('').`, 50)
      .items.map(({ kind }) => kind);
    expect(kinds).toEqual(['property', 'method']);
  });
});

describe('inspect', () => {
  it('gives the signature, the documentation and its tags, in two forms', () => {
    ran(`import { candles } from 'small'`);
    const info = language.inspect('candles', 7, 0);
    expect(info?.['text/plain']).toBe(
      `function candles(day: string, count?: number): readonly Candle[]\n\nReads candles.\n\n` +
        '@param day the day, as in 2027-03-01\n@param count how many\n@returns at most `count`',
    );
    expect(info?.['text/markdown']).toContain(
      '```ts\nfunction candles(day: string, count?: number): readonly Candle[]\n```',
    );
    expect(info?.['text/markdown']).toContain('- *@param* count how many');
  });

  it('gives the call around the cursor, with its parameter', () => {
    ran(`import { candles } from 'small'; const day = ''`);
    expect(told('candles(|')).toContain('candles(day: string, count?: number): readonly Candle[]');
    expect(told('candles(day, |)')).toContain('count: how many');
    const both = told('candles(d|ay)');
    expect(both).toContain('const day: ""');
    expect(both).toContain('candles(day: string, count?: number)');
  });

  it('gives variables of earlier cells with their own documentation', () => {
    ran('/** How many. */\nlet count = 1;\n/** What was found. */\nconst found = /a/.exec("a"); if (!found) throw 1;');
    expect(told('count|')).toBe('let count: number\n\nHow many.');
    expect(told('found|')).toBe('const found: RegExpExecArray\n\nWhat was found.');
  });

  it('gives the source as well when asked for more', () => {
    ran('function twice(n: number) {\n  return 2 * n;\n}', `import { candles } from 'small'`, 'let size = 3');
    expect(told('twice|', 1)).toContain('return 2 * n;');
    expect(told('size|', 1)).toBe('let size: number\n\nlet size = 3');
    expect(told('candles|', 1)).toContain('/package/src/candles.ts:');
    expect(told('display|', 1)).not.toContain('.d.ts');
  });

  it('knows nothing of nothing', () => {
    expect(told('1 + |')).toBeUndefined();
    expect(told('|')).toBeUndefined();
  });
});
