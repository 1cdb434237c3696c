// A cell as it was written (TypeScript) in; JavaScript with the same positions where that is possible, and its syntax tree out.
import { SourceMap, type SourceMapPayload, stripTypeScriptTypes } from 'node:module';
import { type Program, parse } from 'acorn';
import { transformSync } from 'esbuild';
import { CellError } from './cell-error.ts';

export interface Position {
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface CellSyntax {
  readonly code: string;
  readonly program: Program;
  /** Of a place in `code`, the place in the cell as it was written. */
  readonly originalOf: (place: Position) => Position;
}

const same = (place: Position): Position => place;

/** @throws CellError where it is no TypeScript. */
export function readCell(source: string): CellSyntax {
  const { code, originalOf } = withoutTypes(source);
  try {
    const program = parse(code, {
      ecmaVersion: 'latest',
      sourceType: 'module',
      locations: true,
      ranges: true,
      allowHashBang: true,
    });
    return { code, program, originalOf };
  } catch (error) {
    throw parseError(error, originalOf);
  }
}

/** Types become blanks, so that every place stays where it is; only what has to become code (enums and the like) is compiled. */
function withoutTypes(source: string): Pick<CellSyntax, 'code' | 'originalOf'> {
  try {
    return { code: stripTypeScriptTypes(source, { mode: 'strip' }), originalOf: same };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX' && code !== 'ERR_INVALID_TYPESCRIPT_SYNTAX') throw error;
    return compiled(source);
  }
}

interface EsbuildFailure {
  readonly errors?: readonly {
    readonly text: string;
    readonly location: { readonly line: number; readonly column: number } | null;
  }[];
}

/** Its words for what is wrong are the clearer ones, and it gives the place. */
function compiled(source: string): Pick<CellSyntax, 'code' | 'originalOf'> {
  try {
    const { code, map } = transformSync(source, {
      ...{
        loader: 'ts',
        format: 'esm',
        target: 'esnext',
        sourcemap: 'external',
        sourcefile: 'cell',
        logLevel: 'silent',
      },
      tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    });
    const sources = new SourceMap(JSON.parse(map) as SourceMapPayload);
    return { code, originalOf: (place) => mapped(sources, place) };
  } catch (error) {
    const failure = (error as EsbuildFailure).errors?.[0];
    if (failure === undefined) throw error;
    const { line, column } = failure.location ?? { line: 1, column: 0 };
    throw new CellError('SyntaxError', failure.text, line, column + 1);
  }
}

function mapped(sources: SourceMap, { line, column }: Position): Position {
  const entry = sources.findEntry(line - 1, column - 1);
  if (!('originalLine' in entry)) return { line, column };
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

function parseError(error: unknown, originalOf: CellSyntax['originalOf']): unknown {
  const { loc, message } = error as { readonly loc?: { line: number; column: number }; readonly message: string };
  if (!(error instanceof SyntaxError) || loc === undefined) return error;
  const { line, column } = originalOf({ line: loc.line, column: loc.column + 1 });
  return new CellError('SyntaxError', message.replace(/ \(\d+:\d+\)$/, ''), line, column);
}
