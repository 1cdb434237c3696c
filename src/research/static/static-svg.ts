// A figure in; one SVG text that shows it without a script, a browser or a network, on white paper, out.

import { type FigureJson, type JsonObject, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import { plainText } from '../plots/figure-layout.ts';
import { escapeHtml } from '../report/html.ts';
import { drawAxes, drawGrid } from './draw-axes.ts';
import { drawBars } from './draw-bars.ts';
import { drawCandles } from './draw-candles.ts';
import { drawColourBar, drawHeat } from './draw-heat.ts';
import { drawAnnotations, drawShapes, drawTitle } from './draw-layout.ts';
import { drawLegend, legendEntries, legendHeight } from './draw-legend.ts';
import { drawScatter } from './draw-scatter.ts';
import {
  axesOf,
  drawnTraces,
  type PictureSize,
  type PlacedAxis,
  type PlotFrame,
  plotFrame,
  scaledHeat,
} from './plot-frame.ts';
import { px, svgLabel } from './svg-piece.ts';

export type { PictureSize } from './plot-frame.ts';

const WIDTH = 900;
/** Where the layout does not say. */
export const HEIGHT = 480;

function drawTrace(trace: JsonObject, before: JsonObject | undefined, x: PlacedAxis, y: PlacedAxis): string {
  switch (trace.type) {
    case 'candlestick':
      return drawCandles(trace, x, y);
    case 'scatter':
      return drawScatter(trace, before, x, y);
    case 'bar':
      return drawBars(trace, x, y);
    case 'heatmap':
      return drawHeat(trace, x, y);
    default:
      // a figure of somebody else's may have any: what is missing in the picture is said in it
      return svgLabel(x.pixels[0] + 8, y.pixels[1] + 16, `${String(trace.type)} is not drawn in static pictures`);
  }
}

/** Each panel cuts off what lies outside of it. */
function clipOf(frame: PlotFrame, trace: JsonObject): { readonly id: string; readonly path: string } {
  const [x, y] = axesOf(frame, trace);
  const [left, bottom] = [x.pixels[0], y.pixels[0]];
  const size = `width="${px(x.pixels[1] - left)}" height="${px(bottom - y.pixels[1])}"`;
  // marks at the edge are not cut in half, and equal panels of different pictures on a page share one name without harm
  const id = `qt-${[left, y.pixels[1], x.pixels[1], bottom].map((value) => Math.round(value)).join('-')}`;
  return { id, path: `<clipPath id="${id}"><rect x="${px(left)}" y="${px(y.pixels[1])}" ${size}/></clipPath>` };
}

/** The same figure and size give the same text. Traces: candlestick, scatter, bar, heatmap. */
export function staticSvg(figure: FigureJson, wanted: Partial<PictureSize> = {}): string {
  const { width = WIDTH, height = numberIn(figure.layout, 'height') ?? HEIGHT } = wanted;
  const entries = legendEntries(figure, width);
  const frame = plotFrame(figure, { width, height }, legendHeight(entries));
  const traces = drawnTraces(figure);
  const clips = new Map(traces.map((trace) => clipOf(frame, trace)).map(({ id, path }) => [id, path]));
  const drawn = traces.map((trace, i) => {
    const [x, y] = axesOf(frame, trace);
    return `<g clip-path="url(#${clipOf(frame, trace).id})">${drawTrace(trace, traces[i - 1], x, y)}</g>`;
  });
  const heat = scaledHeat(figure);
  const name = plainText(textIn(objectIn(figure.layout, 'title'), 'text') ?? 'figure');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif">`,
    `<title>${escapeHtml(name)}</title><defs>${[...clips.values()].join('')}</defs>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...[drawGrid(frame), drawShapes(figure.layout, frame), ...drawn],
    ...[drawAxes(frame), heat === undefined ? '' : drawColourBar(heat, frame)],
    ...[drawAnnotations(figure.layout, frame), drawTitle(figure.layout), drawLegend(entries, height)],
    '</svg>\n',
  ].join('');
}
