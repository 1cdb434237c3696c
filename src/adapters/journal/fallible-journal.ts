// A journal that also writes while nobody calls it, and what went wrong there: whoever drives a run looks at it.

import type { Journal } from '../../core/engine/journal.ts';

export interface FallibleJournal extends Journal {
  /** Set once something could not be written or synced in the background; the run must end with it. */
  readonly failure?: Error | undefined;
}
