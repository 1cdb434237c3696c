// Points of a sweep with their merit in; what each is worth together with its neighbours, and the point in the middle of the best region, out.

import type { ParameterValue } from '../../core/signal/strategy-parameters.ts';
import type { Point } from '../../runner/point-choices.ts';
import { type Dimension, type Space, sizeOf } from './search/space.ts';
import type { Tried } from './search/tpe.ts';

export interface Neighbourhood {
  /** Mean merit of the point and its neighbours. A neighbour without a result counts as the worst of all points. */
  readonly mean: number;
  /** Worst merit among them. */
  readonly worst: number;
  /** Mean less one standard error: of two equal means the smoother one is worth more. */
  readonly worth: number;
  /** The point itself with them. */
  readonly points: number;
}

/** Distances that differ by less are the same. */
const SAME = 1e-9;

/** Of each point with a merit; undefined for the others, and for all where fewer than three points have one. */
export function neighbourhoods(space: Space, tried: readonly Tried[]): readonly (Neighbourhood | undefined)[] {
  const merits = tried.flatMap(({ merit }) => merit ?? []);
  if (merits.length < 3) return tried.map(() => undefined);
  const lowest = Math.min(...merits);
  const places = tried.map(({ point }) => placeOf(space, point));
  const count = neighboursOf(space.length, tried.length);
  return tried.map(({ merit }, at) => {
    if (merit === undefined) return undefined;
    const distances = places.map((place) => distance(places[at]!, place));
    const reach = [...distances].sort((a, b) => a - b)[Math.min(count, tried.length - 1)]! + SAME;
    const near = tried.flatMap((each, k) => (distances[k]! <= reach ? [each.merit ?? lowest] : []));
    const mean = near.reduce((sum, each) => sum + each, 0) / near.length;
    const squares = near.reduce((sum, each) => sum + (each - mean) ** 2, 0);
    const error = Math.sqrt(squares / Math.max(1, near.length - 1) / near.length);
    return { mean, worst: Math.min(...near), worth: mean - error, points: near.length };
  });
}

/** Place of the point whose neighbourhood is worth most; the peak may be a spike, this is a plateau. Of equal ones the first. */
export function stablePlace(found: readonly (Neighbourhood | undefined)[]): number | undefined {
  let best: number | undefined;
  for (const [at, each] of found.entries()) {
    if (each !== undefined && (best === undefined || each.worth > found[best]!.worth)) best = at;
  }
  return best;
}

/** Those around it in a grid of up to three dimensions, or a tenth of all points where that is fewer; two for each dimension at least. */
function neighboursOf(dimensions: number, points: number): number {
  return Math.min(3 ** Math.min(dimensions, 3) - 1, Math.max(2 * dimensions, Math.floor(points / 10)));
}

/** Steps of a grid, tenths of a range without steps: one of the one is as near as one of the other. */
function placeOf(space: Space, point: Point): readonly (number | ParameterValue)[] {
  return space.map((dimension) => {
    const value = point[dimension.name]!;
    if (dimension.kind === 'choice') return value;
    return unitPlace(dimension, value as number) * Math.min(10, sizeOf(dimension) - 1);
  });
}

/** 0 at the beginning of the range, 1 at its end, on its own scale; of a choice by its place in the list. */
export function unitPlace(dimension: Dimension, value: ParameterValue): number {
  if (dimension.kind === 'choice') {
    return dimension.values.length === 1 ? 0.5 : dimension.values.indexOf(value) / (dimension.values.length - 1);
  }
  const { min, max, scale } = dimension;
  return scale === 'log'
    ? Math.log((value as number) / min) / Math.log(max / min)
    : ((value as number) - min) / (max - min);
}

/** Another choice is a step away. */
function distance(a: readonly (number | ParameterValue)[], b: readonly (number | ParameterValue)[]): number {
  return Math.hypot(
    ...a.map((x, d) => (typeof x === 'number' && typeof b[d] === 'number' ? x - b[d] : x === b[d] ? 0 : 1)),
  );
}
