// What the ensemble said of rows it did not know, rows and thresholds in; how good it was, by split and regime, as a frame out.

import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { TradedRegime } from '../../core/prediction/model-manifest.ts';
import { calibrationScores } from '../calibration/calibration-scores.ts';
import { Frame } from '../frames/frame.ts';
import type { Split } from '../splits/split.ts';
import type { EnsemblePrediction } from './ensemble-predictions.ts';
import { type PathThresholds, type TradeOutcomes, traded } from './path-thresholds.ts';
import type { RegimeRows } from './regime-rows.ts';

/**
 * A row for each split and regime with rows. Columns: `split`, `from`, `to` (tested days), `regime`, `rows`, `log_loss`, `share_loss` (that of
 * always saying the class shares of its training rows: what knows nothing), `brier`, `calibration_error`, `sign_right` (share of right signs
 * where the price went beyond the neutral points), `magnitude_error` (mean absolute), `trades` and `net_return` (sum, after costs) at the
 * fitted thresholds, which know these rows.
 */
export function ensembleStatistics(
  bySplit: readonly (readonly EnsemblePrediction[])[],
  splits: readonly Split[],
  rows: RegimeRows,
  thresholds: Readonly<Record<TradedRegime, PathThresholds>>,
  costPoints: number,
): Frame {
  const outcomes = tradeOutcomes(rows);
  const lines = splits.flatMap(({ training, testUnits }, split) =>
    tradedRegimes.flatMap((regime, place) => {
      const said = bySplit[split]!.filter((each) => each.regime === regime);
      if (said.length === 0) return [];
      const known = training.filter((row) => rows.isUsed[row] === 1 && rows.regime[row] === place);
      return [
        {
          ...{ split, from: testUnits[0], to: testUnits.at(-1), regime, rows: said.length },
          ...qualities(said, rows, known),
          ...profits(said, outcomes, costPoints, thresholds[regime]),
        },
      ];
    }),
  );
  return Frame.fromRows(lines);
}

export function tradeOutcomes({ forwardReturn, entryPrice, times }: RegimeRows): TradeOutcomes {
  return { forwardReturn, entryPrice, decidedUs: times.decisionTimeUs, knownUs: times.knownTimeUs };
}

/** Rows of weight 0 count for nothing in the means. */
function qualities(said: readonly EnsemblePrediction[], rows: RegimeRows, known: Uint32Array) {
  const weight = said.map(({ row }) => rows.weight[row]!);
  if (!weight.some((each) => each > 0)) return {};
  const scores = calibrationScores({
    ...{ outputs: 3, weight, label: said.map(({ row }) => rows.direction[row]!) },
    probabilities: Float64Array.from(said.flatMap(({ probabilities }) => probabilities)),
  });
  const moved = said.filter(({ row }) => rows.direction[row] !== 1);
  const right = moved.filter(({ row, signedDirection }) => signedDirection * (rows.direction[row]! - 1) > 0);
  const total = weight.reduce((sum, each) => sum + each, 0);
  const error = said.reduce((sum, { row, magnitude }, at) => {
    return sum + weight[at]! * Math.abs(magnitude - Math.abs(rows.forwardReturn[row]!));
  }, 0);
  return {
    ...{ log_loss: scores.logLoss, share_loss: shareLoss(said, weight, rows, known), brier: scores.brier },
    calibration_error: scores.expectedCalibrationError,
    sign_right: moved.length === 0 ? undefined : right.length / moved.length,
    magnitude_error: error / total,
  };
}

/** One row of each class is added to the training rows, so that none is impossible. */
function shareLoss(
  said: readonly EnsemblePrediction[],
  weight: readonly number[],
  rows: RegimeRows,
  known: Uint32Array,
): number {
  const counts = [1, 1, 1];
  for (const row of known) counts[rows.direction[row]!]! += rows.weight[row]!;
  const total = counts.reduce((sum, each) => sum + each, 0);
  let [loss, weights] = [0, 0];
  for (const [at, { row }] of said.entries()) {
    loss -= weight[at]! * Math.log(counts[rows.direction[row]!]! / total);
    weights += weight[at]!;
  }
  return loss / weights;
}

function profits(
  said: readonly EnsemblePrediction[],
  outcomes: TradeOutcomes,
  costPoints: number,
  fitted: PathThresholds | undefined,
) {
  if (fitted === undefined) return {};
  const { trades, netReturn } = traded(said, outcomes, costPoints, fitted.thresholds);
  return { trades, net_return: netReturn };
}
