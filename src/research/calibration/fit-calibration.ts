// Out-of-fold probabilities with labels in; the calibration that brings them to what happened out.

import { UserError } from '../../adapters/user-error.ts';
import { logitOf } from '../../core/prediction/fitted/apply-calibration.ts';
import type { Calibration, IsotonicMap } from '../../core/prediction/fitted/fitted-model.ts';
import { isotonicMap } from './isotonic-map.ts';
import { plattLine } from './platt-line.ts';
import { type KnownRows, knownRows, type PredictedRows } from './predicted-rows.ts';

/** `platt` for hundreds of rows, `isotonic` for thousands: it follows any shape, and noise too. */
export type CalibrationKind = Calibration['kind'];

/**
 * Each class against the rest; `applyCalibration` divides by the sum where there are several. The predictions must be out of fold: on
 * rows of the training the model looks better than it is, and so would the calibration. Isotonic maps stay 1 / (rows + 2) away from 0 and
 * 1, where rows is the sum of weights.
 * @throws UserError `predicted-rows` for rows that do not fit together or lack a class
 */
export function fitCalibration(predicted: PredictedRows, kind: CalibrationKind): Calibration {
  const rows = knownRows(predicted);
  const columns = Array.from({ length: rows.outputs }, (_, k) => classColumn(rows, k));
  if (kind === 'isotonic') {
    const least = 1 / (rows.weight.reduce((sum, weight) => sum + weight, 0) + 2);
    const classes = columns.map(({ probability, outcome }) =>
      withoutCertainty(isotonicMap(probability, outcome, rows.weight), least),
    );
    return { kind, classes };
  }
  const lines = columns.map(({ probability, outcome }) => plattLine(probability.map(logitOf), outcome, rows.weight));
  return { kind, a: Float64Array.from(lines, ({ a }) => a), b: Float64Array.from(lines, ({ b }) => b) };
}

/** What has not happened in so many rows is not impossible: nothing is nearer to 0 or 1 than Platt's targets of as many rows. */
function withoutCertainty({ x, y }: IsotonicMap, least: number): IsotonicMap {
  return { x, y: y.map((value) => Math.min(1 - least, Math.max(least, value))) };
}

function classColumn(
  { rows, outputs, probabilities, label }: KnownRows,
  k: number,
): { readonly probability: Float64Array; readonly outcome: Float64Array } {
  const wanted = outputs === 1 ? 1 : k;
  const outcome = label.map((value) => (value === wanted ? 1 : 0));
  for (const value of [0, 1]) {
    if (outcome.includes(value)) continue;
    throw new UserError({
      code: 'predicted-rows',
      message: value === 1 ? `No predicted row has the label ${wanted}` : `Every predicted row has the label ${wanted}`,
      field: 'label',
      fix: 'Give more rows, or leave this model without calibration',
    });
  }
  return { probability: Float64Array.from({ length: rows }, (_, row) => probabilities[row * outputs + k]!), outcome };
}
