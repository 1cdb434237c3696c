// Takes entries as the language service gives them; shows their order, their place and their limit.

import ts from 'typescript-api';
import { describe, expect, it } from 'vitest';
import { COMPLETIONS_MAX, completionsOf } from '../../../src/kernel/language/completions.ts';
import { specifierMatches } from '../../../src/kernel/language/specifier-matches.ts';

function entry(name: string, more: Partial<ts.CompletionEntry> = {}): ts.CompletionEntry {
  return { name, kind: ts.ScriptElementKind.constElement, sortText: '11', ...more };
}

function texts(code: string, found: readonly ts.CompletionEntry[]): readonly string[] {
  return completionsOf(code, code.length, found, []).items.map(({ text }) => text);
}

describe('completionsOf', () => {
  it('sorts by the sort text of the service, then by name', () => {
    const found = [entry('b'), entry('a'), entry('z', { sortText: '10' }), entry('B')];
    expect(texts('', found)).toEqual(['z', 'B', 'a', 'b']);
  });

  it('keeps what begins as typed, in capitals or not', () => {
    expect(texts('x.Ro', [entry('rows'), entry('Row'), entry('color')])).toEqual(['Row', 'rows']);
  });

  it('replaces from the start of the word to the cursor', () => {
    expect(completionsOf('a = été.lon + 1', 11, [entry('longueur')], [])).toMatchObject({ start: 8, end: 11 });
  });

  it('replaces the dot where all members need another one', () => {
    const optional = { insertText: '?.rows', replacementSpan: { start: 1, length: 3 } };
    expect(completionsOf('a.ro', 4, [entry('rows', optional)], [])).toMatchObject({
      start: 1,
      items: [{ text: '?.rows' }],
    });
  });

  it('leaves out members for which another place would be replaced than for most', () => {
    const bracket = { insertText: '["a-b"]', replacementSpan: { start: 1, length: 1 } };
    const { start, items } = completionsOf('o.', 2, [entry('a-b', bracket), entry('c'), entry('d')], []);
    expect({ start, texts: items.map(({ text }) => text) }).toEqual({ start: 2, texts: ['c', 'd'] });
  });

  it('ends a folder with a slash', () => {
    expect(texts("import './s", [entry('src', { kind: ts.ScriptElementKind.directory })])).toEqual(['src/']);
  });

  it('leaves packages and hidden files as they are', () => {
    const folder = { kind: ts.ScriptElementKind.directory };
    expect(texts("import '@scope/", [entry('name', { ...folder, replacementSpan: { start: 15, length: 0 } })])).toEqual(
      ['name'],
    );
    expect(texts("import '../", [entry('.git', folder), entry('src', folder)])).toEqual(['src/']);
  });

  it('has a limit', () => {
    const found = Array.from({ length: COMPLETIONS_MAX + 50 }, (_, index) => entry(`a${index}`));
    expect(texts('a', found)).toHaveLength(COMPLETIONS_MAX);
  });
});

describe('specifierMatches', () => {
  const names = (code: string): readonly string[] =>
    specifierMatches(code, code.length, ['own', 'own/more']).map(({ text }) => text);

  it('offers the package where an import is typed', () => {
    expect(names("import { a } from 'o")).toEqual(['own', 'own/more']);
    expect(names('await import("')).toEqual(['own', 'own/more']);
  });

  it('offers it nowhere else', () => {
    expect(names("const a = 'o")).toEqual([]);
    expect(names("import { a } from './o")).toEqual([]);
  });
});
