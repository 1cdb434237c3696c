// The frame of a plot in; grid lines, axis lines, marks and titles of its axes out.

import { objectIn, textIn } from '../plots/figure-json.ts';
import { anchorOf, type PlacedAxis, type PlotFrame } from './plot-frame.ts';
import { px, strokedPath, svgLabel } from './svg-piece.ts';

const GRID = '#e6e8eb';
const ZERO = '#9aa1aa';
const LINE = '#b9bec5';

const LONGEST_MARK = 44;

function clipped(text: string): string {
  return text.length > LONGEST_MARK ? `${text.slice(0, LONGEST_MARK - 1)}…` : text;
}

/** Lines across the panel at each mark; along 0 a stronger one where the axis asks for it. */
function grid(axis: PlacedAxis, across: PlacedAxis): string {
  const [from, to] = across.pixels;
  const piece = (at: number): string =>
    axis.side === 'y'
      ? `M${px(from)} ${px(axis.pixelOf(at))}H${px(to)}`
      : `M${px(axis.pixelOf(at))} ${px(from)}V${px(to)}`;
  const marks = axis.values.kind === 'category' ? [] : axis.ticks;
  const hasZero = axis.settings.zeroline === true && axis.range[0] < 0 && axis.range[1] > 0;
  return (
    strokedPath(marks.map(({ at }) => piece(at)).join(''), { colour: GRID, width: 1 }) +
    (hasZero ? strokedPath(piece(0), { colour: ZERO, width: 1 }) : '')
  );
}

function xMarks(axis: PlacedAxis, y: number): string {
  const labels = axis.ticks.map(({ at, text }) =>
    svgLabel(axis.pixelOf(at), y + 15, clipped(text), { anchor: 'middle' }),
  );
  const title = textIn(objectIn(axis.settings, 'title'), 'text');
  if (title === undefined) return labels.join('');
  const middle = (axis.pixels[0] + axis.pixels[1]) / 2;
  return labels.join('') + svgLabel(middle, y + 31, title, { anchor: 'middle', size: 12 });
}

function yMarks(axis: PlacedAxis, x: number, left: number): string {
  const labels = axis.ticks.map(({ at, text }) =>
    svgLabel(x - 6, axis.pixelOf(at) + 4, clipped(text), { anchor: 'end' }),
  );
  const title = textIn(objectIn(axis.settings, 'title'), 'text');
  if (title === undefined) return labels.join('');
  const middle = (axis.pixels[0] + axis.pixels[1]) / 2;
  // inside the picture the title stands beside the marks, at its edge beside the edge
  const at = x === left ? 14 : x - 46;
  return labels.join('') + svgLabel(at, middle, title, { anchor: 'middle', size: 12, turn: -90 });
}

/** What lies below the traces. */
export function drawGrid(frame: PlotFrame): string {
  return [...frame.axes.values()]
    .map((axis) => {
      const across = anchorOf(frame, axis);
      return axis.settings.visible === false || across === undefined || axis.settings.showgrid === false
        ? ''
        : grid(axis, across);
    })
    .join('');
}

/** Lines, marks and titles, which lie above them. */
export function drawAxes(frame: PlotFrame): string {
  return [...frame.axes.values()]
    .map((axis) => {
      if (axis.settings.visible === false) return '';
      const across = anchorOf(frame, axis);
      const at = across?.pixels[0] ?? (axis.side === 'x' ? frame.bottom : frame.left);
      const [from, to] = axis.pixels;
      const line = axis.side === 'x' ? `M${px(from)} ${px(at)}H${px(to)}` : `M${px(at)} ${px(from)}V${px(to)}`;
      const marks = axis.side === 'x' ? xMarks(axis, at) : yMarks(axis, at, frame.left);
      return strokedPath(line, { colour: LINE, width: 1 }) + marks;
    })
    .join('');
}
