// A strategy and a point of a sweep in; a text out that is equal for points for which a thread makes the same ready: model and features.

import type { Strategy } from '../../../core/signal/strategy.ts';
import { withParameters } from '../../../runner/plan-choices.ts';
import { choicesOfPoint, type Point } from '../../../runner/point-choices.ts';
import { splitPoint } from '../training/split-point.ts';

/** It decides who computes a point, never what: a point that is refused later on has any. */
export function sharedWork(strategy: Strategy, point: Point): string {
  try {
    const { training, rest } = splitPoint(point);
    const { parameters, modelFolder } = choicesOfPoint(rest);
    const { features, regime } = withParameters(strategy, parameters);
    const columns = Object.values(features).map(({ meta, role }) => [meta.id, role]);
    return JSON.stringify([training, modelFolder, regime.id, regime.parameters, columns]);
  } catch {
    return '';
  }
}
