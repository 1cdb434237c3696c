// One column in shared memory in; its bin edges and the bin of each of its rows, written there, out.

import { binEdges } from './bin-edges.ts';
import { radixSort, type SortRoom, sortRoom } from './radix-sort.ts';
import { binAddress, binStride } from './shared-layout.ts';
import type { ThreadViews } from './thread-views.ts';

interface BinRoom {
  readonly values: Float32Array;
  readonly weights: Float64Array;
  readonly sort: SortRoom;
}

/** Places of the arguments of a round of binning. */
export const BIN_ARGUMENTS = { firstColumn: 0, bins: 1, isWeighted: 2, sampleRows: 3 } as const;

export function binTask(views: ThreadViews): (task: number) => void {
  const { layout, shape, kernel, edges, sample, weight, binCounts } = views;
  const argument = views.arguments;
  const room: BinRoom = {
    values: new Float32Array(sample.length),
    weights: new Float64Array(sample.length),
    sort: sortRoom(sample.length),
  };
  const columnBytes = Math.ceil((4 * shape.rows) / 64) * 64;
  return (task) => {
    const feature = argument[BIN_ARGUMENTS.firstColumn]! + task;
    const isWeighted = argument[BIN_ARGUMENTS.isWeighted] === 1;
    const at = layout.columns + task * columnBytes;
    const column = new Float32Array(edges.buffer, at, shape.rows);
    let count = 0;
    for (let i = 0; i < argument[BIN_ARGUMENTS.sampleRows]!; i++) {
      const row = sample[i]!;
      const value = column[row]!;
      if (Number.isNaN(value)) continue;
      room.values[count] = value;
      if (isWeighted) room.weights[count] = weight[row]!;
      count += 1;
    }
    const weights = isWeighted ? room.weights : undefined;
    radixSort(room.values, weights, count, room.sort);
    const own = edges.subarray(256 * feature, 256 * feature + 256);
    binCounts[feature] = binEdges(room.values, weights, count, argument[BIN_ARGUMENTS.bins]!, own);
    const stride = binStride(shape.features, feature);
    kernel.binColumn(at, shape.rows, own.byteOffset, binAddress(layout, shape, feature), stride);
  };
}
