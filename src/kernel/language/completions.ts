// What the language service offers at a place of a cell in; the words that a notebook may put there out.

import ts from 'typescript-api';

export interface CompletionItem {
  readonly text: string;
  /** The word by which front ends choose an icon: `function`, `property`, `path` and the like. */
  readonly kind: string;
  /** Never there: asking for each would cost more than all names together. Inspection has it. */
  readonly signature: undefined;
}

/** Each of `items` may replace what stands from `start` to `end`, in UTF-16 units of the code. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly CompletionItem[];
}

/** More helps nobody who reads them and costs the front end time. */
export const COMPLETIONS_MAX = 300;

export const COMPLETION_OPTIONS: ts.GetCompletionsAtPositionOptions = {
  includeCompletionsForModuleExports: false,
  includeCompletionsWithInsertText: true,
  includeAutomaticOptionalChainCompletions: true,
  includeCompletionsWithSnippetText: false,
  importModuleSpecifierEnding: 'js',
  quotePreference: 'single',
};

const KIND = ts.ScriptElementKind;
const RELATIVE_PATH = /['"]\.{1,2}\/[^'"\n]*$/;

const WORDS: Readonly<Record<string, string>> = {
  [KIND.functionElement]: 'function',
  [KIND.localFunctionElement]: 'function',
  [KIND.memberFunctionElement]: 'method',
  [KIND.classElement]: 'class',
  [KIND.localClassElement]: 'class',
  [KIND.moduleElement]: 'module',
  [KIND.externalModuleName]: 'module',
  [KIND.keyword]: 'keyword',
  [KIND.interfaceElement]: 'interface',
  [KIND.typeElement]: 'type',
  [KIND.primitiveType]: 'type',
  [KIND.typeParameterElement]: 'type',
  [KIND.enumElement]: 'enum',
  [KIND.scriptElement]: 'path',
  [KIND.directory]: 'path',
  [KIND.string]: 'string',
  [KIND.memberVariableElement]: 'property',
  [KIND.memberGetAccessorElement]: 'property',
  [KIND.memberSetAccessorElement]: 'property',
  [KIND.memberAccessorVariableElement]: 'property',
};

export interface Match {
  readonly text: string;
  readonly kind: string;
  /** UTF-16 offset in the cell of what it replaces. */
  readonly start: number;
  /** What the user would have typed so far, were this meant. */
  readonly name: string;
}

export function noCompletions(cursor: number): Completions {
  return { start: cursor, end: cursor, items: [] };
}

/**
 * @param code of the cell
 * @param cursor UTF-16 offset in it
 * @param found what the service offers, with offsets in the cell
 * @param extra words that fit as well
 */
export function completionsOf(
  code: string,
  cursor: number,
  found: readonly ts.CompletionEntry[],
  extra: readonly Match[],
): Completions {
  const wordStart = startOfWord(code, cursor);
  const sorted = [...found].sort((a, b) => order(a.sortText, b.sortText) || order(a.name, b.name));
  const isPath = RELATIVE_PATH.test(code.slice(0, cursor));
  const all = [...sorted.map((entry) => matchOf(entry, wordStart, isPath)), ...extra];
  const fitting = all.filter(({ name, start }) => fits(name, code.slice(start, cursor), isPath));
  const start = commonStart(fitting) ?? wordStart;
  const unique = new Map(fitting.filter((match) => match.start === start).map(({ text, kind }) => [text, kind]));
  const items = [...unique].slice(0, COMPLETIONS_MAX).map(([text, kind]) => ({ text, kind, signature: undefined }));
  return { start, end: cursor, items };
}

function matchOf(entry: ts.CompletionEntry, wordStart: number, isPath: boolean): Match {
  const start = entry.replacementSpan?.start ?? wordStart;
  const text = entry.insertText ?? entry.name;
  const isFolder = isPath && entry.kind === KIND.directory;
  const kind = WORDS[entry.kind] ?? 'instance';
  return { text: isFolder ? `${text}/` : text, kind, start, name: entry.name };
}

/** Where a name alone would be wrong, the service replaces the dot as well: by `?.` or by a bracket. */
function fits(name: string, typed: string, isPath: boolean): boolean {
  // Hidden files and folders are no modules, for all but those who ask for them.
  if (isPath && name.startsWith('.') && !typed.startsWith('.')) return false;
  return name.toLowerCase().startsWith(typed.replace(/^\??\./, '').toLowerCase());
}

/** Front ends know one place for all matches: that of most of them. */
function commonStart(matches: readonly Match[]): number | undefined {
  const counts = new Map<number, number>();
  for (const { start } of matches) counts.set(start, (counts.get(start) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

function startOfWord(code: string, cursor: number): number {
  const [word] = /[\p{ID_Continue}$\u200c\u200d]*$/u.exec(code.slice(0, cursor))!;
  const hasMark = code[cursor - word.length - 1] === '#';
  return cursor - word.length - (hasMark ? 1 : 0);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
