// A model's inputs and their profile in training in; the reason why they are unlike anything in training, or nothing, out.

import type { InputProfile, JointFacts } from './input-profile.ts';

export interface UnlikelyInput {
  readonly code: 'unlikelyInput' | 'unlikelyInputs';
  readonly reason: string;
}

/** An input may lie outside of its quantiles by this many times the distance between them. */
const FAR_WIDTHS = 1;
/** Inputs named as what makes a row unlike the training rows. */
const NAMED = 3;

/** A number as people read it in a reason. */
export function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

/** Holds the arrays that judging needs; one per model. */
export class InputJudge {
  private readonly names: readonly string[];
  private readonly profile: InputProfile;
  private readonly z: Float64Array;
  /** L⁻¹ z, then L⁻ᵀ of it. */
  private readonly solved: Float64Array;

  /** `names` are the inputs in order. */
  constructor(names: readonly string[], profile: InputProfile) {
    this.names = names;
    this.profile = profile;
    this.z = new Float64Array(profile.joint.columns.length);
    this.solved = new Float64Array(profile.joint.columns.length);
  }

  judge(inputs: Float32Array): UnlikelyInput | undefined {
    return this.farAlone(inputs) ?? this.farTogether(inputs);
  }

  private farAlone(inputs: Float32Array): UnlikelyInput | undefined {
    for (let i = 0; i < inputs.length; i++) {
      const { low, high } = this.profile.inputs[i]!;
      const width = FAR_WIDTHS * (high - low);
      const value = inputs[i]!;
      if (width === 0 || (value >= low - width && value <= high + width)) continue;
      const [from, to] = [low - width, high + width].map(shown);
      const reason = `${this.names[i]} is ${shown(value)}, far from nearly all of training: ${from} to ${to}`;
      return { code: 'unlikelyInput', reason };
    }
    return undefined;
  }

  private farTogether(inputs: Float32Array): UnlikelyInput | undefined {
    const { joint, inputs: facts } = this.profile;
    const { z, solved } = this;
    for (const [at, column] of joint.columns.entries()) {
      const { mean, deviation } = facts[column]!;
      z[at] = (inputs[column]! - mean) / deviation;
    }
    const distance = distanceOf(z, joint, solved);
    if (distance <= joint.limit) return undefined;
    solveBack(joint, solved);
    const shares = joint.columns.map((column, at) => ({ column, part: z[at]! * solved[at]! }));
    shares.sort((a, b) => b.part - a.part || a.column - b.column);
    const named = shares.slice(0, NAMED).map(({ column }) => `${this.names[column]} ${shown(inputs[column]!)}`);
    const reason = `unlike all of training together: ${named.join(', ')}; distance ${shown(distance)}, at most ${shown(joint.limit)}`;
    return { code: 'unlikelyInputs', reason };
  }
}

/** |L⁻¹ z|; L⁻¹ z is left in `solved`. */
export function distanceOf(z: Float64Array, { factor }: Pick<JointFacts, 'factor'>, solved: Float64Array): number {
  let squares = 0;
  let at = 0;
  for (let i = 0; i < z.length; i++) {
    let sum = z[i]!;
    for (let k = 0; k < i; k++) sum -= factor[at++]! * solved[k]!;
    solved[i] = sum / factor[at++]!;
    squares += solved[i]! * solved[i]!;
  }
  return Math.sqrt(squares);
}

/** Solves Lᵀ x = solved, in place. */
function solveBack({ factor }: JointFacts, solved: Float64Array): void {
  const place = (row: number, column: number): number => (row * (row + 1)) / 2 + column;
  for (let i = solved.length - 1; i >= 0; i--) {
    let sum = solved[i]!;
    for (let k = i + 1; k < solved.length; k++) sum -= factor[place(k, i)]! * solved[k]!;
    solved[i] = sum / factor[place(i, i)]!;
  }
}
