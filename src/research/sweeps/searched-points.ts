// A space and what came of its points in; the best of them, the middle of the best region, and pictures out.

import type { Point } from '../../runner/point-choices.ts';
import type { Figure } from '../plots/figure.ts';
import { parallelFigure } from '../plots/parallel-figure.ts';
import { sweepFigure } from '../plots/sweep-figure.ts';
import type { Space } from './search/space.ts';
import { type Neighbourhood, neighbourhoods, stablePlace, unitPlace } from './stable-point.ts';

/** What is searched for. */
export interface Objective {
  readonly measure: string;
  readonly best: 'highest' | 'lowest';
}

/** How good measures are: higher is better; undefined where there is none. */
export function meritOf(
  { measures }: { readonly measures: Readonly<Record<string, number>> },
  { measure, best }: Objective,
): number | undefined {
  const value = measures[measure];
  return value === undefined || best === 'highest' ? value : -value;
}

export interface SearchedPoint {
  readonly index: number;
  readonly point: Point;
  /** By name; one that is not defined is absent. */
  readonly measures: Readonly<Record<string, number>>;
}

interface Axes {
  readonly x?: string;
  readonly y?: string;
}

/** Points that can be compared: all over the same days, or with the same budget. */
export class SearchedPoints<P extends SearchedPoint = SearchedPoint> {
  readonly space: Space;
  readonly objective: Objective;
  readonly points: readonly P[];
  /** By place in `points`. */
  readonly around: readonly (Neighbourhood | undefined)[];

  constructor(space: Space, objective: Objective, points: readonly P[]) {
    this.space = space;
    this.objective = objective;
    this.points = points;
    this.around = neighbourhoods(
      space,
      points.map((each) => ({ point: each.point, merit: meritOf(each, objective) })),
    );
  }

  /** Place of the peak: the best of the objective. Undefined where no point has one. */
  get bestPlace(): number | undefined {
    const merits = this.points.map((each) => meritOf(each, this.objective));
    let best: number | undefined;
    for (const [at, merit] of merits.entries()) {
      if (merit !== undefined && (best === undefined || merit > merits[best]!)) best = at;
    }
    return best;
  }

  /** Place of the middle of the best region, which a small change of the parameters or of the market leaves standing. */
  get stablePlace(): number | undefined {
    return stablePlace(this.around);
  }

  /** Names that the figures know: dimensions, measures, and `around`, the mean of the objective over each point's neighbours. */
  get rows(): readonly Readonly<Record<string, Point[string] | undefined>>[] {
    const sign = this.objective.best === 'highest' ? 1 : -1;
    return this.points.map(({ index, point, measures }, at) => {
      const mean = this.around[at]?.mean;
      return { index, ...point, ...measures, around: mean === undefined ? undefined : sign * mean };
    });
  }

  /** Heat map of a measure, the objective when none is named, over two dimensions, the first two when none are named. */
  heatMap(choice: Axes & { readonly metric?: string } = {}): Figure {
    const names = this.space.map(({ name }) => name);
    const { x = names[0]!, y = names[1] ?? names[0]!, metric = this.objective.measure } = choice;
    return sweepFigure({ runs: this.rows, x, y, metric, best: this.objective.best });
  }

  /** The same of the mean over each point's neighbours: a peak that stands alone is not seen here. */
  stability(choice: Axes = {}): Figure {
    return this.heatMap({ ...choice, metric: 'around' });
  }

  /** Each point as a line through its values. */
  parallel(): Figure {
    const { space, objective, points } = this;
    return parallelFigure({
      axes: space.map((dimension) => ({
        name: dimension.name,
        values: points.map(({ point }) => String(point[dimension.name])),
        places: points.map(({ point }) => unitPlace(dimension, point[dimension.name]!)),
      })),
      metric: objective.measure,
      values: points.map(({ measures }) => measures[objective.measure]),
      best: objective.best,
    });
  }
}
