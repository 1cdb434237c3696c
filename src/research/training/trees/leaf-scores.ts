// A grown tree in; the values of its leaves out, and the scores of all rows in shared memory moved by them.

import type { GrownLeaf, GrownTree } from './grown-tree.ts';
import { SCORE_ARGUMENTS } from './row-tasks.ts';
import { binAddress, binStride, rowBlocks, WALK_BYTES } from './shared-layout.ts';
import { COMMANDS } from './thread-tasks.ts';
import type { ThreadTeam } from './thread-team.ts';
import type { ThreadViews } from './thread-views.ts';
import { weightedQuantile } from './weighted-quantile.ts';

/** Of the absolute error the best value is the median of what is left (Friedman 2001, algorithm 3). */
export function medianValues(
  { layout, edges, label, weight, scores }: ThreadViews,
  { leaves }: GrownTree,
): Float64Array {
  return Float64Array.from(leaves, ({ list, begin, count }) => {
    const rows = new Uint32Array(edges.buffer, layout.rows[list] + 4 * begin, count);
    const residuals = Float64Array.from(rows, (row) => label[row]! - scores[row]!);
    const weights = Float64Array.from(rows, (row) => weight[row]!);
    return weightedQuantile(residuals, weights, 0.5);
  });
}

/** Rows of leaves by their lists; those from `grownOn` of the order, which no leaf holds, by a walk through the tree. */
export function addScores(
  team: ThreadTeam,
  grown: GrownTree,
  values: Float64Array,
  output: number,
  grownOn: number,
): void {
  const { views } = team;
  const { layout, leafRows, arguments: argument } = views;
  views.values.set(values);
  argument[SCORE_ARGUMENTS.scores] = layout.scores + 8 * views.rows * output;
  grown.leaves.forEach(({ list, begin, count }: GrownLeaf, leaf) => {
    leafRows[2 * leaf] = layout.rows[list] + 4 * begin;
    leafRows[2 * leaf + 1] = count;
  });
  team.run(COMMANDS.add, grown.leaves.length);
  const rest = views.rows - grownOn;
  if (rest === 0) return;
  argument[SCORE_ARGUMENTS.rows] = layout.order + 4 * grownOn;
  argument[SCORE_ARGUMENTS.count] = rest;
  writeWalk(views, grown);
  team.run(COMMANDS.walk, rowBlocks(rest));
}

function writeWalk({ layout, shape, edges }: ThreadViews, { nodes }: GrownTree): void {
  const words = new Uint32Array(edges.buffer, layout.walkNodes, (WALK_BYTES / 4) * Math.max(1, nodes.length));
  nodes.forEach(({ feature, lastBin, missingLeft, left, right }, node) => {
    const bins = binAddress(layout, shape, feature);
    words.set([bins, binStride(shape.features, feature), lastBin, Number(missingLeft), left, right], 8 * node);
  });
}
