// The traces of a figure in; the lines of its legend, wrapped to the width of the picture, out.

import { type FigureJson, type JsonObject, objectIn, textIn } from '../plots/figure-json.ts';
import { BLUE } from '../plots/palette.ts';
import { drawnTraces, LETTER } from './plot-frame.ts';
import { px, svgLabel } from './svg-piece.ts';

const LINE_HEIGHT = 17;
const SWATCH = 18;
/** Entries at most: more are no legend. */
const MOST_ENTRIES = 24;

interface Entry {
  readonly name: string;
  readonly colour: string;
  readonly isMark: boolean;
  /** Place in pixels from the left, and the line from 0. */
  readonly x: number;
  readonly line: number;
}

function colourOf(trace: JsonObject): string {
  const marker = textIn(objectIn(trace, 'marker'), 'color');
  const line = textIn(objectIn(trace, 'line'), 'color');
  const isMark = textIn(trace, 'mode') === 'markers' || trace.type === 'bar';
  return (isMark ? (marker ?? line) : (line ?? marker)) ?? BLUE;
}

function isListed(trace: JsonObject): boolean {
  const hasScale = trace.type === 'heatmap' || trace.type === 'candlestick';
  return !hasScale && trace.showlegend !== false && textIn(trace, 'name') !== undefined;
}

/** No entry where there is nothing to tell apart. */
export function legendEntries(figure: FigureJson, width: number): readonly Entry[] {
  const listed = drawnTraces(figure).filter(isListed);
  const byName = new Map(listed.map((trace) => [textIn(trace, 'name')!, trace]));
  const others = figure.data.some((trace) => !isListed(trace) && trace.type !== 'bar');
  if (byName.size < 2 && !(others && byName.size === 1)) return [];
  let [x, line] = [16, 0];
  return [...byName].slice(0, MOST_ENTRIES).map(([name, trace]) => {
    const room = SWATCH + name.length * LETTER + 20;
    if (x + room > width && x > 16) [x, line] = [16, line + 1];
    const entry = {
      name,
      colour: colourOf(trace),
      isMark: textIn(trace, 'mode') === 'markers' || trace.type === 'bar',
      x,
      line,
    };
    x += room;
    return entry;
  });
}

export function legendHeight(entries: readonly Entry[]): number {
  return entries.length === 0 ? 0 : (entries.at(-1)!.line + 1) * LINE_HEIGHT + 4;
}

export function drawLegend(entries: readonly Entry[], height: number): string {
  const top = height - legendHeight(entries);
  return entries
    .map(({ name, colour, isMark, x, line }) => {
      const y = top + line * LINE_HEIGHT + 8;
      const shape = isMark
        ? `<rect x="${px(x + 3)}" y="${px(y - 4)}" width="8" height="8" fill="${colour}"/>`
        : `<path d="M${px(x)} ${px(y)}h14" stroke="${colour}" stroke-width="3"/>`;
      return shape + svgLabel(x + SWATCH, y + 4, name);
    })
    .join('');
}
