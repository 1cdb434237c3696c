// A heat map and its axes in; its cells as one picture, and the scale of its colours beside it, out.

import { hexAt, scaleOf } from '../plots/colour-scale.ts';
import { type JsonObject, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import { axisTicks } from './axis-ticks.ts';
import { axisValues } from './axis-values.ts';
import { heatImage } from './heat-image.ts';
import type { PlacedAxis, PlotFrame } from './plot-frame.ts';
import { px, svgLabel } from './svg-piece.ts';

const BAR_WIDTH = 14;
const BAR_STEPS = 40;

export function drawHeat(trace: JsonObject, x: PlacedAxis, y: PlacedAxis): string {
  const image = heatImage(trace, x.values, y.values);
  if (image === undefined) return '';
  const [left, right] = image.x.map(x.pixelOf) as [number, number];
  const [bottom, top] = image.y.map(y.pixelOf) as [number, number];
  return `<image href="${image.source}" x="${px(left)}" y="${px(top)}" width="${px(right - left)}" height="${px(bottom - top)}" preserveAspectRatio="none" style="image-rendering:pixelated"/>`;
}

/** The scale with its numbers and what they are. */
export function drawColourBar(trace: JsonObject, frame: PlotFrame): string {
  const scale = scaleOf(trace.colorscale);
  const range = [numberIn(trace, 'zmin') ?? 0, numberIn(trace, 'zmax') ?? 1] as const;
  const [left, top, bottom] = [frame.right + 14, frame.top + 8, frame.bottom - 8];
  const step = (bottom - top) / BAR_STEPS;
  const bars = Array.from({ length: BAR_STEPS }, (_, i) => {
    const colour = hexAt(scale, (i + 0.5) / BAR_STEPS);
    return `<rect x="${px(left)}" y="${px(bottom - (i + 1) * step)}" width="${BAR_WIDTH}" height="${px(step + 0.5)}" fill="${colour}"/>`;
  });
  const ticks = axisTicks(axisValues({ type: 'linear' }, []), range, Math.max(2, Math.floor((bottom - top) / 40)));
  const marks = ticks.map(({ at, text }) => {
    const y = bottom - ((at - range[0]) / (range[1] - range[0])) * (bottom - top);
    return svgLabel(left + BAR_WIDTH + 4, y + 4, text, { size: 10 });
  });
  const title = textIn(objectIn(objectIn(trace, 'colorbar'), 'title'), 'text') ?? '';
  const name = svgLabel(frame.size.width - 6, (top + bottom) / 2, title, { anchor: 'middle', size: 10, turn: -90 });
  return [...bars, ...marks, name].join('');
}
