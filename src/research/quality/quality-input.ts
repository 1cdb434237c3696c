// What a report on the quality of data takes: series with the facts of their days, and what the gate found in them.

import type { Finding, Verdict } from '../../core/quality/finding.ts';
import type { Series } from '../../core/quality/series-rule.ts';

/** One stored part as the rules over rows judged it. */
export interface QualityPart {
  /** Local date, YYYY-MM-DD. */
  readonly day: string;
  readonly verdict: Verdict;
  readonly findings: readonly Finding[];
}

export interface QualitySeries {
  readonly series: Series;
  /** Of the rules over several days. */
  readonly findings: readonly Finding[];
  readonly parts: readonly QualityPart[];
}

export interface QualityInput {
  readonly title: string;
  readonly series: readonly QualitySeries[];
}
