// A bar trace and its axes in; its bars, one path for each colour, with their texts and error bars out.

import { type JsonObject, listIn, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import { GREY } from '../plots/palette.ts';
import { barWidths } from './axis-range.ts';
import { errorBars } from './draw-scatter.ts';
import type { PlacedAxis } from './plot-frame.ts';
import { boxPiece, filledPath, strokedPath, svgLabel } from './svg-piece.ts';

/** Bars with texts at most: more would lie over each other. */
const MOST_TEXTS = 40;
/** Pixels that a bar has at least. */
const LEAST_PIXELS = 0.6;

export function drawBars(trace: JsonObject, x: PlacedAxis, y: PlacedAxis): string {
  const isFlat = trace.orientation === 'h';
  const [along, lengths] = isFlat ? [y, x] : [x, y];
  const [places, ends] = [listIn(trace, isFlat ? 'y' : 'x'), listIn(trace, isFlat ? 'x' : 'y')];
  const at = places.map((value) => along.values.numberOf(value));
  const widthOf = barWidths(trace, at);
  const zero = lengths.pixelOf(0);
  const { color } = objectIn(trace, 'marker');
  const line = objectIn(objectIn(trace, 'marker'), 'line');
  const edge = { colour: textIn(line, 'color') ?? GREY, width: numberIn(line, 'width') ?? 0 };
  const texts = listIn(trace, 'text');
  const byColour = new Map<string, string>();
  const labels: string[] = [];
  at.forEach((place, i) => {
    const end = lengths.at(ends[i]);
    if (place === undefined || end === undefined) return;
    const half = widthOf(i) / 2;
    const [from, to] = [along.pixelOf(place - half), along.pixelOf(place + half)];
    const wide = Math.abs(to - from) < LEAST_PIXELS ? from + LEAST_PIXELS : to;
    const colour = Array.isArray(color) ? String(color[i]) : typeof color === 'string' ? color : GREY;
    const piece = isFlat ? boxPiece(zero, from, end, wide) : boxPiece(from, zero, wide, end);
    byColour.set(colour, (byColour.get(colour) ?? '') + piece);
    if (texts[i] === undefined || places.length > MOST_TEXTS) return;
    const middle = (from + to) / 2;
    labels.push(
      isFlat
        ? svgLabel(Math.max(zero, end) - 4, middle + 4, String(texts[i]), { anchor: 'end', colour: '#1d2127' })
        : svgLabel(middle, end + (end <= zero ? 13 : -4), String(texts[i]), { anchor: 'middle', colour: '#1d2127' }),
    );
  });
  return (
    [...byColour].map(([colour, d]) => filledPath(d, colour) + strokedPath(d, edge)).join('') +
    labels.join('') +
    errorBars(trace, x, y)
  );
}
