// Blocks of features and threads in; how many blocks one task takes, so that all end at about the same time and read no line twice, out.

import { LINE_BLOCKS } from './shared-layout.ts';

/** What it costs to share lines of the cache between tasks, for each time that a line's blocks are halved. */
const SHARED_LINE = 0.1;

/** Eight blocks lie on one line: a task takes them all, or an even part of them. */
export function blocksOfTask(blocks: number, threads: number): number {
  if (threads === 1) return blocks;
  let best = LINE_BLOCKS;
  let least = Number.POSITIVE_INFINITY;
  for (let size = LINE_BLOCKS, halved = 0; size >= 1; size /= 2, halved++) {
    const cost = longest(blocks, size, threads) * (1 + SHARED_LINE * halved);
    if (cost < least) [best, least] = [size, cost];
  }
  return best;
}

/** Blocks of the thread that has most of them, when each takes the next task as it is free. */
function longest(blocks: number, size: number, threads: number): number {
  const done = new Array<number>(threads).fill(0);
  for (let from = 0; from < blocks; from += size) {
    const free = done.indexOf(Math.min(...done));
    done[free] = done[free]! + Math.min(size, blocks - from);
  }
  return Math.max(...done);
}
