// Takes trained members and rows; gives, for every row, the numbers that the thresholds of a signal are compared with.

import { assert } from '../../core/assert.ts';
import { combineMembers } from '../../core/prediction/ensemble.ts';
import { tradedRegimes } from '../../core/prediction/model-checks.ts';
import type { ModelMember, RegimeThresholds, TradedRegime } from '../../core/prediction/model-manifest.ts';
import { memberOutput, type TrainedMember } from './train-member.ts';
import type { TrainingRows } from './training-rows.ts';

/** Each is a lower bound in `RegimeThresholds` and has the same name here; `direction` is the absolute one. */
export interface GateValues extends RegimeThresholds {
  readonly regime: TradedRegime;
  /** P(up) − P(down), signed. */
  readonly signedDirection: number;
  readonly row: number;
}

export const gates: readonly (keyof RegimeThresholds)[] = [
  'regimeConfidence',
  'probability',
  'direction',
  'magnitude',
  'confidence',
];

/** The prediction is made by the code that makes it in trading. `members` are the manifest's, in the order of `trained`. */
export function gateValues(
  trained: readonly TrainedMember[],
  members: readonly ModelMember[],
  rows: TrainingRows,
  among: Uint32Array,
): readonly GateValues[] {
  return Array.from(among, (row) => {
    const regime = tradedRegimes[rows.regime[row]!]!;
    const asked = trained.filter((member) => member.recipe.regimes.includes(regime));
    const answer = combineMembers(
      members.filter((member) => member.regimes.includes(regime)),
      asked.map((member) => memberOutput(member, rows.matrix, row)),
      regime,
    );
    assert(answer.kind === 'prediction', `the ensemble answers row ${row}: ${JSON.stringify(answer)}`);
    const { direction, magnitude, confidence, probabilities } = answer.prediction;
    return {
      regime,
      regimeConfidence: rows.regimeConfidence[row]!,
      probability: direction >= 0 ? probabilities.up : probabilities.down,
      direction: Math.abs(direction),
      magnitude,
      confidence,
      signedDirection: direction,
      row,
    };
  });
}

export function passes(values: GateValues, thresholds: RegimeThresholds): boolean {
  return gates.every((gate) => values[gate] >= thresholds[gate]);
}
