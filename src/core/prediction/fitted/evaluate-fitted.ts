// A fitted model, or members that are averaged, and columns of float32 inputs in; raw scores or outputs in double precision out.

import { applyCalibration } from './apply-calibration.ts';
import { applyLink } from './apply-link.ts';
import type { FittedMember, FittedModel } from './fitted-model.ts';
import { NetworkScorer } from './network-scorer.ts';
import type { Scorer } from './scorer.ts';
import { TreeScorer } from './tree-scorer.ts';

/** Keep it where a model is asked often. RangeError for a model whose parts do not fit together. */
export function scorerOf(model: FittedModel): Scorer {
  return model.kind === 'trees' ? new TreeScorer(model) : new NetworkScorer(model);
}

/** [rows x outputs], row by row. `columns` in the order of the model's inputs. */
export function rawScores(model: FittedModel, columns: readonly Float32Array[], rows: number): Float64Array {
  checkColumns(columns, model.inputs.length, rows);
  const out = new Float64Array(rows * model.outputs);
  scorerOf(model).scores(columns, 0, rows, out);
  return out;
}

/** Scores through the link: [rows x 1] the probability of class 1, [rows x classes], or [rows x 1] the number of a regression. */
export function fittedOutputs(model: FittedModel, columns: readonly Float32Array[], rows: number): Float64Array {
  const out = rawScores(model, columns, rows);
  applyLink(model.link, out, rows, model.outputs);
  return out;
}

/** The same after calibration, where the member has one. */
export function memberOutputs(member: FittedMember, columns: readonly Float32Array[], rows: number): Float64Array {
  const out = fittedOutputs(member.model, columns, rows);
  if (member.calibration !== undefined) applyCalibration(member.calibration, out, rows, member.model.outputs);
  return out;
}

/**
 * Weighted average of the members. `inputs` names the columns; a member reads those that it knows by their ids. RangeError when there
 * is no member, one reads a column that is not there, or they do not give the same.
 */
export function averagedOutputs(
  members: readonly FittedMember[],
  inputs: readonly string[],
  columns: readonly Float32Array[],
  rows: number,
): Float64Array {
  const first = members[0]?.model;
  if (first === undefined) throw new RangeError('there is no member to average');
  const out = new Float64Array(rows * first.outputs);
  let weight = 0;
  for (const member of members) {
    const { model } = member;
    if (model.outputs !== first.outputs || (model.link === 'identity') !== (first.link === 'identity')) {
      throw new RangeError(`members that give ${model.outputs} and ${first.outputs} numbers cannot be averaged`);
    }
    const given = memberOutputs(member, columnsOf(model.inputs, inputs, columns), rows);
    for (let i = 0; i < out.length; i++) out[i] = out[i]! + member.weight * given[i]!;
    weight += member.weight;
  }
  for (let i = 0; i < out.length; i++) out[i] = out[i]! / weight;
  return out;
}

function columnsOf(
  wanted: readonly string[],
  inputs: readonly string[],
  columns: readonly Float32Array[],
): readonly Float32Array[] {
  return wanted.map((id) => {
    const column = columns[inputs.indexOf(id)];
    if (column === undefined) throw new RangeError(`${id} is none of the columns`);
    return column;
  });
}

function checkColumns(columns: readonly Float32Array[], inputs: number, rows: number): void {
  if (columns.length !== inputs) throw new RangeError(`${columns.length} columns for ${inputs} inputs`);
  const short = columns.findIndex((column) => column.length < rows);
  if (short >= 0) throw new RangeError(`column ${short} has ${columns[short]!.length} of ${rows} rows`);
}
