// Labels, weights and settings in; the best scores without any tree, and the objective as the threads know it, out.

import type { Task } from '../trainer.ts';
import type { ObjectiveSpec } from './objectives.ts';
import type { TreeSettings } from './tree-options.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** A class without weight has not the probability 0. */
const LEAST_SHARE = 1e-12;
/** Residuals beyond this share of them are outliers, where no `huberDelta` is given. */
const HUBER_SHARE = 0.9;

export interface StartingScores {
  /** By output. */
  readonly base: Float64Array;
  readonly objective: ObjectiveSpec;
}

export function startingScores(
  label: Float64Array,
  weight: Float64Array,
  outputs: number,
  task: Task,
  settings: TreeSettings,
): StartingScores {
  const given = settings.base === undefined ? undefined : new Float64Array(outputs).fill(settings.base);
  if (typeof settings.objective !== 'string')
    return { base: given ?? new Float64Array(outputs), objective: { kind: 'custom' } };
  if (task === 'regression') return ofNumbers(label, weight, settings, given);
  const shares = new Float64Array(outputs === 1 ? 2 : outputs);
  let total = 0;
  for (let i = 0; i < label.length; i++) {
    shares[label[i]!]! += weight[i]!;
    total += weight[i]!;
  }
  const logs = shares.map((share) => Math.log(Math.max(share / total, LEAST_SHARE)));
  if (task === 'binary') return { base: given ?? Float64Array.of(logs[1]! - logs[0]!), objective: { kind: 'binary' } };
  return { base: given ?? logs, objective: { kind: 'softmax' } };
}

function ofNumbers(
  label: Float64Array,
  weight: Float64Array,
  settings: TreeSettings,
  given: Float64Array | undefined,
): StartingScores {
  if (settings.objective === 'squared') {
    let sum = 0;
    let total = 0;
    for (let i = 0; i < label.length; i++) {
      sum += weight[i]! * label[i]!;
      total += weight[i]!;
    }
    return { base: given ?? Float64Array.of(sum / total), objective: { kind: 'squared' } };
  }
  const median = weightedQuantile(label, weight, 0.5);
  const base = given ?? Float64Array.of(median);
  if (settings.objective === 'absolute') return { base, objective: { kind: 'absolute' } };
  const sizes = label.map((value) => Math.abs(value - median));
  // labels that are nearly all alike have no outliers that could be told from the rest
  const delta = settings.huberDelta ?? (weightedQuantile(sizes, weight, HUBER_SHARE) || 1);
  return { base, objective: { kind: 'huber', delta } };
}
