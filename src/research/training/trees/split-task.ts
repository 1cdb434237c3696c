// Rows of two sibling nodes in; their histograms over some features and the best split of each feature out.

import {
  BEST_BYTES,
  BLOCK,
  binAddress,
  binStride,
  blocksOf,
  CHUNK,
  FEATURE_BYTES,
  LINE_BLOCKS,
  NODE_BYTES,
} from './shared-layout.ts';
import type { ThreadViews } from './thread-views.ts';

/** Places of the arguments. `small` is summed; `large` is its parent without it, or summed as well, or there is none. */
export const SPLIT_ARGUMENTS = {
  smallRows: 0,
  smallCount: 1,
  smallHistogram: 2,
  largeRows: 3,
  largeCount: 4,
  largeHistogram: 5,
  /** 0 there is no large node, 1 its place holds the parent's histogram, 2 it is summed. */
  large: 6,
  scansSmall: 7,
  scansLarge: 8,
  isBounded: 9,
  blocksOfTask: 10,
  /** Address of the output's pairs. */
  pairs: 11,
} as const;

const ARGUMENTS = SPLIT_ARGUMENTS;
/** Of 8 features the whole block is summed when more than this many are needed. */
const FEW = 3;

export function splitTask(views: ThreadViews): (task: number) => void {
  const { layout, shape, kernel } = views;
  const argument = views.arguments;
  return (task) => {
    const size = argument[ARGUMENTS.blocksOfTask]!;
    const from = task * size;
    const to = Math.min(blocksOf(shape.features), from + size);
    const offset = from * BLOCK * FEATURE_BYTES;
    const small = argument[ARGUMENTS.smallHistogram]! + offset;
    const large = argument[ARGUMENTS.largeHistogram]! + offset;
    sum(views, 0, argument[ARGUMENTS.smallRows]!, argument[ARGUMENTS.smallCount]!, small, from, to);
    if (argument[ARGUMENTS.large] === 1) kernel.subtract(large, small, (to - from) * BLOCK * FEATURE_BYTES);
    if (argument[ARGUMENTS.large] === 2) {
      sum(views, 1, argument[ARGUMENTS.largeRows]!, argument[ARGUMENTS.largeCount]!, large, from, to);
    }
    const last = Math.min(shape.features, to * BLOCK);
    for (let feature = from * BLOCK; feature < last; feature++) {
      if (argument[ARGUMENTS.scansSmall] === 1)
        scan(views, feature, 0, layout.bests, argument[ARGUMENTS.smallHistogram]!);
      if (argument[ARGUMENTS.scansLarge] === 1) {
        scan(views, feature, 1, layout.bests + shape.features * BEST_BYTES, argument[ARGUMENTS.largeHistogram]!);
      }
    }
  };
}

/** By chunks of rows whose pairs and bins stay in the cache while the blocks of features are gone through. */
function sum(
  views: ThreadViews,
  node: 0 | 1,
  rows: number,
  count: number,
  histogram: number,
  from: number,
  to: number,
): void {
  const { kernel, scratch, layout, shape } = views;
  const pairs = views.arguments[ARGUMENTS.pairs]!;
  // most rows in their order come into the cache by themselves
  const isSparse = 2 * count < shape.trainRows;
  clear(views, node, histogram, from, to);
  for (let done = 0; done < count; done += CHUNK) {
    const own = Math.min(CHUNK, count - done);
    const at = rows + 4 * done;
    kernel.gather(at, own, pairs, scratch);
    let line = -1;
    for (let block = from; block < to; block++) {
      const feature = block * BLOCK;
      const needed = neededOf(views, node, feature);
      if (needed === 0) continue;
      const bins = binAddress(layout, shape, feature);
      const stride = binStride(shape.features, feature);
      if (isSparse && line !== Math.floor(block / LINE_BLOCKS)) kernel.touch(at, own, bins, stride);
      line = Math.floor(block / LINE_BLOCKS);
      const place = histogram + (block - from) * BLOCK * FEATURE_BYTES;
      if (needed > FEW) kernel.histogram8(at, own, bins, stride, scratch, place);
      else sumFew(views, node, at, own, place, feature);
    }
  }
}

function sumFew(views: ThreadViews, node: 0 | 1, rows: number, count: number, histogram: number, first: number): void {
  const { kernel, layout, shape, scratch, used } = views;
  const last = Math.min(shape.features, first + BLOCK);
  for (let feature = first; feature < last; feature++) {
    if (used[node * shape.features + feature] === 0) continue;
    const bins = binAddress(layout, shape, feature);
    const stride = binStride(shape.features, feature);
    kernel.histogram1(rows, count, bins, stride, scratch, histogram + (feature - first) * FEATURE_BYTES);
  }
}

/** Only where something will be summed: of many features a split may use few. */
function clear(views: ThreadViews, node: 0 | 1, histogram: number, from: number, to: number): void {
  const { kernel, shape, used } = views;
  for (let block = from; block < to; block++) {
    const place = histogram + (block - from) * BLOCK * FEATURE_BYTES;
    const needed = neededOf(views, node, block * BLOCK);
    if (needed > FEW) kernel.clear(place, BLOCK * FEATURE_BYTES);
    else if (needed > 0) {
      for (let at = 0; at < BLOCK && block * BLOCK + at < shape.features; at++) {
        if (used[node * shape.features + block * BLOCK + at] === 1)
          kernel.clear(place + at * FEATURE_BYTES, FEATURE_BYTES);
      }
    }
  }
}

/** How many of a block's features a split of the node may use. */
function neededOf({ shape, used }: ThreadViews, node: 0 | 1, first: number): number {
  let needed = 0;
  const last = Math.min(shape.features, first + BLOCK);
  for (let feature = first; feature < last; feature++) needed += used[node * shape.features + feature]!;
  return needed;
}

function scan(views: ThreadViews, feature: number, node: 0 | 1, bests: number, histogram: number): void {
  const { kernel, layout, shape, used, binCounts, directions } = views;
  if (used[node * shape.features + feature] === 0) return;
  kernel.scan(
    histogram + feature * FEATURE_BYTES,
    binCounts[feature]!,
    layout.settings,
    layout.nodes + node * NODE_BYTES,
    directions[feature]!,
    views.arguments[ARGUMENTS.isBounded]!,
    bests + feature * BEST_BYTES,
  );
}
