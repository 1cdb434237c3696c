// Takes cells that ran; shows what the module of the next cell begins with, and which cells are kept.

import { describe, expect, it } from 'vitest';
import { CellContext, withoutCellFiles } from '../../../src/kernel/language/cell-context.ts';

function contextOf(...cells: readonly string[]): CellContext {
  const context = new CellContext();
  for (const [index, code] of cells.entries()) context.ran(index + 1, code);
  return context;
}

function headOf(context: CellContext, code: string): string {
  const { text, start } = context.moduleOf(code);
  expect(text.slice(start)).toBe(code);
  return text.slice(0, start);
}

describe('CellContext', () => {
  it('puts what earlier cells declared into one line before the code', () => {
    expect(headOf(contextOf('const a = 1; let b = 2;', 'function c() {}'), 'c(a, b)')).toBe(
      `export {}; import { a } from './.cell-1.mts'; import { c } from './.cell-2.mts'; ` +
        `declare let b: typeof import('./.cell-1.mts').b;\n`,
    );
  });

  it('takes a name from the cell that declared it last', () => {
    expect(headOf(contextOf('const a = 1', 'const a = 2', 'a'), '')).toContain(`import { a } from './.cell-2.mts'`);
  });

  it('leaves out what the cell declares anew', () => {
    expect(headOf(contextOf('const a = 1; let b = 1; function c() {}'), 'let a, b; import { c } from "x"')).toBe(
      'export {};\n',
    );
  });

  it('gives a cell that ran only the names that it mentions', () => {
    const { text } = contextOf('const a = 1, b = 2', 'const d = b').moduleOfCell(2)!;
    expect(text).toBe(`export {}; import { b } from './.cell-1.mts';\nconst d = b\nexport { d };\n`);
  });

  it('exports a guarded constant as it is at the end of its cell', () => {
    const { text } = contextOf('const a = f();\nif (!a) throw 1').moduleOfCell(1)!;
    expect(text.split('\n').at(-2)).toBe('const a$end = a; export { a$end as a };');
  });

  it('does not export again what the cell exports', () => {
    expect(contextOf('export const a = 1; const b = 2').moduleOfCell(1)!.text).toContain('\nexport { b };');
  });

  it('learns nothing from a cell that does not parse', () => {
    expect(headOf(contextOf('const a = 1', 'const a = ('), '')).toContain('.cell-1.mts');
  });

  it('drops cells of which nothing is in sight, and keeps those that others take from', () => {
    const context = contextOf('const a = 1', 'const b = a', 'const a = 2', 'const c = 1', 'const c = 2');
    expect([...context.cellNumbers()]).toEqual([1, 2, 3, 5]);
  });

  it('stays small when a cell runs again and again', () => {
    const context = new CellContext();
    for (let cell = 1; cell <= 100; cell++) context.ran(cell, 'const a = 1; let b = a; b += 1;');
    expect([...context.cellNumbers()]).toEqual([100]);
  });
});

describe('withoutCellFiles', () => {
  it('says of which cell a type is', () => {
    expect(withoutCellFiles(`import("/home/me/.cell-3").Row`)).toBe('Row (of cell 3)');
    expect(withoutCellFiles(`typeof import("/home/me/.cell-3.mts")`)).toBe('cell 3');
    expect(withoutCellFiles('const m$end: string')).toBe('const m: string');
  });
});
