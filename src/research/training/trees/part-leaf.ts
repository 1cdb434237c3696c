// A leaf and its split in; its rows, those of the left before those of the right and in their order, in the other list out.

import type { GrownLeaf, Split } from './grown-tree.ts';
import { PART_ARGUMENTS } from './row-tasks.ts';
import { binAddress, binStride, rowBlocks } from './shared-layout.ts';
import { COMMANDS } from './thread-tasks.ts';
import type { ThreadTeam } from './thread-team.ts';

/** Blocks of rows. */
const WORTH_THREADS = 4;

/** Gives how many went left. */
export function partLeaf(team: ThreadTeam, leaf: GrownLeaf, split: Split): number {
  const { layout, shape, lefts, arguments: argument } = team.views;
  const at = PART_ARGUMENTS;
  argument[at.rows] = layout.rows[leaf.list] + 4 * leaf.begin;
  argument[at.count] = leaf.count;
  argument[at.bins] = binAddress(layout, shape, split.feature);
  argument[at.stride] = binStride(shape.features, split.feature);
  argument[at.lastBin] = split.lastBin;
  argument[at.missingLeft] = Number(split.missingLeft);
  const blocks = rowBlocks(leaf.count);
  team.run(COMMANDS.part, blocks, WORTH_THREADS);
  for (let block = 1; block < blocks; block++) lefts[block] = lefts[block]! + lefts[block - 1]!;
  const leftCount = lefts[blocks - 1]!;
  argument[at.left] = layout.rows[leaf.list === 0 ? 1 : 0] + 4 * leaf.begin;
  argument[at.right] = argument[at.left]! + 4 * leftCount;
  team.run(COMMANDS.place, blocks, WORTH_THREADS);
  return leftCount;
}
