// What a result is worth elsewhere: the run again in worse markets, beside random entries and beside its model with shuffled answers.
import type { ResampledResults } from '../overfitting/resampled-results.ts';
import type { SessionResult } from '../report/session-result.ts';
import type { SessionStatistics } from '../statistics/session-statistics.ts';
import type { RandomEntries } from './random-entries.ts';
import type { StressCase } from './stress-cases.ts';

/** Figures of one run; money in E4. */
export interface StressFigures {
  readonly trades: number;
  readonly netE4: number;
  readonly maxDrawdownE4: number;
  /** Annualised, of daily results; undefined where they do not vary. */
  readonly sharpe: number | undefined;
}

export interface StressedRun extends StressFigures {
  readonly case: StressCase;
}

/** Runs of the same strategy whose model answered by lot. */
export interface ShuffledModel {
  /** Ascending, integer E4. */
  readonly netE4: Float64Array;
  /** (1 + runs that earned at least as much) / (1 + runs). */
  readonly pValue: number;
}

/** How the result would spread if days or trades like these came again; each undefined where there are too few. Money in E4. */
export interface Resampled {
  /** Days in blocks. */
  readonly days: ResampledResults | undefined;
  /** The same trades in another order: only the drawdown differs. */
  readonly otherOrder: ResampledResults | undefined;
}

export interface StressReport {
  /** The run itself. */
  readonly result: SessionResult;
  readonly statistics: SessionStatistics;
  readonly cases: readonly StressedRun[];
  /** Undefined without a trade. */
  readonly randomEntries: RandomEntries | undefined;
  /** Undefined without a trade, without a model, or where it was never asked: then there is nothing to compare. */
  readonly shuffledModel: ShuffledModel | undefined;
  readonly resampled: Resampled;
}
