// The contract of a rule over the days of one instrument and kind: facts of each day go in, findings come out.

import type { Root } from '../market/instrument.ts';
import type { InstrumentTerms } from '../market/instrument-terms.ts';
import type { DayFacts } from './day-facts.ts';
import type { Finding, Severity } from './finding.ts';
import type { RowKind } from './row-rule.ts';

/** One part of the series. */
export interface SeriesDay {
  readonly isoDay: string;
  readonly dayNumber: number;
  /** Name under which the part is stored; a series of a root goes through several contracts. */
  readonly instrument: string;
  readonly facts: DayFacts;
}

export interface Series {
  /** What was asked for: WDO, WDOFUT, WDOU25, PETR4. */
  readonly symbol: string;
  /** The root whose contracts follow each other, undefined where the series is one instrument. */
  readonly root: Root | undefined;
  readonly kind: RowKind;
  readonly terms: InstrumentTerms;
  readonly adjusted: 'none' | 'ratio' | 'difference' | 'unknown';
  /** Ascending by day. */
  readonly days: readonly SeriesDay[];
}

export interface SeriesRule {
  /** kebab-case, stable. */
  readonly id: string;
  readonly severity: Severity;
  readonly kinds: readonly RowKind[];
  /** One sentence for docs/quality.md. */
  readonly meaning: string;
  /** `rows` of a finding counts days; its examples name them. */
  check(series: Series): readonly Finding[];
}
