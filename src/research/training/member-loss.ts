// Takes a trained member and rows; gives how wrong it is, beside how wrong the shares or the mean of its training rows are.

import { memberOutput, type TrainedMember } from './train-member.ts';
import type { TrainingRows } from './training-rows.ts';

export interface MemberLoss {
  readonly rows: number;
  /** Direction: mean of −ln P(class). Magnitude: mean squared error as a share of the variance around the mean of training. */
  readonly loss: number;
  /** The same of a model that always gives the class shares (direction) or the mean (magnitude: 1) of training. */
  readonly baseline: number;
}

/** Both lists hold rows of the member's regimes; `tested` must not be empty. */
export function memberLoss(
  member: TrainedMember,
  rows: TrainingRows,
  trainedOn: Uint32Array,
  tested: Uint32Array,
): MemberLoss {
  return member.kind === 'direction'
    ? directionLoss(member, rows, trainedOn, tested)
    : magnitudeLoss(member, rows, trainedOn, tested);
}

function directionLoss(
  member: TrainedMember,
  rows: TrainingRows,
  trainedOn: Uint32Array,
  tested: Uint32Array,
): MemberLoss {
  const counts = [0, 0, 0];
  for (const row of trainedOn) counts[rows.direction[row]!]! += 1;
  let loss = 0;
  let baseline = 0;
  for (const row of tested) {
    const output = memberOutput(member, rows.matrix, row);
    if (output.kind !== 'direction') continue;
    const actual = rows.direction[row]!;
    loss -= Math.log([output.down, output.flat, output.up][actual]!) / tested.length;
    baseline -= Math.log(counts[actual]! / trainedOn.length) / tested.length;
  }
  return { rows: tested.length, loss, baseline };
}

function magnitudeLoss(
  member: TrainedMember,
  rows: TrainingRows,
  trainedOn: Uint32Array,
  tested: Uint32Array,
): MemberLoss {
  let mean = 0;
  for (const row of trainedOn) mean += Math.abs(rows.forwardReturn[row]!) / trainedOn.length;
  let squares = 0;
  let variance = 0;
  for (const row of tested) {
    const output = memberOutput(member, rows.matrix, row);
    if (output.kind !== 'magnitude') continue;
    const actual = Math.abs(rows.forwardReturn[row]!);
    squares += (actual - output.absoluteReturn) ** 2;
    variance += (actual - mean) ** 2;
  }
  return { rows: tested.length, loss: squares / variance, baseline: 1 };
}
