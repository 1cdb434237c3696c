// Blocks of rows in; their derivatives, losses, places in the tree and scores, written to shared memory, out.

import type { RowLoss } from './objectives.ts';
import { ROW_BLOCK } from './shared-layout.ts';
import type { ThreadViews } from './thread-views.ts';

/** Places of the arguments of each command. */
export const LOSS_ARGUMENTS = { firstRow: 0 } as const;
export const QUANTISE_ARGUMENTS = { pairs: 0, gradientScale: 1, hessianScale: 2, countBits: 3 } as const;
export const PART_ARGUMENTS = {
  rows: 0,
  count: 1,
  bins: 2,
  stride: 3,
  lastBin: 4,
  missingLeft: 5,
  left: 6,
  right: 7,
} as const;
export const SCORE_ARGUMENTS = { scores: 0, rows: 1, count: 2 } as const;

type Task = (task: number) => void;

/** Sums of |gradient| and hessian by output, then the loss, of each block: `partials` at block * (2 * outputs + 1). */
export function deriveTask(views: ThreadViews, loss: RowLoss): Task {
  const { pairs, partials, outputs, trainRows } = views;
  return (task) => {
    const from = task * ROW_BLOCK;
    const to = Math.min(trainRows, from + ROW_BLOCK);
    const at = task * (2 * outputs + 1);
    partials[at + 2 * outputs] = loss(views, from, to, true);
    for (let k = 0; k < outputs; k++) {
      let gradient = 0;
      let hessian = 0;
      for (let i = 2 * (k * trainRows + from); i < 2 * (k * trainRows + to); i += 2) {
        gradient += Math.abs(pairs[i]!);
        hessian += pairs[i + 1]!;
      }
      partials[at + 2 * k] = gradient;
      partials[at + 2 * k + 1] = hessian;
    }
  };
}

/** The loss of each block of the rows from `firstRow`. */
export function lossTask(views: ThreadViews, loss: RowLoss): Task {
  const { partials, rows } = views;
  const argument = views.arguments;
  return (task) => {
    const from = argument[LOSS_ARGUMENTS.firstRow]! + task * ROW_BLOCK;
    partials[task] = loss(views, from, Math.min(rows, from + ROW_BLOCK), false);
  };
}

export function quantiseTask({ kernel, trainRows, arguments: argument }: ThreadViews): Task {
  return (task) => {
    const from = task * ROW_BLOCK;
    const count = Math.min(trainRows - from, ROW_BLOCK);
    const at = argument[QUANTISE_ARGUMENTS.pairs]! + 16 * from;
    const { gradientScale, hessianScale, countBits } = QUANTISE_ARGUMENTS;
    kernel.quantise(at, count, argument[gradientScale]!, argument[hessianScale]!, argument[countBits]!);
  };
}

/** Each block's rows to the left and right, in a list between; `lefts` says how many went left. */
export function partTask({ kernel, lefts, layout, arguments: argument }: ThreadViews): Task {
  const { rows, count, bins, stride, lastBin, missingLeft } = PART_ARGUMENTS;
  return (task) => {
    const from = task * ROW_BLOCK;
    lefts[task] = kernel.partRows(
      ...([argument[rows]! + 4 * from, Math.min(argument[count]! - from, ROW_BLOCK)] as const),
      ...([argument[bins]!, argument[stride]!, argument[lastBin]!, argument[missingLeft]!] as const),
      layout.parted + 4 * from,
    );
  };
}

/** From the list between to their places: `lefts` holds how many went left up to and with each block. */
export function placeTask({ kernel, lefts, layout, arguments: argument }: ThreadViews): Task {
  const { count, left, right } = PART_ARGUMENTS;
  return (task) => {
    const from = task * ROW_BLOCK;
    const before = task === 0 ? 0 : lefts[task - 1]!;
    const own = Math.min(argument[count]! - from, ROW_BLOCK);
    const toLeft = argument[left]! + 4 * before;
    const toRight = argument[right]! + 4 * (from - before);
    kernel.placeRows(layout.parted + 4 * from, own, lefts[task]! - before, toLeft, toRight);
  };
}

/** Adds the value of each leaf to the scores of its rows. */
export function addTask({ kernel, values, leafRows, arguments: argument }: ThreadViews): Task {
  return (task) => {
    kernel.addToRows(leafRows[2 * task]!, leafRows[2 * task + 1]!, argument[SCORE_ARGUMENTS.scores]!, values[task]!);
  };
}

/** Rows that no leaf holds are led through the tree. */
export function walkTask({ kernel, layout, arguments: argument }: ThreadViews): Task {
  return (task) => {
    const from = task * ROW_BLOCK;
    const own = Math.min(argument[SCORE_ARGUMENTS.count]! - from, ROW_BLOCK);
    const at = argument[SCORE_ARGUMENTS.rows]! + 4 * from;
    kernel.walk(at, own, layout.walkNodes, layout.values, argument[SCORE_ARGUMENTS.scores]!);
  };
}
