// A scatter trace and its axes in; its line, filled area, error bars, markers and texts out. What has no value interrupts the line.

import { type Json, type JsonObject, listIn, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import { BLUE } from '../plots/palette.ts';
import { drawMarkers } from './draw-markers.ts';
import type { PlacedAxis } from './plot-frame.ts';
import { filledPath, px, strokedPath, svgLabel } from './svg-piece.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Points from which those of one pixel become four. */
const MANY_POINTS = 1_500;

/** Unbroken stretches of points. */
export function stretchesOf(
  xs: readonly Json[],
  ys: readonly Json[],
  x: PlacedAxis,
  y: PlacedAxis,
): readonly (readonly Point[])[] {
  const stretches: Point[][] = [[]];
  for (let i = 0; i < Math.min(xs.length, ys.length); i += 1) {
    const [across, up] = [x.at(xs[i]), y.at(ys[i])];
    if (across !== undefined && up !== undefined) stretches.at(-1)!.push({ x: across, y: up });
    else if (stretches.at(-1)!.length > 0) stretches.push([]);
  }
  return stretches.filter((stretch) => stretch.length > 0);
}

/** Of the points of one column of pixels the first, the highest, the lowest and the last, in their order. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= MANY_POINTS) return points;
  const kept: Point[] = [];
  let from = 0;
  for (let i = 1; i <= points.length; i += 1) {
    if (i < points.length && Math.round(points[i]!.x) === Math.round(points[from]!.x)) continue;
    const some = points.slice(from, i);
    const chosen = new Set([0, some.length - 1]);
    chosen.add(some.reduce((at, { y }, j) => (y < some[at]!.y ? j : at), 0));
    chosen.add(some.reduce((at, { y }, j) => (y > some[at]!.y ? j : at), 0));
    kept.push(...[...chosen].sort((a, b) => a - b).map((j) => some[j]!));
    from = i;
  }
  return kept;
}

/** `hv`: level until the next point, then straight to it. */
function linePiece(points: readonly Point[], isStepped: boolean): string {
  return points
    .map((point, i) => {
      if (i === 0) return `M${px(point.x)} ${px(point.y)}`;
      return isStepped ? `H${px(point.x)}V${px(point.y)}` : `L${px(point.x)} ${px(point.y)}`;
    })
    .join('');
}

function areaPiece(points: readonly Point[], back: readonly Point[], isStepped: boolean): string {
  return `${linePiece(points, isStepped)}${linePiece(back.toReversed(), false).replace('M', 'L')}z`;
}

/** The area under a line, or between it and the trace before. */
function area(
  trace: JsonObject,
  before: JsonObject | undefined,
  x: PlacedAxis,
  y: PlacedAxis,
  isStepped: boolean,
): string {
  const fill = textIn(trace, 'fill');
  const colour = textIn(trace, 'fillcolor') ?? textIn(objectIn(trace, 'line'), 'color') ?? BLUE;
  const opacity = trace.fillcolor === undefined ? 0.35 : undefined;
  const stretches = stretchesOf(listIn(trace, 'x'), listIn(trace, 'y'), x, y).map(thinned);
  if (fill === 'tozeroy') {
    const zero = y.pixelOf(0);
    const onto = (points: readonly Point[]): Point[] =>
      [points[0]!, points.at(-1)!].map((point) => ({ x: point.x, y: zero }));
    return filledPath(stretches.map((points) => areaPiece(points, onto(points), isStepped)).join(''), colour, opacity);
  }
  if (fill !== 'tonexty' || before === undefined) return '';
  const others = stretchesOf(listIn(before, 'x'), listIn(before, 'y'), x, y);
  return filledPath(stretches.map((points, i) => areaPiece(points, others[i] ?? [], false)).join(''), colour, opacity);
}

export function errorBars(trace: JsonObject, x: PlacedAxis, y: PlacedAxis): string {
  const [xs, ys] = [listIn(trace, 'x'), listIn(trace, 'y')];
  return (['x', 'y'] as const)
    .map((side) => {
      const errors = objectIn(trace, `error_${side}`);
      const above = listIn(errors, 'array');
      const below = errors.symmetric === false ? listIn(errors, 'arrayminus') : above;
      const axis = side === 'x' ? x : y;
      const d = above.map((high, i) => {
        const value = axis.values.numberOf(side === 'x' ? xs[i] : ys[i]);
        const other = side === 'x' ? y.at(ys[i]) : x.at(xs[i]);
        const low = below[i];
        if (typeof high !== 'number' || typeof low !== 'number' || value === undefined || other === undefined)
          return '';
        const [from, to] = [axis.pixelOf(value - low), axis.pixelOf(value + high)];
        return side === 'x'
          ? `M${px(from)} ${px(other)}H${px(to)}M${px(from)} ${px(other - 3)}v6M${px(to)} ${px(other - 3)}v6`
          : `M${px(other)} ${px(from)}V${px(to)}M${px(other - 3)} ${px(from)}h6M${px(other - 3)} ${px(to)}h6`;
      });
      return strokedPath(d.join(''), {
        colour: textIn(errors, 'color') ?? '#33383f',
        width: numberIn(errors, 'thickness') ?? 1,
      });
    })
    .join('');
}

function texts(trace: JsonObject, x: PlacedAxis, y: PlacedAxis): string {
  const font = objectIn(trace, 'textfont');
  const style = {
    anchor: 'middle',
    size: numberIn(font, 'size') ?? 11,
    colour: textIn(font, 'color') ?? '#33383f',
  } as const;
  const [xs, ys] = [listIn(trace, 'x'), listIn(trace, 'y')];
  return listIn(trace, 'text')
    .map((text, i) => {
      const [across, up] = [x.at(xs[i]), y.at(ys[i])];
      return across === undefined || up === undefined
        ? ''
        : svgLabel(across, up + style.size * 0.35, String(text), style);
    })
    .join('');
}

/** @param before the trace drawn before, which a fill may lean on */
export function drawScatter(trace: JsonObject, before: JsonObject | undefined, x: PlacedAxis, y: PlacedAxis): string {
  const mode = textIn(trace, 'mode') ?? 'lines';
  const line = objectIn(trace, 'line');
  const colour = textIn(line, 'color') ?? textIn(objectIn(trace, 'marker'), 'color') ?? BLUE;
  const isStepped = textIn(line, 'shape') === 'hv';
  const pieces = [area(trace, before, x, y, isStepped)];
  if (mode.includes('lines')) {
    const stretches = stretchesOf(listIn(trace, 'x'), listIn(trace, 'y'), x, y).map(thinned);
    const d = stretches.map((points) => linePiece(points, isStepped)).join('');
    pieces.push(strokedPath(d, { colour, width: numberIn(line, 'width') ?? 2, dash: textIn(line, 'dash') }));
  }
  pieces.push(errorBars(trace, x, y));
  if (mode.includes('markers')) pieces.push(drawMarkers(trace, x, y));
  if (mode.includes('text')) pieces.push(texts(trace, x, y));
  return pieces.join('');
}
