// A trace with markers and its axes in; the markers as one or two paths, whatever their number, out.

import { type JsonObject, listIn, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import { BLUE } from '../plots/palette.ts';
import type { PlacedAxis } from './plot-frame.ts';
import { filledPath, px, strokedPath } from './svg-piece.ts';

/** A closed shape of a size around a point; undefined for those that are lines. */
function shapeOf(symbol: string, x: number, y: number, size: number): string | undefined {
  const half = size / 2;
  switch (symbol) {
    case 'triangle-up':
      return `M${px(x)} ${px(y - half)}l${px(half)} ${px(size)}h${px(-size)}z`;
    case 'triangle-down':
      return `M${px(x)} ${px(y + half)}l${px(half)} ${px(-size)}h${px(-size)}z`;
    case 'square':
      return `M${px(x - half)} ${px(y - half)}h${px(size)}v${px(size)}h${px(-size)}z`;
    default:
      return undefined;
  }
}

/** A ring of two arcs. */
function ring(x: number, y: number, radius: number): string {
  return `M${px(x - radius)} ${px(y)}a${px(radius)} ${px(radius)} 0 1 0 ${px(2 * radius)} 0a${px(radius)} ${px(radius)} 0 1 0 ${px(-2 * radius)} 0`;
}

function cross(x: number, y: number, half: number): string {
  return `M${px(x - half)} ${px(y - half)}l${px(2 * half)} ${px(2 * half)}M${px(x - half)} ${px(y + half)}l${px(2 * half)} ${px(-2 * half)}`;
}

export function drawMarkers(trace: JsonObject, x: PlacedAxis, y: PlacedAxis): string {
  const marker = objectIn(trace, 'marker');
  const symbol = textIn(marker, 'symbol') ?? 'circle';
  const size = numberIn(marker, 'size') ?? 6;
  const colour = textIn(marker, 'color') ?? BLUE;
  const opacity = numberIn(marker, 'opacity');
  const ys = listIn(trace, 'y');
  const at = listIn(trace, 'x').flatMap((value, i) => {
    const [across, up] = [x.at(value), y.at(ys[i])];
    return across === undefined || up === undefined ? [] : [{ x: across, y: up }];
  });
  if (symbol === 'x') {
    const d = at.map((point) => cross(point.x, point.y, size / 2.8)).join('');
    return strokedPath(d, { colour, width: 2, opacity });
  }
  if (symbol === 'circle-open') {
    const d = at.map((point) => ring(point.x, point.y, size / 2)).join('');
    return strokedPath(d, { colour, width: numberIn(objectIn(marker, 'line'), 'width') ?? 1.5, opacity });
  }
  const shapes = at.map((point) => shapeOf(symbol, point.x, point.y, size));
  if (shapes.every((shape) => shape !== undefined)) return filledPath(shapes.join(''), colour, opacity);
  // a line of no length with round ends is a disc, in ten letters
  const dots = at.map((point) => `M${px(point.x)} ${px(point.y)}h0`).join('');
  return strokedPath(dots, { colour, width: size, opacity, cap: 'round' });
}
