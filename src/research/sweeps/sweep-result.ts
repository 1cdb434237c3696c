// The results of a sweep in; its best point, the middle of its best region, what is left of both after the choosing, and pictures out.

import type { Point } from '../../runner/point-choices.ts';
import { JUPYTER_DISPLAY, type MimeBundle } from '../display/jupyter-display.ts';
import { searchStatistics } from '../overfitting/search-statistics.ts';
import type { Figure } from '../plots/figure.ts';
import { parallelFigure } from '../plots/parallel-figure.ts';
import { sweepFigure } from '../plots/sweep-figure.ts';
import { html } from '../report/html.ts';
import type { PointResult } from './evaluation/point-result.ts';
import type { SweepDefinition } from './evaluation/sweep-definition.ts';
import { meritOf } from './run-points.ts';
import { type Neighbourhood, neighbourhoods, stablePlace, unitPlace } from './stable-point.ts';
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

export class SweepResult {
  readonly definition: SweepDefinition;
  readonly folder: string;
  /** In the order of their numbers. */
  readonly results: readonly PointResult[];
  /** False where it was stopped before its end. */
  readonly isFinished: boolean;
  /** Results over all days: those that can be compared. */
  readonly whole: readonly PointResult[];
  /** By place in `whole`. */
  readonly around: readonly (Neighbourhood | undefined)[];

  constructor(definition: SweepDefinition, folder: string, results: readonly PointResult[], isFinished: boolean) {
    this.definition = definition;
    this.folder = folder;
    this.results = results;
    this.isFinished = isFinished;
    this.whole = results.filter(({ budgetDays }) => budgetDays === definition.days.length);
    const tried = this.whole.map((each) => ({ point: each.point, merit: meritOf(each, definition.objective) }));
    this.around = neighbourhoods(definition.space, tried);
  }

  /** The peak: the best of the objective. Undefined where no point has one. */
  get best(): Chosen | undefined {
    let best: number | undefined;
    const merits = this.whole.map((each) => meritOf(each, this.definition.objective));
    for (const [at, merit] of merits.entries()) {
      if (merit !== undefined && (best === undefined || merit > merits[best]!)) best = at;
    }
    return best === undefined ? undefined : this.chosen(best);
  }

  /** The middle of the best region, which a small change of the parameters or of the market leaves standing. */
  get stable(): Chosen | undefined {
    const at = stablePlace(this.around);
    return at === undefined ? undefined : this.chosen(at);
  }

  get failed(): readonly PointResult[] {
    return this.results.filter(({ failed }) => failed !== null);
  }

  /** Names that the figures know: dimensions, measures, and `around`, the mean of the objective over each point's neighbours. */
  get rows(): readonly Readonly<Record<string, Point[string] | undefined>>[] {
    const sign = this.definition.objective.best === 'highest' ? 1 : -1;
    return this.whole.map(({ index, point, measures }, at) => {
      const mean = this.around[at]?.mean;
      return { index, ...point, ...measures, around: mean === undefined ? undefined : sign * mean };
    });
  }

  /** Heat map of a measure, the objective when none is named, over two dimensions, the first two when none are named. */
  heatMap(choice: { readonly x?: string; readonly y?: string; readonly metric?: string } = {}): Figure {
    const names = this.definition.space.map(({ name }) => name);
    const { x = names[0]!, y = names[1] ?? names[0]!, metric = this.definition.objective.measure } = choice;
    return sweepFigure({ runs: this.rows, x, y, metric, best: this.definition.objective.best });
  }

  /** The same of the mean over each point's neighbours: a peak that stands alone is not seen here. */
  stability(choice: { readonly x?: string; readonly y?: string } = {}): Figure {
    return this.heatMap({ ...choice, metric: 'around' });
  }

  /** Each point as a line through its values. */
  parallel(): Figure {
    const { space, objective } = this.definition;
    return parallelFigure({
      axes: space.map((dimension) => ({
        name: dimension.name,
        values: this.whole.map(({ point }) => String(point[dimension.name])),
        places: this.whole.map(({ point }) => unitPlace(dimension, point[dimension.name]!)),
      })),
      metric: objective.measure,
      values: this.whole.map(({ measures }) => measures[objective.measure]),
      best: objective.best,
    });
  }

  [JUPYTER_DISPLAY](): MimeBundle {
    const text = sweepText(this);
    return { 'text/plain': text, 'text/html': html`<pre>${text}</pre>`.markup };
  }

  private chosen(at: number): Chosen {
    const days = this.whole.filter(({ failed }) => failed === null).map(({ dayNetE4 }) => dayNetE4);
    const place = this.whole.slice(0, at).filter(({ failed }) => failed === null).length;
    const deflatedSharpe = days[place]!.length < 3 ? undefined : searchStatistics(days, place)?.deflated;
    return { result: this.whole[at]!, around: this.around[at], deflatedSharpe };
  }
}
