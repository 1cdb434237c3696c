// What one file of a live model computes, as data: members that are averaged, and what their classes mean; its outputs in double out.

import { memberOutputs } from './evaluate-fitted.ts';
import type { FittedMember, FittedModel } from './fitted-model.ts';

/** The order of the outputs of a direction. */
export const directionClasses = ['down', 'flat', 'up'] as const;
export type DirectionClass = (typeof directionClasses)[number];

interface LiveBase {
  /** Ids of the vector that the engine gives, in order. A member reads those that it knows by their ids. */
  readonly inputs: readonly string[];
  /** Averaged by weight; there must be one. */
  readonly members: readonly FittedMember[];
}

export type LiveModel =
  /**
   * P(down), P(flat), P(up). `classes` says what class 0, 1 ... of every member means; absent, two classes are down and up, three are down,
   * flat and up. A class that no member knows has the probability 0.
   */
  | (LiveBase & { readonly role: 'direction'; readonly classes?: readonly DirectionClass[] | undefined })
  /** Expected absolute return, a fraction, never below 0. */
  | (LiveBase & { readonly role: 'magnitude' });

/** Columns of the output. */
export function liveWidth({ role }: LiveModel): number {
  return role === 'direction' ? directionClasses.length : 1;
}

/**
 * [rows x 3] or [rows x 1], row by row; `columns` in the order of `inputs`. Computed in double and rounded once, as the ONNX file does
 * it: a threshold that is fitted on these numbers falls on the same side of them in trading. RangeError for what `liveFault` finds, and
 * for a missing value in a member that takes none.
 */
export function liveOutputs(live: LiveModel, columns: readonly Float32Array[], rows: number): Float32Array {
  const fault = liveFault(live);
  if (fault !== undefined) throw new RangeError(fault);
  const width = liveWidth(live);
  const out = new Float64Array(rows * width);
  let total = 0;
  for (const member of live.members) {
    const { model, weight } = member;
    const given = memberOutputs(
      member,
      model.inputs.map((id) => columns[live.inputs.indexOf(id)]!),
      rows,
    );
    if (live.role === 'magnitude') for (let i = 0; i < rows; i++) out[i]! += weight * Math.max(0, given[i]!);
    else addDirection(out, given, rows, weight, placesOf(live.classes, model));
    total += weight;
  }
  return Float32Array.from(out, (sum) => sum / total);
}

/** Output column of each class of the model. */
export function placesOf(classes: readonly DirectionClass[] | undefined, model: FittedModel): readonly number[] {
  const count = classCount(model);
  const named = classes ?? (count === 2 ? (['down', 'up'] as const) : directionClasses);
  return named.map((name) => directionClasses.indexOf(name));
}

/** What keeps it from being evaluated, for people; undefined when nothing does. */
export function liveFault(live: LiveModel): string | undefined {
  if (live.members.length === 0) return 'there is no member';
  if (new Set(live.inputs).size !== live.inputs.length) return 'an input stands twice';
  for (const [at, { model, weight, calibration }] of live.members.entries()) {
    const who = `member ${at} (${model.kind})`;
    const unknown = model.inputs.find((id) => !live.inputs.includes(id));
    if (unknown !== undefined) return `${who} reads ${unknown}, which is none of the inputs`;
    if (!(weight > 0 && Number.isFinite(weight))) return `${who} has the weight ${weight}`;
    const fault = live.role === 'direction' ? directionFault(live.classes, model) : magnitudeFault(model);
    if (fault !== undefined) return `${who} ${fault}`;
    if (calibration !== undefined && live.role === 'magnitude') return `${who} has a calibration, but no probabilities`;
    const maps = calibration?.kind === 'platt' ? calibration.a.length : (calibration?.classes.length ?? model.outputs);
    if (maps !== model.outputs) return `${who} has a calibration of ${maps} classes for ${model.outputs}`;
  }
  return undefined;
}

function directionFault(classes: readonly DirectionClass[] | undefined, model: FittedModel): string | undefined {
  if (model.link === 'identity') return 'gives a number, not probabilities';
  const count = classCount(model);
  if (classes === undefined) return count === 2 || count === 3 ? undefined : `has ${count} classes, and none is named`;
  if (classes.length !== count) return `has ${count} classes, but ${classes.length} are named: ${classes.join(', ')}`;
  if (new Set(classes).size !== count) return `has a class twice: ${classes.join(', ')}`;
  return undefined;
}

function magnitudeFault({ link, outputs }: FittedModel): string | undefined {
  return link === 'identity' && outputs === 1 ? undefined : `gives ${outputs} ${link} outputs, not one number`;
}

function classCount({ link, outputs }: FittedModel): number {
  return link === 'sigmoid' ? 2 : outputs;
}

function addDirection(
  out: Float64Array,
  given: Float64Array,
  rows: number,
  weight: number,
  places: readonly number[],
): void {
  const width = directionClasses.length;
  const outputs = given.length / rows;
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < places.length; k++) {
      // one output is the probability of the second of two classes
      const p = outputs === places.length ? given[row * outputs + k]! : k === 0 ? 1 - given[row]! : given[row]!;
      out[row * width + places[k]!]! += weight * p;
    }
  }
}
