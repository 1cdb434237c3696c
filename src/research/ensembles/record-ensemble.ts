// A trained ensemble and what it was trained with in; its entry in the ledger of trials out, before anybody sees the ensemble; and that of each model made of it.

import { recordTrial } from '../../adapters/ledger/record-trial.ts';
import type { Trial } from '../../adapters/ledger/trial.ts';
import type { FrameMeta } from '../frames/frame-meta.ts';
import type { Split } from '../splits/split.ts';
import { type Evaluation, evaluationTrial, ledgerHome } from '../trials/record-evaluation.ts';
import type { RegimeEnsemble, RegimeTraining } from './train-for-regimes.ts';

const DEFAULT_NAME = 'regime-ensemble';

/** Of ensembles as they were given: one that was put together anew, with other thresholds, is none that was trained. */
const RECORDED = new WeakMap<RegimeEnsemble, { readonly home: string; readonly trial: Trial }>();

/**
 * One trial: the choice of recipes, labels, weights and splits (columns by their hash), with its figures out of fold. Nothing is recorded
 * of frames made by hand. UserErrors of the ledger.
 */
export function recordEnsemble(
  ensemble: RegimeEnsemble,
  splits: readonly Split[],
  metas: readonly FrameMeta[],
  /** Of the labels: what the ensemble says is about it, whatever its features come from. */
  instrument: string | undefined,
  training: RegimeTraining,
): void {
  const { rows, members, thresholds, statistics } = ensemble;
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
  const recorded = { home: ledgerHome(home), trial };
  const entry = recordTrial(recorded.home, trial);
  RECORDED.set(ensemble, recorded);
  training.onRecorded?.(trial, entry);
}

/**
 * Before the files of a model are given: the same trial again, with the model.json that came of it, so that a promotion knows what was exported. It
 * counts as a repetition. Nothing is recorded of what `recordEnsemble` did not record. UserErrors of the ledger.
 */
export function recordExport(ensemble: RegimeEnsemble, model: NonNullable<Trial['model']>): void {
  const recorded = RECORDED.get(ensemble);
  if (recorded !== undefined) recordTrial(recorded.home, { ...recorded.trial, model });
}
