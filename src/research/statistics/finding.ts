// One thing about a run that should be distrusted, and what the checks that find such things take.

import type { SessionResult } from '../report/session-result.ts';
import type { SessionStatistics } from './session-statistics.ts';

/** `high`: the result proves nothing; `medium`: it may vanish; `low`: good to know. */
export type Severity = 'high' | 'medium' | 'low';

export interface Finding {
  /** Stable, kebab-case. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence with the figures. */
  readonly message: string;
}

/** Looks for one fault; undefined when there is none. */
export type DistrustCheck = (result: SessionResult, statistics: SessionStatistics) => Finding | undefined;
