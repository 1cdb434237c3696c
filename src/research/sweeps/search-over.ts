// A space and a function that says what a point of it is worth in; the points that a search tries, with the best and the most stable, out.

import type { Point } from '../../runner/point-choices.ts';
import { type Over, parseOver } from './search/parse-over.ts';
import { type SearchSettings, searchOf } from './search/search.ts';
import { dimensionOf } from './search/space.ts';
import { meritOf, type Objective, SearchedPoints } from './searched-points.ts';

export interface SearchOverRequest extends Partial<SearchSettings> {
  /** By name: a range, values, or `a..b:step` as on the command line. */
  readonly over: Readonly<Record<string, Over | string>>;
  /**
   * Measures of a point by name; one that is not defined is left out. What it computes on stored data (a training, a backtest) stands in
   * the ledger of trials by itself. `budget` is what `halving` gives the point, in the unit of `mostBudget`; else all of it.
   */
  readonly evaluate: (
    point: Point,
    budget: number,
  ) => Readonly<Record<string, number>> | Promise<Readonly<Record<string, number>>>;
  /** Such as `{ measure: 'logLoss', best: 'lowest' }`. */
  readonly objective: Objective;
  /** Days, rounds, rows: what halving divides. Default 1. */
  readonly mostBudget?: number | undefined;
  readonly onResult?:
    | ((point: Point, measures: Readonly<Record<string, number>>, done: number, total: number) => void)
    | undefined;
}

const DEFAULTS = { method: 'tpe', points: 50, seed: 1, lag: 1, eta: 3, leastDays: 1 } as const;

/**
 * For what is no sweep of backtests, such as the options of a model: one point after the other, in this process. Nothing is kept on
 * disk. UserErrors of the search.
 */
export async function searchOver(request: SearchOverRequest): Promise<SearchedPoints> {
  const { over, evaluate, objective, mostBudget = 1, onResult, ...given } = request;
  const space = Object.entries(over).map(([name, each]) => {
    const [, range] = typeof each === 'string' ? parseOver(`${name}=${each}`) : [name, each];
    return dimensionOf(name, { default: 0, ...range! });
  });
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const search = searchOf(space, { ...DEFAULTS, ...said }, mostBudget);
  const tried: { index: number; point: Point; measures: Readonly<Record<string, number>>; budget: number }[] = [];
  for (let index = 0; index < search.size; index += 1) {
    const next = search.at(index, (k) => tried[k] && { point: tried[k].point, merit: meritOf(tried[k], objective) })!;
    const measures = await evaluate(next.point, next.days);
    tried.push({ index, point: next.point, measures: finite(measures), budget: next.days });
    onResult?.(next.point, measures, tried.length, search.size);
  }
  return new SearchedPoints(
    space,
    objective,
    tried.filter(({ budget }) => budget === mostBudget),
  );
}

/** A loss that is not a number would be better than none. */
function finite(measures: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(measures).filter(([, value]) => Number.isFinite(value)));
}
