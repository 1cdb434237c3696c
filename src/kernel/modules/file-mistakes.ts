// A SyntaxError of an import and the files that it may be of in; the place of the mistake out.
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse } from 'acorn';

export interface FilePlace {
  /** Absolute. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
  /** Of the file. */
  readonly source: string;
}

const TYPED = /\.[cm]?ts$/;
/** What Node writes above the words of what TypeScript or the linker refuses: the place, lines of the file, and a mark below the last. */
const HEAD = /^(file:[^\n]+?):(\d+)\n(?:[^\n]*\n)*?( *)\^+\n/;

/** Node tells the place of a mistake in JavaScript to terminals only. */
export class FileMistakes {
  private readonly places = new WeakMap<object, FilePlace>();

  /** Finds the mistake that an import failed by; `paths` are files that it loaded. */
  look(error: unknown, paths: readonly string[]): void {
    if (!(error instanceof SyntaxError) || this.places.has(error)) return;
    const place = ofHead(String(error.stack)) ?? firstOf(paths);
    if (place !== undefined) this.places.set(error, place);
  }

  placeOf(error: object): FilePlace | undefined {
    return this.places.get(error);
  }
}

function ofHead(stack: string): FilePlace | undefined {
  const [, url, line, before] = HEAD.exec(stack) ?? [];
  if (url === undefined) return undefined;
  const path = fileURLToPath(url.replace(/\?.*$/, ''));
  const source = textOf(path);
  return source === undefined ? undefined : { path, source, line: Number(line), column: before!.length + 1 };
}

function firstOf(paths: readonly string[]): FilePlace | undefined {
  for (const path of paths) {
    const source = textOf(path);
    const place = source === undefined || path.endsWith('.json') ? undefined : mistakeIn(source, TYPED.test(path));
    if (place !== undefined) return { path, source: source!, ...place };
  }
  return undefined;
}

function mistakeIn(source: string, isTyped: boolean): Pick<FilePlace, 'line' | 'column'> | undefined {
  try {
    const code = isTyped ? stripTypeScriptTypes(source, { mode: 'strip' }) : source;
    parse(code, { ecmaVersion: 'latest', sourceType: 'module', allowHashBang: true });
    return undefined;
  } catch (error) {
    const { loc } = error as { readonly loc?: { readonly line: number; readonly column: number } };
    return loc === undefined ? undefined : { line: loc.line, column: loc.column + 1 };
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
