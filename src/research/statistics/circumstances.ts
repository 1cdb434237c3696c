// What is known of a result beside the run itself: how it was searched for, and what became of it elsewhere.
import type { StressReport } from '../stress/stress-report.ts';

/** Each is undefined where nobody looked. */
export interface Circumstances {
  /** Numbers that were chosen: parameters of the strategy and thresholds. */
  readonly chosenNumbers?: number | undefined;
  /** Of the ledger: how many variants were tried on these data, how many different ones that comes to, and the deflated Sharpe ratio. */
  readonly trials?: TrialCircumstances | undefined;
  readonly stress?: Pick<StressReport, 'cases' | 'randomEntries' | 'shuffledModel' | 'resampled'> | undefined;
  /** Of the sweep that the settings were taken from. */
  readonly optimum?: OptimumCircumstances | undefined;
}

export interface TrialCircumstances {
  readonly count: number;
  readonly effective: number;
  /** Probability that the true Sharpe ratio is above 0 after so many trials, 0..1. */
  readonly deflatedSharpe: number | undefined;
}

export interface OptimumCircumstances {
  /** Objective at the chosen point, and the mean of its neighbours in the space that was swept. */
  readonly chosen: number;
  readonly neighbours: number;
}
