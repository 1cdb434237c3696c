// Probabilities with labels in; Brier score, log loss and expected calibration error, and the table behind it, out.

import { UserError } from '../../adapters/user-error.ts';
import { Frame } from '../frames/frame.ts';
import { type KnownRows, knownRows, type PredictedRows } from './predicted-rows.ts';

export interface CalibrationScores {
  readonly rows: number;
  /** Mean squared distance to what happened, over all classes (Brier 1950: 0 to 2); of two classes that of label 1, 0 to 1. */
  readonly brier: number;
  /** Mean of −ln P(label); a probability of 0 counts as 1e−15. */
  readonly logLoss: number;
  /** Mean distance of prediction and share per bin, weighted by rows, and over the classes where there are several (Naeini et al. 2015). */
  readonly expectedCalibrationError: number;
}

const LEAST_PROBABILITY = 1e-15;
const BINS = 10;

/** `bins` are equally wide. @throws UserError `predicted-rows`, `bad-option` */
export function calibrationScores(predicted: PredictedRows, bins: number = BINS): CalibrationScores {
  const rows = knownRows(predicted);
  const { outputs, label, probabilities, weight } = rows;
  let [brier, logLoss, total] = [0, 0, 0];
  for (let row = 0; row < rows.rows; row++) {
    const w = weight[row]!;
    total += w;
    for (let k = 0; k < outputs; k++) brier += w * (probabilities[row * outputs + k]! - outcomeOf(rows, row, k)) ** 2;
    const p =
      outputs === 1 && label[row] === 0
        ? 1 - probabilities[row]!
        : probabilities[row * outputs + (outputs === 1 ? 0 : label[row]!)]!;
    logLoss -= w * Math.log(Math.max(LEAST_PROBABILITY, Math.min(1, p)));
  }
  let error = 0;
  for (let k = 0; k < outputs; k++) {
    for (const { weights, predicted: mean, observed } of reliabilityBins(rows, k, bins)) {
      error += weights * Math.abs(mean - observed);
    }
  }
  return {
    rows: rows.rows,
    brier: brier / total,
    logLoss: logLoss / total,
    expectedCalibrationError: error / (total * outputs),
  };
}

/** Columns class, from, to, rows, predicted, observed; a row for each bin that has rows. @throws UserError as `calibrationScores` */
export function reliabilityTable(predicted: PredictedRows, bins: number = BINS): Frame {
  const rows = knownRows(predicted);
  const lines = Array.from({ length: rows.outputs }, (_, k) =>
    reliabilityBins(rows, k, bins).map(({ bin, count, predicted: mean, observed }) => ({
      class: rows.outputs === 1 ? 1 : k,
      from: bin / bins,
      to: (bin + 1) / bins,
      rows: count,
      predicted: mean,
      observed,
    })),
  );
  return Frame.fromRows(lines.flat());
}

interface ReliabilityBin {
  readonly bin: number;
  readonly count: number;
  readonly weights: number;
  readonly predicted: number;
  readonly observed: number;
}

function reliabilityBins(rows: KnownRows, k: number, bins: number): readonly ReliabilityBin[] {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new UserError({
      code: 'bad-option',
      message: `There are ${bins} bins`,
      field: 'bins',
      fix: 'Give 1 or more',
    });
  }
  const [count, weights, sum, hits] = [0, 0, 0, 0].map(() => new Float64Array(bins)) as [
    ...[Float64Array, Float64Array, Float64Array, Float64Array],
  ];
  for (let row = 0; row < rows.rows; row++) {
    const p = rows.probabilities[row * rows.outputs + k]!;
    const bin = Math.max(0, Math.min(bins - 1, Math.floor(p * bins)));
    const w = rows.weight[row]!;
    count[bin]! += 1;
    weights[bin]! += w;
    sum[bin]! += w * p;
    hits[bin]! += w * outcomeOf(rows, row, k);
  }
  return Array.from(count, (each, bin) => ({
    ...{ bin, count: each, weights: weights[bin]! },
    ...{ predicted: sum[bin]! / weights[bin]!, observed: hits[bin]! / weights[bin]! },
  })).filter(({ count: each }) => each > 0);
}

function outcomeOf({ outputs, label }: KnownRows, row: number, k: number): number {
  return label[row] === (outputs === 1 ? 1 : k) ? 1 : 0;
}
