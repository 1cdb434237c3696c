// A figure and the size of a picture in; its axes with their places in pixels, and what room is left around them, out.

import {
  type FigureJson,
  type Json,
  type JsonObject,
  listIn,
  numberIn,
  objectIn,
  textIn,
} from '../plots/figure-json.ts';
import { axisRange, type Side } from './axis-range.ts';
import { axisTicks, type Tick } from './axis-ticks.ts';
import { type AxisValues, axisValues } from './axis-values.ts';

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface PlacedAxis {
  readonly side: Side;
  readonly settings: JsonObject;
  readonly values: AxisValues;
  readonly range: readonly [low: number, high: number];
  /** Pixels of the low and of the high end: y goes down the page. */
  readonly pixels: readonly [low: number, high: number];
  readonly ticks: readonly Tick[];
  /** Undefined where there is no value. */
  at(value: Json | undefined): number | undefined;
  /** Of a number as `values.numberOf` gives it. */
  pixelOf(value: number): number;
}

export interface PlotFrame {
  readonly size: PictureSize;
  /** By the names that traces use: x, x2, y ... */
  readonly axes: ReadonlyMap<string, PlacedAxis>;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Width of a letter of the marks, about. */
export const LETTER = 6.1;
const COLOUR_BAR_ROOM = 92;
const AXIS_TITLE_ROOM = 20;

/** `xaxis2` of the layout is `x2` of a trace. */
const nameOf = (key: string): string => key.replace('axis', '');

/** The heat map that has its scale beside it, if there is one. */
export function scaledHeat(figure: FigureJson): JsonObject | undefined {
  return figure.data.find((trace) => trace.type === 'heatmap' && trace.showscale !== false);
}

/** Traces that are drawn: one can wait for a click in a legend. */
export function drawnTraces(figure: FigureJson): readonly JsonObject[] {
  return figure.data.filter((trace) => trace.visible === undefined || trace.visible === true);
}

export function axisNameOf(trace: JsonObject, side: Side): string {
  return textIn(trace, `${side}axis`) ?? side;
}

function share(pixels: readonly [number, number], [low, high]: readonly [number, number]): (value: number) => number {
  return (value) => pixels[0] + ((value - low) / (high - low)) * (pixels[1] - pixels[0]);
}

interface Plain {
  readonly name: string;
  readonly side: Side;
  readonly settings: JsonObject;
  readonly values: AxisValues;
  readonly range: readonly [number, number];
  readonly domain: readonly [number, number];
}

function plainAxes(figure: FigureJson): readonly Plain[] {
  const traces = drawnTraces(figure);
  const keys = new Set(Object.keys(figure.layout).filter((key) => /^[xy]axis\d*$/.test(key)));
  for (const trace of traces)
    for (const side of ['x', 'y'] as const) keys.add(axisNameOf(trace, side).replace(side, `${side}axis`));
  return [...keys].map((key) => {
    const name = nameOf(key);
    const side = name[0] as Side;
    const settings = objectIn(figure.layout, key);
    const own = traces.filter((trace) => axisNameOf(trace, side) === name);
    const values = axisValues(
      settings,
      own.flatMap((trace) => listIn(trace, side)),
    );
    const [from = 0, to = 1] = listIn(settings, 'domain') as readonly number[];
    return { name, side, settings, values, range: axisRange(settings, values, own, side), domain: [from, to] };
  });
}

function placed(axis: Plain, [from, to]: readonly [number, number]): PlacedAxis {
  const { side, settings, values, range, domain } = axis;
  const pixels = [from + (to - from) * domain[0], from + (to - from) * domain[1]] as const;
  const length = Math.abs(pixels[1] - pixels[0]);
  const widest =
    values.kind === 'category' && side === 'x' ? Math.max(1, ...values.categories.map((name) => name.length)) : 9;
  const room = side === 'y' ? (values.kind === 'category' ? 13 : 34) : widest * LETTER + 18;
  const marks = Math.max(
    1,
    Math.min(numberIn(settings, 'nticks') ?? (values.kind === 'category' ? 100 : 12), Math.floor(length / room)),
  );
  const pixelOf = share(pixels, range);
  const at = (value: Json | undefined): number | undefined => {
    const number = values.numberOf(value);
    return number === undefined ? undefined : pixelOf(number);
  };
  return { side, settings, values, range, pixels, ticks: axisTicks(values, range, marks), at, pixelOf };
}

/** Room for the marks of the axes at the left edge. */
function leftRoom(axes: readonly PlacedAxis[], domains: readonly Plain[], least: number): number {
  const widths = axes.flatMap(({ ticks, settings, values }, i) => {
    const isAtEdge = domains[i]!.side === 'y' && textIn(settings, 'anchor') !== 'x2' && settings.visible !== false;
    if (!isAtEdge || (values.kind === 'linear' && ticks.length === 0)) return [];
    return [Math.max(0, ...ticks.map(({ text }) => text.length)) * LETTER + AXIS_TITLE_ROOM + 14];
  });
  return Math.min(280, Math.max(least, ...widths));
}

/** @param legendHeight pixels that the legend needs at the foot */
export function plotFrame(figure: FigureJson, size: PictureSize, legendHeight: number): PlotFrame {
  const margin = objectIn(figure.layout, 'margin');
  const [top, least] = [numberIn(margin, 't') ?? 44, numberIn(margin, 'l') ?? 60];
  const right = size.width - (scaledHeat(figure) === undefined ? 24 : COLOUR_BAR_ROOM);
  const plain = plainAxes(figure);
  const hasTitle = plain.some(
    ({ side, settings }) => side === 'x' && textIn(objectIn(settings, 'title'), 'text') !== undefined,
  );
  const bottom = size.height - 26 - (hasTitle ? 16 : 0) - legendHeight;
  const upright = plain.filter(({ side }) => side === 'y');
  const ys = upright.map((axis) => placed(axis, [bottom, top]));
  const left = leftRoom(ys, upright, least);
  const across = plain.filter(({ side }) => side === 'x');
  const axes = new Map([
    ...upright.map(({ name }, i) => [name, ys[i]!] as const),
    ...across.map((axis) => [axis.name, placed(axis, [left, right])] as const),
  ]);
  return { size, axes, left, right, top, bottom };
}

/** Both axes of a trace. */
export function axesOf(frame: PlotFrame, trace: JsonObject): readonly [x: PlacedAxis, y: PlacedAxis] {
  return [frame.axes.get(axisNameOf(trace, 'x'))!, frame.axes.get(axisNameOf(trace, 'y'))!];
}

/** The axis that another one stands at: the one it names, else the first of the other side. */
export function anchorOf(frame: PlotFrame, axis: PlacedAxis): PlacedAxis | undefined {
  return frame.axes.get(textIn(axis.settings, 'anchor') ?? (axis.side === 'x' ? 'y' : 'x'));
}
