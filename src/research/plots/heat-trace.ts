// A grid of numbers with its axes in; the trace of a heat map out, in which a cell without a number is a gap.

import { type ColourScale, DIVERGING, SEQUENTIAL } from './colour-scale.ts';
import { shown } from './figure-columns.ts';
import type { Json, JsonObject } from './figure-json.ts';
import { plotText } from './figure-layout.ts';

export interface HeatGrid {
  readonly name: string;
  /** Middles of the columns, or their edges where there is one more of them than columns. */
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  /** Rows from the bottom up; undefined and NaN are gaps. */
  readonly z: readonly ArrayLike<number | undefined>[];
  /** Beyond these ends colours stay the same; both absent: those of the numbers, around 0 where there are both signs. */
  readonly ends?: readonly [low: number, high: number] | undefined;
  /** What the numbers are, beside the scale. */
  readonly unit: string;
  readonly hover: string;
  readonly more?: JsonObject | undefined;
}

/** The lowest and the highest number; undefined where there is none. */
export function endsOf(z: HeatGrid['z']): readonly [low: number, high: number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of z) {
    for (let c = 0; c < row.length; c += 1) {
      const value = row[c];
      if (value === undefined || Number.isNaN(value)) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low > high ? undefined : [low, high];
}

function scaleAndEnds(grid: HeatGrid): { readonly scale: ColourScale; readonly ends: readonly [number, number] } {
  const found = grid.ends ?? endsOf(grid.z) ?? [0, 1];
  if (found[0] < 0 && found[1] > 0) {
    const far = Math.max(-found[0], found[1]);
    return { scale: DIVERGING, ends: [-far, far] };
  }
  return { scale: SEQUENTIAL, ends: found[0] === found[1] ? [found[0] - 0.5, found[1] + 0.5] : found };
}

export function heatTrace(grid: HeatGrid): JsonObject {
  const { scale, ends } = scaleAndEnds(grid);
  const names = (values: readonly (number | string)[]): readonly Json[] =>
    values.map((value) => (typeof value === 'string' ? plotText(value) : value));
  return {
    type: 'heatmap',
    name: plotText(grid.name),
    x: names(grid.x),
    y: names(grid.y),
    z: grid.z.map((row) => Array.from(row, shown)),
    zmin: ends[0],
    zmax: ends[1],
    colorscale: scale as unknown as Json,
    colorbar: { title: { text: plotText(grid.unit), side: 'right' }, thickness: 14, len: 0.9 },
    hoverongaps: false,
    hovertemplate: `${grid.hover}<extra></extra>`,
    ...grid.more,
  };
}
