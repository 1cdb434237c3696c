// Shared memory and its layout in; typed views of it for one thread out.

import type { RoundViews } from './objectives.ts';
import { rowBlocks, SAMPLE_ROWS, type SharedLayout, sharedLayout, type TreeShape } from './shared-layout.ts';
import { type TreeKernel, treeKernel } from './tree-kernel.ts';
import type { SharedMemory } from './web-assembly.ts';

export interface ThreadViews extends RoundViews {
  readonly shape: TreeShape;
  readonly layout: SharedLayout;
  readonly kernel: TreeKernel;
  /** Of this thread, from 0. */
  readonly scratch: number;
  readonly control: Int32Array;
  readonly arguments: Float64Array;
  readonly binCounts: Int32Array;
  readonly directions: Int32Array;
  /** For each of two nodes, by feature: whether it may be split by. */
  readonly used: Uint8Array;
  /** 256 by feature. */
  readonly edges: Float32Array;
  readonly sample: Uint32Array;
  readonly partials: Float64Array;
  readonly lefts: Float64Array;
  readonly values: Float64Array;
  /** Address and number of the rows of each leaf. */
  readonly leafRows: Float64Array;
  readonly order: Uint32Array;
}

export function threadViews(memory: SharedMemory, shape: TreeShape, thread: number): ThreadViews {
  const layout = sharedLayout(shape);
  const { buffer } = memory;
  const { rows, trainRows, features, outputs, leaves } = shape;
  const doubles = (at: number, count: number): Float64Array => new Float64Array(buffer, at, count);
  return {
    ...{ shape, layout, kernel: treeKernel(memory), rows, trainRows, outputs },
    scratch: layout.scratch + thread * ((layout.histograms - layout.scratch) / shape.threads),
    control: new Int32Array(buffer, layout.control, 16),
    arguments: doubles(layout.arguments, 32),
    binCounts: new Int32Array(buffer, layout.binCounts, features),
    directions: new Int32Array(buffer, layout.directions, features),
    used: new Uint8Array(buffer, layout.used, 2 * features),
    edges: new Float32Array(buffer, layout.edges, 256 * features),
    sample: new Uint32Array(buffer, layout.sample, Math.min(trainRows, SAMPLE_ROWS)),
    partials: doubles(layout.partials, rowBlocks(rows) * (2 * outputs + 1)),
    lefts: doubles(layout.lefts, rowBlocks(rows) + 1),
    values: doubles(layout.values, leaves),
    leafRows: doubles(layout.leafRows, 2 * leaves),
    order: new Uint32Array(buffer, layout.order, rows),
    scores: doubles(layout.scores, rows * outputs),
    label: doubles(layout.label, rows),
    weight: doubles(layout.weight, rows),
    pairs: doubles(layout.pairs, 2 * trainRows * outputs),
  };
}
