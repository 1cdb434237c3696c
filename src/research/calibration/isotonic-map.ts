// Numbers with outcomes and weights in; the never falling map from one to the other of least squared error out.

import type { IsotonicMap } from '../../core/prediction/fitted/fitted-model.ts';

/**
 * Pool adjacent violators (Ayer et al. 1955; Barlow et al. 1972), weighted. Equal `x` are one point with the mean of their outcomes, so
 * the order of the rows changes nothing. Of each pooled block the first and the last `x` stay as points. `x` is finite, `outcome` is 0 to
 * 1, weights are above 0, and there is a row.
 */
export function isotonicMap(x: Float64Array, outcome: Float64Array, weight: Float64Array): IsotonicMap {
  const order = Uint32Array.from(x.keys()).sort((a, b) => x[a]! - x[b]! || a - b);
  const first = new Float64Array(x.length);
  const last = new Float64Array(x.length);
  const sum = new Float64Array(x.length);
  const total = new Float64Array(x.length);
  let blocks = 0;
  for (let at = 0; at < order.length; ) {
    const value = x[order[at]!]!;
    let [outcomes, weights] = [0, 0];
    for (; at < order.length && x[order[at]!]! === value; at++) {
      outcomes += weight[order[at]!]! * outcome[order[at]!]!;
      weights += weight[order[at]!]!;
    }
    first[blocks] = last[blocks] = value;
    sum[blocks] = outcomes;
    total[blocks] = weights;
    blocks += 1;
    while (blocks > 1 && sum[blocks - 2]! * total[blocks - 1]! >= sum[blocks - 1]! * total[blocks - 2]!) {
      last[blocks - 2] = last[blocks - 1]!;
      sum[blocks - 2] = sum[blocks - 2]! + sum[blocks - 1]!;
      total[blocks - 2] = total[blocks - 2]! + total[blocks - 1]!;
      blocks -= 1;
    }
  }
  return points(first, last, sum, total, blocks);
}

function points(
  first: Float64Array,
  last: Float64Array,
  sum: Float64Array,
  total: Float64Array,
  blocks: number,
): IsotonicMap {
  const xs: number[] = [];
  const ys: number[] = [];
  let lowest = 0;
  for (let block = 0; block < blocks; block++) {
    // two means that differ by rounding must not fall
    lowest = Math.min(1, Math.max(lowest, sum[block]! / total[block]!));
    xs.push(first[block]!);
    ys.push(lowest);
    if (last[block]! === first[block]!) continue;
    xs.push(last[block]!);
    ys.push(lowest);
  }
  return { x: Float64Array.from(xs), y: Float64Array.from(ys) };
}
