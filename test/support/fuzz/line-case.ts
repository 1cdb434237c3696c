// What a format of text lines is fuzzed with: good lines, the file around them, and a naive reader that says what any line means.

import type { CsvMapping } from '../../../src/adapters/datasets/formats/csv-mapping.ts';
import type { Importer } from '../../../src/adapters/datasets/importing/file-import.ts';
import type { StoredValues } from './row-text.ts';

/** A row that a line gives. */
export interface ReadRow {
  /** `WDOU25 trades`. */
  readonly part: string;
  /** Days since 1970 of the part. */
  readonly day: number;
  readonly values: StoredValues;
}

/** What a line says by the documents of its format. */
export type Verdict =
  | { readonly kind: 'rows'; readonly rows: readonly ReadRow[] }
  /** Read, understood and not stored: a reset, a cancelled trade. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'wrong' };

export const WRONG: Verdict = { kind: 'wrong' };
export const SKIPPED: Verdict = { kind: 'skipped' };

export function oneRow(symbol: string, kind: string, day: number, values: StoredValues): Verdict {
  return { kind: 'rows', rows: [{ part: `${symbol} ${kind}`, day, values }] };
}

/** Reads the lines of one file in order; it may remember what stood above. */
export interface LineReference {
  read(line: string): Verdict;
  /** What becomes of the rows of a part once all are read. */
  finish?(rows: readonly StoredValues[]): readonly StoredValues[];
}

/** What a text of nested lines says. */
export interface WholeVerdict {
  readonly rows: readonly ReadRow[];
  /** Rows whose values are none. */
  readonly wrong: number;
}

export interface LineCase {
  readonly name: string;
  readonly format: string;
  readonly importer: Importer;
  /** Carries the instrument or the day where the format needs that. */
  readonly fileName: string;
  readonly symbol?: string | undefined;
  readonly mapping?: CsvMapping;
  readonly delimiter: string;
  /** Good lines; the times of `line(k)` ascend with k. */
  readonly line: (k: number) => string;
  /** Lines before and after; `count` is that of the lines between which are not empty. */
  readonly head: (count: number) => readonly string[];
  readonly tail?: (count: number) => readonly string[];
  readonly reference?: () => LineReference;
  /** The first lines decide how all are read: a damaged first line must not change what the others mean. */
  readonly readsAhead?: boolean;
  /** Lines lie within each other: what a damaged one breaks may show on a line below it, and the text is read as a whole. */
  readonly readWhole?: (text: string) => WholeVerdict | undefined;
  /** The file is to be turned round. */
  readonly newestFirst?: boolean;
  /** Lines of one file: few where a line taken wrongly could hide what comes after it. */
  readonly fileLines: number;
}
