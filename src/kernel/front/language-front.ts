// What a front asks of the language: completions, explanations and whether code is whole, for code as it is being typed.
import type { MimeBundle } from '../session/session-events.ts';

export interface Completion {
  /** Replaces the text from `start` to `end`. */
  readonly text: string;
  /** `function`, `module`, `property` ...: front ends draw an icon for it. */
  readonly kind: string | undefined;
  /** `(a: number): string` */
  readonly signature: string | undefined;
}

/** `start` and `end` count UTF-16 units of the code, as JavaScript strings do. */
export interface Completions {
  readonly start: number;
  readonly end: number;
  readonly items: readonly Completion[];
}

export type Completeness =
  | { readonly kind: 'complete' | 'invalid' | 'unknown' }
  /** `indent` is the white space that the next line should begin with. */
  | { readonly kind: 'incomplete'; readonly indent: string };

export interface RanCell {
  readonly code: string;
  readonly executionCount: number;
  /** `error`: what it declared before that point is there too. */
  readonly outcome: 'ok' | 'error';
}

/** Cursors count UTF-16 units. A rejected promise becomes an error reply; so does an answer later than 10 s. */
export interface LanguageFront {
  complete(code: string, cursor: number): Promise<Completions>;
  /** Undefined when there is nothing to say. Detail 1 may give more, such as the source. */
  inspect(code: string, cursor: number, detail: 0 | 1): Promise<MimeBundle | undefined>;
  isComplete(code: string): Promise<Completeness>;
  /** Asked when a cell begins: what to print below it about its types, in whole lines; empty when there is nothing to say. */
  warnings(code: string): Promise<string>;
  /** Told of each cell that came to its end or to an error on the way, but of silent ones. */
  cellRan(cell: RanCell): void;
}

/** Knows nothing: serves where no language service runs. */
export const noLanguage: LanguageFront = {
  complete: (_code, cursor) => Promise.resolve({ start: cursor, end: cursor, items: [] }),
  inspect: () => Promise.resolve(undefined),
  isComplete: () => Promise.resolve({ kind: 'unknown' }),
  warnings: () => Promise.resolve(''),
  cellRan: () => {},
};
