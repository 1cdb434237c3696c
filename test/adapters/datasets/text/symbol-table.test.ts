import { describe, expect, it } from 'vitest';
import { SymbolTable } from '../../../../src/adapters/datasets/text/symbol-table.ts';

describe('symbols by their bytes', () => {
  it('get one value each, made once, however their rows are mixed', () => {
    const made: string[] = [];
    const table = new SymbolTable((name) => made.push(name));
    const names = Array.from({ length: 5000 }, (_, index) => `T${index % 1700}`);
    const values = names.map((name) => {
      const bytes = new TextEncoder().encode(`;${name};`);
      return table.valueOf(bytes, 1, bytes.length - 1);
    });
    expect(made).toHaveLength(1700);
    expect(values).toEqual(names.map((name) => made.indexOf(name) + 1));
  });

  it('may be longer than what a function takes as arguments', () => {
    const name = 'A'.repeat(300_000);
    const bytes = new TextEncoder().encode(name);
    expect(new SymbolTable((each) => each).valueOf(bytes, 0, bytes.length)).toBe(name);
  });

  it('keeps names apart that differ in a blank', () => {
    const table = new SymbolTable((name) => name);
    const bytes = new TextEncoder().encode('WDO WDO ');
    expect([table.valueOf(bytes, 0, 3), table.valueOf(bytes, 0, 4), table.valueOf(bytes, 4, 7)]).toEqual([
      'WDO',
      'WDO ',
      'WDO',
    ]);
  });
});
