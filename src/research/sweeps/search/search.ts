// A space and a method in; the points to evaluate, by number, out: each depends on the results of certain earlier numbers and no others.

import { UserError } from '../../../adapters/user-error.ts';
import type { Point } from '../../../runner/point-choices.ts';
import { gridPoint } from './grid-points.ts';
import { bestOf, type Rung, rungsOf } from './halving.ts';
import { evenPoint, MOST_EVEN_DIMENSIONS, randomPoint } from './random-points.ts';
import { gridSize, type Space } from './space.ts';
import { type Tried, tpePoint } from './tpe.ts';

export const METHODS = ['grid', 'random', 'even', 'tpe', 'halving'] as const;
export type Method = (typeof METHODS)[number];

export interface SearchSettings {
  readonly method: Method;
  /** Of the whole search; of a grid all it has; of halving those that begin. */
  readonly points: number;
  readonly seed: number;
  /**
   * Of `tpe`: point k knows the results of 0 to k - lag, so that `lag` can be under way at once. Part of what the search is: with
   * another lag it tries other points.
   */
  readonly lag: number;
  /** Of `halving`: one of so many goes on to so many times the days. */
  readonly eta: number;
  /** Of `halving`: days of the first rung at least. */
  readonly leastDays: number;
}

export interface Evaluation {
  readonly point: Point;
  /** Trading days from the beginning of the span. */
  readonly days: number;
}

/** `undefined`: results that it depends on are not there yet. */
export type Next = Evaluation | undefined;

export interface Search {
  /** Evaluations in all. */
  readonly size: number;
  /** `result` gives what number k was worth, or undefined where it is not known yet. */
  at(index: number, result: (index: number) => Tried | undefined): Next;
}

const MOST_POINTS = 100_000;
const ATTEMPTS = 1_000;

/** UserErrors `sweep-grid`, `sweep-points`, `sweep-halving`, `sweep-space`. */
export function searchOf(space: Space, settings: SearchSettings, days: number): Search {
  if (space.length === 0) throw spaceError('There is nothing to search', 'Name at least one dimension with --over');
  const size = pointsOf(space, settings);
  const { method, seed } = settings;
  if (method === 'grid') return { size, at: (index) => ({ point: gridPoint(space, index), days }) };
  if (method === 'even') {
    if (space.length > MOST_EVEN_DIMENSIONS) {
      throw spaceError(`even fills ${MOST_EVEN_DIMENSIONS} dimensions at most`, 'Use random, or fewer dimensions');
    }
    return { size, at: (index) => ({ point: evenPoint(space, seed, index), days }) };
  }
  if (method === 'tpe') return tpeSearch(space, settings, size, days);
  const points = distinctPoints(space, seed, size);
  if (method === 'random') return { size, at: (index) => ({ point: points[index]!, days }) };
  return halvingSearch(points, rungsOf(size, settings.eta, settings.leastDays, days));
}

/** Two points of a small space would often be the same: it is drawn again as long as there may be another. */
function distinctPoints(space: Space, seed: number, size: number): readonly Point[] {
  const points: Point[] = [];
  const seen = new Set<string>();
  for (let index = 0; index < size; index += 1) {
    let point = randomPoint(space, seed, index);
    for (let attempt = 1; attempt <= ATTEMPTS && seen.has(JSON.stringify(point)); attempt += 1) {
      point = randomPoint(space, seed, index, attempt);
    }
    seen.add(JSON.stringify(point));
    points.push(point);
  }
  return points;
}

function pointsOf(space: Space, { method, points }: SearchSettings): number {
  const whole = gridSize(space);
  if (method === 'grid') {
    if (whole === Number.POSITIVE_INFINITY) {
      const { name } = space.find((each) => each.kind === 'number' && each.step === null)!;
      throw new UserError({
        code: 'sweep-grid',
        message: `A grid needs a step for ${name}`,
        field: name,
        fix: `Write --over ${name}=a..b:step, or use --method random or tpe`,
      });
    }
    if (whole > MOST_POINTS) throw tooMany(whole);
    return whole;
  }
  if (!Number.isInteger(points) || points < 1) throw badPoints(points);
  if (points > MOST_POINTS) throw tooMany(points);
  return Math.min(points, whole);
}

function tpeSearch(space: Space, { seed, lag }: SearchSettings, size: number, days: number): Search {
  return {
    size,
    at(index, result) {
      const tried: Tried[] = [];
      for (let known = 0; known <= index - lag; known += 1) {
        const found = result(known);
        if (found === undefined) return undefined;
        tried.push(found);
      }
      return { point: tpePoint(space, seed, index, tried), days };
    },
  };
}

function halvingSearch(points: readonly Point[], rungs: readonly Rung[]): Search {
  const last = rungs.at(-1)!;
  return {
    size: last.first + last.points,
    at(index, result) {
      const at = rungs.findLastIndex(({ first }) => first <= index);
      const rung = rungs[at]!;
      const before = rungs[at - 1];
      if (before === undefined) return { point: points[index]!, days: rung.days };
      const tried: Tried[] = [];
      for (let k = 0; k < before.points; k += 1) {
        const found = result(before.first + k);
        if (found === undefined) return undefined;
        tried.push(found);
      }
      const place = bestOf(tried, rung.points)[index - rung.first]!;
      return { point: tried[place]!.point, days: rung.days };
    },
  };
}

function tooMany(points: number): UserError {
  return new UserError({
    code: 'sweep-points',
    message: `The sweep would have ${points} points, more than ${MOST_POINTS}`,
    field: 'points',
    fix: 'Take larger steps or fewer dimensions, or --method random or tpe',
  });
}

function badPoints(points: number): UserError {
  return new UserError({
    code: 'sweep-points',
    message: `${points} is no number of points`,
    field: 'points',
    fix: 'Write a whole number from 1',
  });
}

function spaceError(message: string, fix: string): UserError {
  return new UserError({ code: 'sweep-space', message, field: 'over', fix });
}
