// Takes what each member said and the regime; gives the ensemble's prediction, or the reason why there is none.

import { unreachable } from '../assert.ts';
import type { ModelMember, TradedRegime } from './model-manifest.ts';
import type { MemberPrediction } from './prediction.ts';
import type { PredictionAnswer } from './predictor.ts';

export type MemberOutput =
  | { readonly kind: 'direction'; readonly down: number; readonly flat: number; readonly up: number }
  /** Expected absolute return at the horizon, a fraction. */
  | { readonly kind: 'magnitude'; readonly absoluteReturn: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** Probabilities of a member may miss a sum of 1 by this much. */
const SUM_TOLERANCE = 1e-3;

/** What the manifest says of `Prediction.confidence`; the code below is this text. */
export const confidenceFormula =
  '(1 − weighted standard deviation of the members’ P(up) − P(down)) × weighted share of members whose sign is the ' +
  'ensemble’s; with one direction member: its largest probability minus its second largest';

/** Running sums over the direction members. */
interface DirectionSums {
  count: number;
  weight: number;
  down: number;
  flat: number;
  up: number;
  /** Largest minus second largest probability of the last member; used when it is the only one. */
  margin: number;
}

/** Members asked in a regime, in manifest order. */
export function askedMembers(members: readonly ModelMember[], regime: TradedRegime): readonly ModelMember[] {
  return members.filter((member) => member.regimes.includes(regime));
}

/**
 * Combines the outputs of the members asked in `regime`. `outputs[i]` belongs to `asked[i]`, where `asked` comes from
 * `askedMembers`. Never gives half an answer: one member that failed, is not finite or whose probabilities do not sum to 1
 * fails the whole, and so does a regime without a direction or a magnitude member.
 */
export function combineMembers(
  asked: readonly ModelMember[],
  outputs: readonly MemberOutput[],
  regime: TradedRegime,
): PredictionAnswer {
  if (asked.length === 0) return failed(`no member of the model is asked in ${regime}`);
  const members: MemberPrediction[] = [];
  const sums: DirectionSums = { count: 0, weight: 0, down: 0, flat: 0, up: 0, margin: 0 };
  let magnitudeWeight = 0;
  let magnitudeSum = 0;
  for (let i = 0; i < asked.length; i++) {
    const member = asked[i]!;
    const output = outputs[i];
    const fault = faultOf(member, output);
    if (fault !== undefined) return failed(`${member.file}: ${fault}`);
    if (output!.kind === 'direction') {
      members.push({ ...named(member), direction: addDirection(sums, member.weight, output!), magnitude: undefined });
    } else if (output!.kind === 'magnitude') {
      magnitudeWeight += member.weight;
      magnitudeSum += member.weight * output!.absoluteReturn;
      members.push({ ...named(member), direction: undefined, magnitude: output!.absoluteReturn });
    }
  }
  if (sums.count === 0) return failed(`no direction member of the model is asked in ${regime}`);
  if (magnitudeWeight === 0) return failed(`no magnitude member of the model is asked in ${regime}`);
  const probabilities = { down: sums.down / sums.weight, flat: sums.flat / sums.weight, up: sums.up / sums.weight };
  const direction = clamp(probabilities.up - probabilities.down, -1, 1);
  const magnitude = Math.max(0, magnitudeSum / magnitudeWeight);
  const confidence = sums.count === 1 ? clamp(sums.margin, 0, 1) : agreement(members, direction);
  return { kind: 'prediction', prediction: { direction, magnitude, confidence, probabilities, members } };
}

/** What is wrong with a member's output, in words; undefined when it can be used. */
function faultOf(member: ModelMember, output: MemberOutput | undefined): string | undefined {
  if (output === undefined) return 'gave no output';
  if (output.kind === 'failed') return output.reason;
  if (output.kind !== member.role) return `is a ${member.role} member but gave a ${output.kind}`;
  if (!(Number.isFinite(member.weight) && member.weight > 0)) return `has weight ${member.weight}`;
  switch (output.kind) {
    case 'magnitude':
      return Number.isFinite(output.absoluteReturn) ? undefined : `gave the magnitude ${output.absoluteReturn}`;
    case 'direction': {
      const { down, flat, up } = output;
      const sum = down + flat + up;
      const usable = down >= 0 && flat >= 0 && up >= 0 && Math.abs(sum - 1) <= SUM_TOLERANCE;
      return usable ? undefined : `gave probabilities that do not sum to 1: ${down}, ${flat}, ${up}`;
    }
    default:
      return unreachable(output);
  }
}

/** Adds one member's probabilities, brought to a sum of exactly 1, and returns its direction. */
function addDirection(
  sums: DirectionSums,
  weight: number,
  output: { readonly down: number; readonly flat: number; readonly up: number },
): number {
  const sum = output.down + output.flat + output.up;
  const down = output.down / sum;
  const flat = output.flat / sum;
  const up = output.up / sum;
  sums.count += 1;
  sums.weight += weight;
  sums.down += weight * down;
  sums.flat += weight * flat;
  sums.up += weight * up;
  const second = Math.max(Math.min(down, flat), Math.min(Math.max(down, flat), up));
  sums.margin = Math.max(down, flat, up) - second;
  return up - down;
}

/** The confidence of two or more direction members. */
function agreement(members: readonly MemberPrediction[], direction: number): number {
  let weight = 0;
  let squares = 0;
  let sameSign = 0;
  for (const member of members) {
    if (member.direction === undefined) continue;
    const difference = member.direction - direction;
    weight += member.weight;
    squares += member.weight * difference * difference;
    if (Math.sign(member.direction) === Math.sign(direction)) sameSign += member.weight;
  }
  const spread = Math.min(1, Math.sqrt(squares / weight));
  return clamp((1 - spread) * (sameSign / weight), 0, 1);
}

function named(member: ModelMember): { readonly file: string; readonly weight: number } {
  return { file: member.file, weight: member.weight };
}

function failed(reason: string): PredictionAnswer {
  return { kind: 'failed', reason };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
