// Trained recipes and rows in; what the ensemble says of the test rows of each split, with nothing in it that knew them, out.

import { assert } from '../../core/assert.ts';
import { combineMembers, type MemberOutput } from '../../core/prediction/ensemble.ts';
import type { Calibration } from '../../core/prediction/fitted/fitted-model.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { ModelMember, TradedRegime } from '../../core/prediction/model-manifest.ts';
import type { GateValues } from '../training/gate-values.ts';
import type { Evidence } from './evidence.ts';
import { type MemberEvidence, memberWeights, type Weighting } from './member-weights.ts';
import { recipeRegimes } from './regime-recipe.ts';
import type { RegimeRows } from './regime-rows.ts';
import { liveForm, recipeCalibration, type TrainedRecipe } from './trained-recipe.ts';

/** By regime and recipe: 0 where it is not asked or counts nothing. Those of one role have a sum of 1. */
type RegimeWeights = Readonly<Record<TradedRegime, Float64Array>>;

export interface Fitting {
  readonly calibrations: readonly (Calibration | undefined)[];
  readonly weights: RegimeWeights;
}

/** The ensemble's answer for a test row of a split, as the gates of a signal see it, with the probabilities behind it. */
export interface EnsemblePrediction extends GateValues {
  readonly probabilities: readonly [down: number, flat: number, up: number];
}

const ROLES = ['direction', 'magnitude'] as const;

/** Calibrations and weights from the evidence; members count equally where it has no row. */
export function fitEnsemble(
  trained: readonly TrainedRecipe[],
  rows: RegimeRows,
  weighting: Weighting,
  evidence: Evidence,
): Fitting {
  const calibrations = trained.map((each) => recipeCalibration(each, evidence));
  const forms = trained.map((each, at) => each.folds.map((_, fold) => liveForm(each, fold, calibrations[at])));
  const of = (regime: TradedRegime): Float64Array => {
    const weights = new Float64Array(trained.length);
    for (const role of ROLES) {
      const asked = [...trained.keys()].filter((at) => {
        const { recipe } = trained[at]!;
        return recipe.role === role && recipeRegimes(recipe).includes(regime);
      });
      const known = memberEvidence(trained, forms, asked, rows, evidence, regime, role);
      const found = known.rowWeight.some((weight) => weight > 0)
        ? memberWeights(weighting, known)
        : new Float64Array(asked.length).fill(1 / asked.length);
      for (const [i, at] of asked.entries()) weights[at] = found[i]!;
    }
    return weights;
  };
  return { calibrations, weights: { trend_up: of('trend_up'), trend_down: of('trend_down'), range: of('range') } };
}

function memberEvidence(
  trained: readonly TrainedRecipe[],
  forms: readonly (readonly Float32Array[])[],
  asked: readonly number[],
  rows: RegimeRows,
  { folds, besides }: Evidence,
  regime: TradedRegime,
  role: 'direction' | 'magnitude',
): MemberEvidence {
  const place = tradedRegimes.indexOf(regime);
  const given: number[][] = asked.map(() => []);
  const values: number[] = [];
  const rowWeight: number[] = [];
  for (const fold of folds) {
    for (const [at, row] of trained[0]!.folds[fold]!.test.entries()) {
      if (rows.isUsed[row] !== 1 || rows.regime[row] !== place || besides[row] === 1) continue;
      const label = rows.direction[row]!;
      values.push(role === 'direction' ? label : Math.abs(rows.forwardReturn[row]!));
      rowWeight.push(rows.weight[row]!);
      for (const [i, member] of asked.entries()) {
        given[i]!.push(forms[member]![fold]![role === 'direction' ? at * 3 + label : at]!);
      }
    }
  }
  return {
    given: given.map((each) => Float64Array.from(each)),
    rowWeight: Float64Array.from(rowWeight),
    happened: { role, values: Float64Array.from(values) },
  };
}

/** Of each split, in the order of its test rows; those that are not used are left out. The answer is made by the code that makes it in trading. */
export function ensemblePredictions(
  trained: readonly TrainedRecipe[],
  rows: RegimeRows,
  weighting: Weighting,
  evidence: readonly Evidence[],
): readonly (readonly EnsemblePrediction[])[] {
  return trained[0]!.folds.map(({ test }, fold) => {
    const { calibrations, weights } = fitEnsemble(trained, rows, weighting, evidence[fold]!);
    const forms = trained.map((each, at) => liveForm(each, fold, calibrations[at]));
    const members = tradedRegimes.map((regime) => regimeMembers(trained, weights[regime], regime));
    const said: EnsemblePrediction[] = [];
    for (const [at, row] of test.entries()) {
      if (rows.isUsed[row] !== 1) continue;
      const regime = rows.regime[row]!;
      said.push(predictionOf(members[regime]!, forms, at, row, rows, tradedRegimes[regime]!));
    }
    return said;
  });
}

interface AskedMember {
  readonly member: ModelMember;
  /** Place among the recipes. */
  readonly at: number;
}

function regimeMembers(
  trained: readonly TrainedRecipe[],
  weights: Float64Array,
  regime: TradedRegime,
): readonly AskedMember[] {
  return trained.flatMap(({ recipe }, at) => {
    if (!(weights[at]! > 0)) return [];
    const member = { file: recipe.name, sha256: '', weight: weights[at]!, regimes: [regime], role: recipe.role };
    return [{ member, at }];
  });
}

function predictionOf(
  asked: readonly AskedMember[],
  forms: readonly Float32Array[],
  at: number,
  row: number,
  rows: RegimeRows,
  regime: TradedRegime,
): EnsemblePrediction {
  const outputs = asked.map(({ member, at: which }): MemberOutput => {
    const form = forms[which]!;
    if (member.role === 'magnitude') return { kind: 'magnitude', absoluteReturn: form[at]! };
    return { kind: 'direction', down: form[at * 3]!, flat: form[at * 3 + 1]!, up: form[at * 3 + 2]! };
  });
  const answer = combineMembers(
    asked.map(({ member }) => member),
    outputs,
    regime,
  );
  assert(answer.kind === 'prediction', `the ensemble answers row ${row}: ${JSON.stringify(answer)}`);
  const { direction, magnitude, confidence, probabilities } = answer.prediction;
  return {
    ...{ regime, magnitude, confidence, signedDirection: direction, row },
    regimeConfidence: rows.regimeConfidence[row]!,
    probability: direction >= 0 ? probabilities.up : probabilities.down,
    direction: Math.abs(direction),
    probabilities: [probabilities.down, probabilities.flat, probabilities.up],
  };
}
