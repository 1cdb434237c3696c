// Members with their models of each split and rows in; how good each was on rows it did not know, by regime, as a frame out.

import { memberOutputs } from '../../core/prediction/fitted/evaluate-fitted.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import { Frame } from '../frames/frame.ts';
import { outputLoss } from '../importance/output-loss.ts';
import { recipeRegimes } from './regime-recipe.ts';
import type { RegimeRows } from './regime-rows.ts';
import type { EnsembleMember } from './train-for-regimes.ts';

/** Labels and weights of rows, one below the other, with what the members lost on them. */
interface Tested {
  readonly labels: number[];
  readonly weights: number[];
  loss: number;
  weight: number;
}

/**
 * A row for each member and regime in which it is asked. Columns: `member`, `kind`, `role`, `regime`, `weight` (in the ensemble, 0 where it
 * was left out), `rows`, `loss` (−ln P of the class that came, or the squared error of the magnitude, calibrated), `baseline` (the same of
 * always saying the shares of the classes, or the mean, of these very rows). A row that several splits tested counts as often.
 */
export function memberStatistics(members: readonly EnsembleMember[], rows: RegimeRows): Frame {
  const lines = members.flatMap((member) =>
    recipeRegimes(member.recipe).flatMap((regime) => {
      const tested = testedRows(member, rows, tradedRegimes.indexOf(regime));
      if (tested.weight === 0) return [];
      const { name, kind, role } = member.recipe;
      return [
        {
          ...{ member: name, kind, role, regime, weight: member.weights[regime] ?? 0, rows: tested.labels.length },
          ...{ loss: tested.loss / tested.weight, baseline: baselineLoss(role, tested) },
        },
      ];
    }),
  );
  return Frame.fromRows(lines);
}

function testedRows({ folds, rows: learned }: EnsembleMember, rows: RegimeRows, regime: number): Tested {
  const tested: Tested = { labels: [], weights: [], loss: 0, weight: 0 };
  for (const { member, test } of folds) {
    const asked = test.filter((row) => rows.regime[row] === regime && rows.weight[row]! > 0);
    if (asked.length === 0) continue;
    const columns = learned.columns.map((column) => Float32Array.from(asked, (row) => column[row]!));
    const label = Float64Array.from(asked, (row) => learned.label[row]!);
    const weights = Float64Array.from(asked, (row) => rows.weight[row]!);
    const total = weights.reduce((sum, each) => sum + each, 0);
    tested.loss += total * outputLoss(member.model, memberOutputs(member, columns, asked.length), label, weights);
    tested.weight += total;
    for (const [at, value] of label.entries()) {
      tested.labels.push(value);
      tested.weights.push(weights[at]!);
    }
  }
  return tested;
}

function baselineLoss(role: 'direction' | 'magnitude', { labels, weights, weight: total }: Tested): number {
  if (role === 'magnitude') {
    const mean = labels.reduce((sum, label, at) => sum + weights[at]! * label, 0) / total;
    return labels.reduce((sum, label, at) => sum + weights[at]! * (label - mean) ** 2, 0) / total;
  }
  const byClass = new Map<number, number>();
  for (const [at, label] of labels.entries()) byClass.set(label, (byClass.get(label) ?? 0) + weights[at]!);
  let loss = 0;
  for (const weight of byClass.values()) loss -= (weight / total) * Math.log(weight / total);
  return loss;
}
