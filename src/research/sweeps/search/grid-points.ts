// A space and a number in; the point of that number of the whole grid out, the last dimension running fastest.

import type { ParameterValue } from '../../../core/signal/strategy-parameters.ts';
import type { Point } from '../../../runner/point-choices.ts';
import { type Space, sizeOf, valueAt } from './space.ts';

export function gridPoint(space: Space, index: number): Point {
  const values: ParameterValue[] = new Array(space.length);
  let rest = index;
  for (let d = space.length - 1; d >= 0; d -= 1) {
    const size = sizeOf(space[d]!);
    values[d] = valueAt(space[d]!, rest % size);
    rest = Math.floor(rest / size);
  }
  return Object.fromEntries(space.map(({ name }, d) => [name, values[d]!]));
}
