// What a cell has thrown in; its name, message and traceback in places of cells and source files out.
import { relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { CellError } from '../cell/cell-error.ts';
import type { Position } from '../cell/cell-syntax.ts';
import { cellOf } from '../modules/cell-url.ts';
import type { FileMistakes } from '../modules/file-mistakes.ts';
import type { ErrorFacts } from './session-events.ts';

/** A cell that has run, as tracebacks need it. */
export interface CellText {
  readonly source: string;
  /** Undefined before it was compiled. */
  readonly originalOf?: (place: Position) => Position | undefined;
}

export interface TracebackOptions {
  readonly root: string;
  /** The program's own frames, which are not shown. */
  readonly ownFolder: string;
  readonly cell: (number: number) => CellText | undefined;
  readonly mistakes: FileMistakes;
}

/** Of what throws when it is looked at. */
const UNSHOWN = 'what was thrown could not be shown';
const RED = '\u001b[31m';
const DIM = '\u001b[2m';
const PLAIN = '\u001b[0m';
const LINES_AROUND = 2;
const CAUSES_MAX = 5;
const FRAME = /^\s+at (?:(.*?) \()?((?:file|node):[^)]*?):(\d+):(\d+)\)?$/;

interface Frame {
  readonly name: string;
  readonly where: string;
  readonly cell?: { readonly source: string; readonly place: Position };
}

export class Tracebacks {
  private readonly options: TracebackOptions;

  constructor(options: TracebackOptions) {
    this.options = options;
  }

  /** `current`: the number of the cell that ran, for errors that have no frames. Never throws, whatever the error does when it is looked at. */
  facts(error: unknown, current: number): ErrorFacts {
    const unshown = { name: 'Thrown', message: UNSHOWN, traceback: [`${RED}Thrown${PLAIN}: ${UNSHOWN}`] };
    return guarded(() => this.looked(error, current), unshown);
  }

  private looked(error: unknown, current: number): ErrorFacts {
    if (!(error instanceof Error) && !isErrorLike(error)) {
      const message = typeof error === 'string' ? error : inspect(error, { depth: 2 });
      return { name: 'Thrown', message, traceback: [`${RED}Thrown${PLAIN}: ${message}`] };
    }
    const name = String(error.name || 'Error');
    const message = this.readable(String(error.message));
    return {
      name,
      message,
      traceback: [`${RED}${name}${PLAIN}: ${message}`, ...guarded(() => this.body(error, current, 0), [])],
    };
  }

  private body(error: Error, current: number, causes: number): readonly string[] {
    const lines: string[] = [];
    if (error instanceof CellError) lines.push(...this.place(current, { line: error.line, column: error.column }));
    else lines.push(...this.mistake(error), ...this.frames(error));
    if (error instanceof AggregateError) {
      for (const each of error.errors.slice(0, CAUSES_MAX))
        lines.push(`${DIM}one of them:${PLAIN} ${this.words(each)}`);
    }
    const { cause } = error;
    if (cause === undefined || causes >= CAUSES_MAX) return lines;
    lines.push(`${DIM}caused by:${PLAIN} ${this.words(cause)}`);
    lines.push(...guarded(() => (cause instanceof Error ? this.body(cause, current, causes + 1) : []), []));
    return lines;
  }

  private words(error: unknown): string {
    const told = (): string =>
      error instanceof Error ? `${error.name}: ${this.readable(error.message)}` : inspect(error, { depth: 1 });
    return guarded(told, UNSHOWN);
  }

  private frames(error: Error): readonly string[] {
    const frames = String(error.stack ?? '')
      .split('\n')
      .map((line) => this.frame(line))
      .filter((frame) => frame !== undefined);
    const lines: string[] = [];
    const shown = frames.findIndex(({ cell }) => cell !== undefined);
    // below the outermost frame of a cell stands who runs it
    const end = shown < 0 ? frames.length : frames.findLastIndex(({ cell }) => cell !== undefined) + 1;
    for (const [at, { name, where, cell }] of frames.slice(0, end).entries()) {
      lines.push(`    at ${name === '' ? '' : `${name} `}${DIM}(${where})${PLAIN}`);
      if (at === shown && cell !== undefined) lines.push(...excerpt(cell.source, cell.place));
    }
    return lines;
  }

  private frame(line: string): Frame | undefined {
    const [, name = '', url = '', row = '', column = ''] = FRAME.exec(line) ?? [];
    if (url === '' || url.startsWith('node:')) return undefined;
    const number = cellOf(url);
    const place = { line: Number(row), column: Number(column) };
    if (number === undefined) {
      const path = fileURLToPath(url.replace(/\?.*$/, ''));
      if (path.startsWith(this.options.ownFolder + sep)) return undefined;
      return { name, where: `${this.named(path)}:${row}:${column}` };
    }
    const cell = this.options.cell(number);
    const original = cell?.originalOf?.(place);
    if (cell === undefined || original === undefined) return undefined;
    // the function around a cell is nobody's
    const shown = name
      .replace(/^(?:async )?(?:default|Module\.default_\d+|Module\.default)$/, '')
      .replaceAll(/\$qt_(\w+)\.v/g, '$1');
    const where = `cell ${number}, line ${original.line}, column ${original.column}`;
    return { name: shown, where, cell: { source: cell.source, place: original } };
  }

  private place(number: number, place: Position): readonly string[] {
    const cell = this.options.cell(number);
    const where = `    at ${DIM}(cell ${number}, line ${place.line}, column ${place.column})${PLAIN}`;
    return cell === undefined ? [where] : [where, ...excerpt(cell.source, place)];
  }

  private mistake(error: Error): readonly string[] {
    const place = this.options.mistakes.placeOf(error);
    if (place === undefined || cellOf(pathToFileURL(place.path).href) !== undefined) return [];
    const { path, line, column, source } = place;
    return [`    at ${DIM}(${this.named(path)}:${line}:${column})${PLAIN}`, ...excerpt(source, place)];
  }

  private named(path: string): string {
    const name = relative(this.options.root, path);
    return name.startsWith('..') ? path : name.split(sep).join('/');
  }

  /** URLs of cells and versions of files are no words for a person. */
  private readable(message: string): string {
    return message
      .replaceAll(/ imported from \/[^'"]*cell--\d+\.ts/g, '')
      .replaceAll(/(?:file:\/\/)?\/[^\s'"]*?cell-(-?\d+)\.ts(?:\?qt-cell=-?\d+)?/g, 'cell $1')
      .replaceAll(/\?qt=\d+/g, '');
  }
}

function excerpt(source: string, { line, column }: Position): readonly string[] {
  const lines = source.split('\n');
  const from = Math.max(1, line - LINES_AROUND);
  const to = Math.min(lines.length, line + LINES_AROUND);
  const width = String(to).length;
  const shown: string[] = [];
  for (let row = from; row <= to; row++) {
    shown.push(`${row === line ? '--> ' : '    '}${String(row).padStart(width)} | ${lines[row - 1]!}`);
    if (row === line) shown.push(`    ${' '.repeat(width)} | ${' '.repeat(Math.max(0, column - 1))}${RED}^${PLAIN}`);
  }
  return shown;
}

/** Errors may have getters, ways to be inspected and proxies around them, all of which may throw. */
function guarded<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

function isErrorLike(error: unknown): error is Error {
  return typeof error === 'object' && error !== null && 'message' in error && 'stack' in error;
}
