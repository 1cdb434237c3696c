// Takes code as somebody types it line by line; shows when it is whole, open or wrong.

import { describe, expect, it } from 'vitest';
import { completenessOf } from '../../../src/kernel/language/completeness.ts';

describe('completenessOf', () => {
  it.each([
    ...['', '1 + 1', 'const a = 1', 'await f()', 'f(a)\n.then(b)', 'if (a) b', 'type A = { b: C<D> }', `\`\${a}\``],
    ...['for await (const a of b) c(a)', '// only a comment', 'a!.b satisfies C', 'function f() {}', 'let a: A = {}'],
  ])('%j is complete', (code) => {
    expect(completenessOf(code)).toEqual({ kind: 'complete' });
  });

  it.each([
    ...[
      'f(',
      'const a =',
      'a +',
      'if (a) {',
      'function f(a: number',
      'class A {',
      '[1, 2',
      'a.',
      'a ? b',
      'import { a',
    ],
    ...['`text', '/* text', 'try {}', 'do {}', 'let a: Array<', 'async function', 'for (const a of', 'f(1, // why'],
    ...['if (a) {\n  b()\n', `\`\${`, 'import a from', '(a, b) =>', 'switch (a) { case 1:'],
  ])('%j is incomplete', (code) => {
    expect(completenessOf(code).kind).toBe('incomplete');
  });

  it.each([
    ')',

    "'open",
    '/open',
    'if (a) {\n b(]',
    'a b',
    'const 1a = 2',
    '} else {',
    'f(1))',
    '1..2..3 4',
  ])('%j is invalid', (code) => {
    expect(completenessOf(code)).toEqual({ kind: 'invalid' });
  });

  it.each([
    ['if (a) {', '  '],
    ['  f(', '    '],
    ['f(a,', ''],
    ['if (a) {\n  b();', '  '],
    ['const a =', '  '],
    ['`text', ''],
  ])('after %j the next line begins with %j', (code, indent) => {
    expect(completenessOf(code)).toEqual({ kind: 'incomplete', indent });
  });
});
