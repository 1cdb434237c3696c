// What the thread of the language service is asked and what it answers, as plain data that passes between threads.

import type { CellError } from './cell-errors.ts';
import type { Completeness } from './completeness.ts';
import type { Completions } from './completions.ts';
import type { Inspection, InspectionDetail } from './inspection.ts';
import type { OwnPackage } from './own-package.ts';

export interface LanguageWorkerData {
  /** Of the notebook. */
  readonly folder: string;
  readonly own: OwnPackage | undefined;
}

export type LanguageQuestion =
  | { readonly kind: 'complete'; readonly code: string; readonly cursor: number }
  | { readonly kind: 'inspect'; readonly code: string; readonly cursor: number; readonly detail: InspectionDetail }
  | { readonly kind: 'isComplete'; readonly code: string }
  /** `typesOnly`: none for a cell that does not parse. */
  | { readonly kind: 'check'; readonly code: string; readonly typesOnly: boolean }
  | { readonly kind: 'memory' };

export type ToLanguage =
  /** `untilMs`: nobody waits for the answer after this time, in milliseconds of the system's clock. */
  | { readonly kind: 'ask'; readonly id: number; readonly untilMs: number; readonly question: LanguageQuestion }
  /** `isWhole`: it came to its end; false: what it declares may be there or not. */
  | { readonly kind: 'ran'; readonly cell: number; readonly code: string; readonly isWhole: boolean }
  | { readonly kind: 'warm' };

export type LanguageValue = Completions | Inspection | Completeness | readonly CellError[] | LanguageMemory;

export interface LanguageMemory {
  /** In use by the service, with what waits to be collected. */
  readonly heapBytes: number;
}

export type FromLanguage =
  | { readonly kind: 'ready' }
  /** `value` is undefined when there is none. */
  | { readonly kind: 'answer'; readonly id: number; readonly value: LanguageValue | undefined };
