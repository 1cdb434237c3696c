// The contract of a rule over rows: columns of one part go in, whole or in small blocks as a live feed brings them, a finding comes out.

import type { Contract } from '../market/contract.ts';
import type { InstrumentTerms } from '../market/instrument-terms.ts';
import type { Provenance } from '../market/provenance.ts';
import type { Session } from '../market/session.ts';
import type { Finding, Severity } from './finding.ts';

/** Candles of any interval below a day are `candles`. */
export type RowKind = 'trades' | 'quotes' | 'levels' | 'orders' | 'lasts' | 'candles' | 'daily';

/** Columns of docs/datasets.md by name, all of one length; optional ones may be absent. */
export type RowColumns = Readonly<Record<string, Float64Array>>;

/** The schedule of a day, microseconds UTC. */
export type SessionTimes = Pick<Session, 'preOpenUs' | 'openUs' | 'closeUs' | 'closingCallEndUs' | 'closeEvidence'>;

/** What is known about the part before its rows are read. */
export interface PartContext {
  /** Name under which the part is stored: a dated contract, or the continuous name of an adjusted series. */
  readonly instrument: string;
  readonly kind: RowKind;
  /** Local date, `2025-08-05`, its number, and its midnight in microseconds UTC. */
  readonly isoDay: string;
  readonly dayNumber: number;
  readonly midnightUs: number;
  readonly terms: InstrumentTerms;
  /** The dated contract, where the instrument is one of the built-in table. */
  readonly contract: Contract | undefined;
  /** The schedule of the day; undefined where none is known or the exchange is closed. */
  readonly session: SessionTimes | undefined;
  /** Why the exchange does not trade on the day; undefined when it does or nobody knows. */
  readonly closure: string | undefined;
  readonly provenance: Provenance;
  readonly adjusted: 'none' | 'ratio' | 'difference' | 'unknown';
  /** Interval of candles, microseconds; undefined for other kinds. */
  readonly intervalUs: number | undefined;
  /** The time at which the rows are looked at, microseconds UTC: what lies after it has not happened. */
  readonly nowUs: number;
}

/** State of one rule over one part. */
export interface RowCheck {
  /** Looks at the rows from `from` up to, not including, `to`. Blocks come in order; `offset` is the part's row number of index 0. */
  rows(columns: RowColumns, from: number, to: number, offset: number): void;
  /** What was found so far; `ended` says that the day is over, so that what never came can be missed. */
  finding(ended: boolean): Finding | undefined;
}

export interface RowRule {
  /** kebab-case, stable: it stands in manifests. */
  readonly id: string;
  /** The usual one; a finding may be worse or milder, as its figures say. */
  readonly severity: Severity;
  readonly kinds: readonly RowKind[];
  /** One sentence for docs/quality.md: what is found, and why that matters. */
  readonly meaning: string;
  /** Undefined where the rule says nothing about such a part (no session known, no such column). */
  start(context: PartContext): RowCheck | undefined;
}
