// The results of a sweep in; its best point, the middle of its best region, what is left of both after the choosing, and pictures out.

import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { searchStatistics } from '../overfitting/search-statistics.ts';
import { html } from '../report/html.ts';
import type { PointResult } from './evaluation/point-result.ts';
import type { SweepDefinition } from './evaluation/sweep-definition.ts';
import { SearchedPoints } from './searched-points.ts';
import type { Neighbourhood } from './stable-point.ts';
import { sweepText } from './sweep-text.ts';

/** A point that may be chosen, with what speaks for it. */
export interface Chosen {
  readonly result: PointResult;
  readonly around: Neighbourhood | undefined;
  /**
   * Probability that its Sharpe ratio is above what the best of as many trials without skill would show, over the effective number of
   * trials of this sweep alone: the ledger knows of more. Undefined where it is not defined.
   */
  readonly deflatedSharpe: number | undefined;
}

const LEAST_DAYS = 3;

/** Its `points` are those over all days, which can be compared; `results` has also those that halving gave fewer. */
export class SweepResult extends SearchedPoints<PointResult> {
  readonly definition: SweepDefinition;
  readonly folder: string;
  /** In the order of their numbers. */
  readonly results: readonly PointResult[];
  /** False where it was stopped before its end. */
  readonly isFinished: boolean;

  constructor(definition: SweepDefinition, folder: string, results: readonly PointResult[], isFinished: boolean) {
    const { space, objective, days } = definition;
    super(
      space,
      objective,
      results.filter(({ budgetDays }) => budgetDays === days.length),
    );
    this.definition = definition;
    this.folder = folder;
    this.results = results;
    this.isFinished = isFinished;
  }

  get best(): Chosen | undefined {
    return this.chosen(this.bestPlace);
  }

  get stable(): Chosen | undefined {
    return this.chosen(this.stablePlace);
  }

  get failed(): readonly PointResult[] {
    return this.results.filter(({ failed }) => failed !== null);
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const text = sweepText(this);
    return { 'text/plain': text, 'text/html': html`<pre>${text}</pre>`.markup };
  }

  private chosen(at: number | undefined): Chosen | undefined {
    if (at === undefined) return undefined;
    const result = this.points[at]!;
    const compared = this.points.filter(({ failed }) => failed === null);
    const days = compared.map(({ dayNetE4 }) => dayNetE4);
    const deflatedSharpe =
      result.dayNetE4.length < LEAST_DAYS ? undefined : searchStatistics(days, compared.indexOf(result))?.deflated;
    return { result, around: this.around[at], deflatedSharpe };
  }
}
