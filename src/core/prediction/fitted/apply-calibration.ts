// Probabilities of rows and a calibration in; calibrated probabilities, which sum to 1 where there are several, in place.

import type { Calibration, IsotonicMap } from './fitted-model.ts';

/** A probability is kept this far from 0 and 1 before its logit is taken. */
export const PROBABILITY_MARGIN = 1e-9;

/** log(p / (1 − p)) of a probability that is cut to the margin: always finite. Platt's line is fitted on it. */
export function logitOf(probability: number): number {
  const p = Math.min(1 - PROBABILITY_MARGIN, Math.max(PROBABILITY_MARGIN, probability));
  return Math.log(p / (1 - p));
}

/**
 * `values` is [rows x outputs], row by row; the calibration has one map by output. Where every class of several is found to be
 * impossible, all are equally likely.
 */
export function applyCalibration(calibration: Calibration, values: Float64Array, rows: number, outputs: number): void {
  for (let row = 0; row < rows; row++) {
    const at = row * outputs;
    let sum = 0;
    for (let k = 0; k < outputs; k++) {
      const value = calibrated(calibration, k, values[at + k]!);
      values[at + k] = value;
      sum += value;
    }
    if (outputs === 1) continue;
    for (let k = 0; k < outputs; k++) values[at + k] = sum > 0 ? values[at + k]! / sum : 1 / outputs;
  }
}

function calibrated(calibration: Calibration, output: number, probability: number): number {
  if (calibration.kind === 'isotonic') return interpolated(calibration.classes[output]!, probability);
  return 1 / (1 + Math.exp(calibration.a[output]! * logitOf(probability) + calibration.b[output]!));
}

function interpolated({ x, y }: IsotonicMap, at: number): number {
  let low = 0;
  let high = x.length;
  // the number of points at or below it
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at >= x[middle]!) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return y[0]!;
  if (low === x.length) return y[low - 1]!;
  const share = (at - x[low - 1]!) / (x[low]! - x[low - 1]!);
  return y[low - 1]! + share * (y[low]! - y[low - 1]!);
}
