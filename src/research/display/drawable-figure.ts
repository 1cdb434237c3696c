// A figure in; the same for the library that comes along with it, which draws no heat maps: each becomes a picture on the axes, with its scale, out.

import { type FigureJson, type Json, type JsonObject, listIn, objectIn, textIn } from '../plots/figure-json.ts';
import { type AxisValues, axisValues, cellEdges } from '../static/axis-values.ts';
import { heatImage, heatRows } from '../static/heat-image.ts';
import { axisNameOf } from '../static/plot-frame.ts';

/** Cells up to which each can be pointed at: the library keeps an element for each. */
const MOST_HOVERED = 4_000;

interface HeatAxes {
  readonly x: AxisValues;
  readonly y: AxisValues;
}

function axesOf(figure: FigureJson, trace: JsonObject): HeatAxes {
  const valuesOf = (side: 'x' | 'y'): AxisValues => {
    const name = axisNameOf(trace, side);
    const own = figure.data.filter((each) => axisNameOf(each, side) === name);
    return axisValues(
      objectIn(figure.layout, name.replace(side, `${side}axis`)),
      own.flatMap((each) => listIn(each, side)),
    );
  };
  return { x: valuesOf('x'), y: valuesOf('y') };
}

/** A number as the library takes it at an axis: dates as texts. */
function placeOn(axis: AxisValues, value: number): Json {
  return axis.kind === 'date' ? new Date(value).toISOString().slice(0, 23).replace('T', ' ') : value;
}

function imageOf(trace: JsonObject, axes: HeatAxes): JsonObject | undefined {
  const image = heatImage(trace, axes.x, axes.y);
  if (image === undefined) return undefined;
  return {
    source: image.source,
    xref: axisNameOf(trace, 'x'),
    yref: axisNameOf(trace, 'y'),
    x: placeOn(axes.x, image.x[0]),
    y: placeOn(axes.y, image.y[1]),
    sizex: image.x[1] - image.x[0],
    sizey: image.y[1] - image.y[0],
    sizing: 'stretch',
    layer: 'below',
  };
}

/** Clear points that carry the scale of the colours, and the numbers of the cells where there are few enough. */
function pointsOf(trace: JsonObject, { x, y }: HeatAxes): JsonObject {
  const z = heatRows(trace);
  const middles = (axis: AxisValues, key: 'x' | 'y', cells: number): readonly Json[] => {
    const values = listIn(trace, key);
    if (values.length === cells) return values;
    const edges = cellEdges(axis, values, cells);
    return edges.slice(1).map((edge, i) => placeOn(axis, (edges[i]! + edge) / 2));
  };
  const columns = z[0]?.length ?? 0;
  const [xs, ys] = [middles(x, 'x', columns), middles(y, 'y', z.length)];
  const texts = listIn(trace, 'text') as unknown as readonly (readonly Json[] | undefined)[];
  const cells = z.flatMap((row, r) =>
    row.map((value, c) => ({ value, text: texts[r]?.[c] ?? '', x: xs[c]!, y: ys[r]! })),
  );
  const known = cells.length > MOST_HOVERED ? [] : cells.filter(({ value }) => value !== null);
  const { zmin: cmin = null, zmax: cmax = null, colorscale = null, colorbar = null, showscale = true } = trace;
  return {
    type: 'scatter',
    mode: 'markers',
    name: textIn(trace, 'name') ?? '',
    showlegend: false,
    xaxis: axisNameOf(trace, 'x'),
    yaxis: axisNameOf(trace, 'y'),
    // the scale is drawn beside one point that is nowhere, too
    x: known.length === 0 ? [null] : known.map((cell) => cell.x),
    y: known.length === 0 ? [null] : known.map((cell) => cell.y),
    text: known.map(({ text }) => text),
    customdata: known.map(({ value }) => value),
    marker: {
      size: 12,
      opacity: 0,
      color: known.length === 0 ? [0] : known.map(({ value }) => value),
      cmin,
      cmax,
      colorscale,
      colorbar,
      showscale,
    },
    hovertemplate: (textIn(trace, 'hovertemplate') ?? '').replaceAll('%{z', '%{customdata'),
  };
}

/** Pictures have no say in where axes begin and end, and texts none in the order of categories. */
function settledAxis(settings: JsonObject, axis: AxisValues, edges: readonly number[]): JsonObject {
  const range = [Math.min(...edges), Math.max(...edges)].map((edge) => placeOn(axis, edge));
  const order = axis.kind === 'category' ? { categoryorder: 'array', categoryarray: axis.categories } : {};
  return { ...settings, ...order, type: axis.kind, range, showgrid: false };
}

export function drawableFigure(figure: FigureJson): FigureJson {
  const heats = figure.data.filter((trace) => trace.type === 'heatmap');
  if (heats.length === 0) return { data: figure.data, layout: figure.layout };
  const images: JsonObject[] = [];
  const layout: Record<string, Json> = { ...figure.layout };
  for (const trace of heats) {
    const axes = axesOf(figure, trace);
    const image = imageOf(trace, axes);
    if (image === undefined) continue;
    images.push(image);
    const z = heatRows(trace);
    for (const side of ['x', 'y'] as const) {
      const key = axisNameOf(trace, side).replace(side, `${side}axis`);
      const edges = cellEdges(axes[side], listIn(trace, side), side === 'x' ? (z[0]?.length ?? 0) : z.length);
      layout[key] = settledAxis(objectIn(layout, key), axes[side], edges);
    }
  }
  const data = figure.data.map((trace) => (trace.type === 'heatmap' ? pointsOf(trace, axesOf(figure, trace)) : trace));
  return { data, layout: { ...layout, images } };
}
