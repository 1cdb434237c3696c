// The values of a point in; those that say how its model is trained, by their path in the recipe, and all others, out.

import type { Point } from '../../../runner/point-choices.ts';

/** `training.direction.leaves` is what stands in the recipe of the model at `direction.leaves`. */
export const TRAINING_PREFIX = 'training.';

export interface SplitPoint {
  /** For `recipeWith`. */
  readonly training: Point;
  readonly rest: Point;
}

export function splitPoint(point: Point): SplitPoint {
  const training: Record<string, Point[string]> = {};
  const rest: Record<string, Point[string]> = {};
  for (const [name, value] of Object.entries(point)) {
    if (name.startsWith(TRAINING_PREFIX)) training[name.slice(TRAINING_PREFIX.length)] = value;
    else rest[name] = value;
  }
  return { training, rest };
}
