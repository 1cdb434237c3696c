// Takes small cells; shows which names they declare, export, guard and mention.

import { describe, expect, it } from 'vitest';
import { cellNames } from '../../../src/kernel/language/cell-names.ts';

function declared(code: string): Record<string, string> {
  return Object.fromEntries(cellNames(code).declared);
}

describe('cellNames', () => {
  it('finds every kind of declaration at top level', () => {
    const code = `
      let a = 1, b; var c; const d = 1; function e() {} class f {} enum g {} interface h {} type i = 1;
      async function* j() {} abstract class k {} declare const l: number; namespace m { export const n = 1 }`;
    expect(declared(code)).toEqual({
      ...{ a: 'variable', b: 'variable', c: 'variable', d: 'constant', e: 'function', f: 'class', g: 'enum' },
      ...{ h: 'type', i: 'type', j: 'function', k: 'class', l: 'constant', m: 'class' },
    });
  });

  it('finds the names of patterns', () => {
    const code = 'const { a, b: [c, , d = 1], ...e } = x; let [f, { g }] = y;';
    expect(declared(code)).toEqual({
      ...{ a: 'constant', c: 'constant', d: 'constant', e: 'constant', f: 'variable', g: 'variable' },
    });
  });

  it('finds imports of every form', () => {
    const code = `import a, { b, c as d, type e } from 'x'; import * as f from 'y'; import type { g } from 'z'; import 'w';`;
    expect(declared(code)).toEqual({
      ...{ a: 'import', b: 'import', d: 'import', e: 'import', f: 'import', g: 'import' },
    });
  });

  it('takes var out of blocks, loops and branches, and nothing else', () => {
    const code = `for (var a = 0; ; ) { var b = 1; let c = 2 } if (x) var d = 3; function e() { var f = 4 } { class g {} }`;
    expect(declared(code)).toEqual({ a: 'variable', b: 'variable', d: 'variable', e: 'function' });
  });

  it('leaves out resources, which end with their cell', () => {
    expect(declared('using a = open(); await using b = open(); const c = 1;')).toEqual({ c: 'constant' });
  });

  it('takes the global scope for no name', () => {
    expect(declared("declare global { interface A {} } declare module 'x' {} namespace y {}")).toEqual({ y: 'class' });
  });

  it('has one kind for a name that is a value and a type', () => {
    expect(declared('const a = 1; type a = number; interface b {} function b() {} let c = 1; type c = 2;')).toEqual({
      ...{ a: 'constant', b: 'function', c: 'import' },
    });
  });

  it('knows what the cell exports by itself', () => {
    const { exported } = cellNames(
      'export const a = 1; export { b, c as d }; export default function e() {} let b, c;',
    );
    expect([...exported].sort()).toEqual(['a', 'b', 'd']);
  });

  it('knows the constants that a guard at top level narrows', () => {
    const code = `const a = f(), b = f(), c = f(); let d = f();
      if (!a) throw new Error(); assert(b !== undefined); console.log(c); if (d) stop();`;
    expect([...cellNames(code).guarded].sort()).toEqual(['a', 'b']);
  });

  it('mentions all identifiers, also those within functions and templates', () => {
    expect([...cellNames(`\`\${a}\`; () => { b.c }`).words].sort()).toEqual(['a', 'b', 'c']);
  });

  it('says that a cell does not parse', () => {
    expect(cellNames('const a = ').isBroken).toBe(true);
  });
});
