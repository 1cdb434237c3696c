// The layout of a figure and its frame in; title, remark, rectangles and texts that belong to no trace out.

import { type Json, type JsonObject, listIn, numberIn, objectIn, textIn } from '../plots/figure-json.ts';
import type { PlacedAxis, PlotFrame } from './plot-frame.ts';
import { boxPiece, filledPath, svgLabel } from './svg-piece.ts';

export function drawTitle(layout: JsonObject): string {
  const title = objectIn(layout, 'title');
  const text = textIn(title, 'text') ?? '';
  const remark = textIn(objectIn(title, 'subtitle'), 'text') ?? '';
  const heading = text === '' ? '' : svgLabel(16, 24, text, { size: 15, bold: true, colour: '#1d2127' });
  return heading + (remark === '' ? '' : svgLabel(16, 42, remark, { size: 12, colour: '#5b626b' }));
}

const asObject = (value: Json): JsonObject => value as JsonObject;

/** Along one side: pixels of a place on an axis, on the domain of one, or on the whole plot. */
function pixelIn(frame: PlotFrame, ref: string, value: Json | undefined): number | undefined {
  const side = ref[0] === 'y' ? 'y' : 'x';
  if (ref === 'paper' || ref.endsWith(' domain')) {
    const axis: PlacedAxis | undefined = frame.axes.get(ref.replace(' domain', ''));
    const [from, to] = axis?.pixels ?? (side === 'y' ? [frame.bottom, frame.top] : [frame.left, frame.right]);
    return typeof value === 'number' ? from + (to - from) * value : undefined;
  }
  return frame.axes.get(ref)?.at(value);
}

/** Rectangles of `shapes`, such as the bands of regimes. */
export function drawShapes(layout: JsonObject, frame: PlotFrame): string {
  return listIn(layout, 'shapes')
    .map(asObject)
    .map((shape) => {
      const [xref, yref] = [textIn(shape, 'xref') ?? 'x', textIn(shape, 'yref') ?? 'y'];
      const [x0, x1] = [pixelIn(frame, xref, shape.x0), pixelIn(frame, xref, shape.x1)];
      const [y0, y1] = [pixelIn(frame, yref, shape.y0), pixelIn(frame, yref, shape.y1)];
      if (textIn(shape, 'type') !== 'rect') return '';
      if (x0 === undefined || x1 === undefined || y0 === undefined || y1 === undefined) return '';
      return filledPath(boxPiece(x0, y0, x1, y1), textIn(shape, 'fillcolor') ?? '#000000', numberIn(shape, 'opacity'));
    })
    .join('');
}

const ANCHORS: Readonly<Record<string, 'start' | 'middle' | 'end'>> = { left: 'start', center: 'middle', right: 'end' };

/** Texts of `annotations` without arrows, on the whole plot. */
export function drawAnnotations(layout: JsonObject, frame: PlotFrame): string {
  return listIn(layout, 'annotations')
    .map(asObject)
    .map((note) => {
      const [x, y] = [numberIn(note, 'x'), numberIn(note, 'y')];
      if (x === undefined || y === undefined || note.xref !== 'paper' || note.yref !== 'paper') return '';
      const across = frame.left + (frame.right - frame.left) * x;
      const up = frame.bottom + (frame.top - frame.bottom) * y;
      const anchor = ANCHORS[textIn(note, 'xanchor') ?? 'center'] ?? 'middle';
      return svgLabel(across, up - 4, textIn(note, 'text') ?? '', {
        anchor,
        size: numberIn(objectIn(note, 'font'), 'size') ?? 12,
      });
    })
    .join('');
}
