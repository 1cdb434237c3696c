// What evaluation and runtime say of many rows, and the thresholds of a model, in; a refusal where any gate falls otherwise, out.

import { combineMembers, type MemberOutput } from '../../../core/prediction/ensemble.ts';
import { tradedRegimes } from '../../../core/prediction/model-checks.ts';
import type { ModelManifest, ModelMember, TradedRegime } from '../../../core/prediction/model-manifest.ts';
import type { Prediction } from '../../../core/prediction/prediction.ts';
import { type FileParity, parityError } from './prove-parity.ts';

/** One file of the model: what the manifest says of it, and how it did. */
export interface ProvenFile {
  readonly member: ModelMember;
  readonly parity: FileParity;
}

/**
 * Gates of all presets and regimes, on every row whose outputs are not bit-equal. Gives how many decisions were compared. Throws
 * UserError `model-parity` for the first gate that falls otherwise.
 */
export function proveDecisions(
  files: readonly ProvenFile[],
  thresholds: ModelManifest['thresholds'],
  rows: number,
): number {
  let compared = 0;
  for (const regime of tradedRegimes) {
    const asked = files.filter(({ member }) => member.regimes.includes(regime));
    if (asked.length === 0) continue;
    for (let row = 0; row < rows; row++) {
      compared += 1;
      if (asked.every(({ member, parity }) => isEqual(member, parity, row))) continue;
      const expected = predictionOf(asked, regime, row, 'expected');
      const given = predictionOf(asked, regime, row, 'given');
      for (const [preset, of] of Object.entries(thresholds)) {
        const wrong = differing(expected, given, of[regime]);
        if (wrong === undefined) continue;
        const file = asked.map(({ member }) => member.file).join(', ');
        throw parityError(file, `the gate ${wrong} of ${preset} in ${regime} falls otherwise`, `row ${row}`);
      }
    }
  }
  return compared;
}

function isEqual({ role }: ModelMember, { expected, given }: FileParity, row: number): boolean {
  const width = role === 'direction' ? 3 : 1;
  for (let i = row * width; i < (row + 1) * width; i++) if (expected[i] !== given[i]) return false;
  return true;
}

function predictionOf(
  asked: readonly ProvenFile[],
  regime: TradedRegime,
  row: number,
  by: 'expected' | 'given',
): Prediction | undefined {
  const outputs = asked.map(({ member, parity }): MemberOutput => {
    const values = parity[by];
    if (member.role === 'magnitude') return { kind: 'magnitude', absoluteReturn: values[row]! };
    return { kind: 'direction', down: values[3 * row]!, flat: values[3 * row + 1]!, up: values[3 * row + 2]! };
  });
  const members = asked.map(({ member }) => member);
  const answer = combineMembers(members, outputs, regime);
  return answer.kind === 'prediction' ? answer.prediction : undefined;
}

/** The first gate that one passes and the other does not, or `side`. */
function differing(
  expected: Prediction | undefined,
  given: Prediction | undefined,
  limits: ModelManifest['thresholds'][string][TradedRegime],
): string | undefined {
  if (expected === undefined || given === undefined) return expected === given ? undefined : 'answer';
  const gates = ['probability', 'direction', 'magnitude', 'confidence'] as const;
  const wrong = gates.find(
    (gate) => gateValue(expected, gate) >= limits[gate] !== gateValue(given, gate) >= limits[gate],
  );
  if (wrong !== undefined) return wrong;
  return Math.sign(expected.direction) === Math.sign(given.direction) ? undefined : 'side';
}

/** As the gates of a signal read it. */
function gateValue(prediction: Prediction, gate: 'probability' | 'direction' | 'magnitude' | 'confidence'): number {
  const { direction, probabilities } = prediction;
  if (gate === 'probability') return direction >= 0 ? probabilities.up : probabilities.down;
  return gate === 'direction' ? Math.abs(direction) : prediction[gate];
}
