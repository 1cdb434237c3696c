// A trained ensemble and what it was trained with in; its entry in the ledger of trials out, before anybody sees the ensemble.

import { recordTrial } from '../../adapters/ledger/record-trial.ts';
import type { FrameMeta } from '../frames/frame-meta.ts';
import type { Split } from '../splits/split.ts';
import { type Evaluation, evaluationTrial, ledgerHome } from '../trials/record-evaluation.ts';
import type { RegimeEnsemble, RegimeTraining } from './train-for-regimes.ts';

const DEFAULT_NAME = 'regime-ensemble';

/**
 * One trial: the choice of recipes, labels, weights and splits (columns by their hash), with its figures out of fold. Nothing is recorded
 * of frames made by hand. UserErrors of the ledger.
 */
export function recordEnsemble(
  { rows, members, thresholds, statistics }: RegimeEnsemble,
  splits: readonly Split[],
  metas: readonly FrameMeta[],
  /** Of the labels: what the ensemble says is about it, whatever its features come from. */
  instrument: string | undefined,
  training: RegimeTraining,
): void {
  const { name = DEFAULT_NAME, home, seed, costPoints, tickPoints, weighting, leastTrades, recipe } = training;
  const lines = statistics.toRows();
  const mean = (column: string): number => lines.reduce((sum, line) => sum + Number(line[column]), 0) / lines.length;
  const worst = Object.values(thresholds).map(({ netReturn }) => Math.min(...netReturn));
  const evaluation: Evaluation = {
    ...{ kind: 'training', name, metas, instrument, home, seed },
    settings: {
      recipes: members.map(({ recipe }) => recipe),
      ...{ costPoints, tickPoints, weighting, leastTrades, inputs: rows.inputs },
      ...{ neutralPoints: training.neutralPoints, recipe },
      splits: splits.map(({ testUnits, training }) => ({ testUnits, training })),
      ...{ labels: rows.forwardReturn, directions: rows.direction, weights: rows.weight, regimes: rows.regime },
    },
    measures: {
      ...{ logLoss: mean('log_loss'), shareLoss: mean('share_loss'), calibrationError: mean('calibration_error') },
      worstPathReturn: worst.reduce((sum, each) => sum + each, 0),
    },
  };
  const trial = evaluationTrial(evaluation);
  if (trial === undefined) return;
  const entry = recordTrial(ledgerHome(home), trial);
  training.onRecorded?.(trial, entry);
}
