// Values of a feature and closes of the same candles in; a small picture out, in whole pixels: a shape from which no price can be read.

import { BLUE, GREY } from '../plots/palette.ts';
import { type Html, html } from '../report/html.ts';

export const SPARKLINE_WIDTH = 220;
export const SPARKLINE_HEIGHT = 44;
/** Pixels between neighbouring points. */
const STEP = 2;
const CLOSE_BAND = { top: 2, height: 13 } as const;
const VALUE_BAND = { top: 20, height: 22 } as const;

export type Series = readonly (number | undefined)[];

interface Band {
  readonly top: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** `title` is read to those who cannot see it. Both series have one value a candle. */
export function sparkline(title: string, values: Series, closes: Series): Html {
  const zero = zeroLine(values);
  return html`<svg xmlns="http://www.w3.org/2000/svg" width="${SPARKLINE_WIDTH}" height="${SPARKLINE_HEIGHT}" viewBox="0 0 ${SPARKLINE_WIDTH} ${SPARKLINE_HEIGHT}" role="img"><title>${title}</title><g fill="none"><path stroke="${GREY}" d="${path(closes, CLOSE_BAND)}"/>${zero}<path stroke="${BLUE}" stroke-width="1.2" d="${path(values, VALUE_BAND)}"/></g></svg>`;
}

/** Where the feature is above at one time and below at another. */
function zeroLine(values: Series): Html {
  const [least, most] = extremes(values);
  if (!(least < 0 && most > 0)) return html``;
  return html`<path stroke="${GREY}" stroke-opacity=".5" d="M1 ${level(0, least, most, VALUE_BAND)}h${SPARKLINE_WIDTH - 2}"/>`;
}

function extremes(values: Series): readonly [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === undefined) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function level(value: number, least: number, most: number, { top, height }: Band): number {
  if (most === least) return top + Math.round(height / 2);
  return top + height - Math.round((height * (value - least)) / (most - least));
}

function path(values: Series, band: Band): string {
  const pieces: string[] = [];
  let before: Point | undefined;
  for (const point of points(values, band)) {
    if (point === undefined) before = undefined;
    else {
      pieces.push(before === undefined ? `M${point.x} ${point.y}h0` : lineTo(before, point));
      before = point;
    }
  }
  return pieces
    .join('')
    .replaceAll(/h0(?=[lhv])/g, '')
    .replaceAll(/(?:h\d+){2,}/g, (flat) => `h${flat.split('h').reduce((sum, each) => sum + Number(each), 0)}`);
}

function lineTo(from: Point, to: Point): string {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (dx === 0) return dy === 0 ? '' : `v${dy}`;
  if (dy === 0) return `h${dx}`;
  return `l${dx}${dy < 0 ? '' : ' '}${dy}`;
}

/** For each column of pixels the lowest and the highest of its candles in their order; undefined where it has none. */
function points(values: Series, band: Band): readonly (Point | undefined)[] {
  const [least, most] = extremes(values);
  const last = Math.max(1, values.length - 1);
  const columns = Map.groupBy(values.keys(), (at) => 1 + STEP * Math.round(((SPARKLINE_WIDTH - 2) * at) / last / STEP));
  return [...columns].flatMap(([x, candles]): readonly (Point | undefined)[] => {
    const heights = candles.flatMap((at) => {
      const value = values[at];
      return value === undefined ? [] : [level(value, least, most, band)];
    });
    if (heights.length === 0) return [undefined];
    const [low, high] = [Math.min(...heights), Math.max(...heights)];
    if (low === high) return [{ x, y: low }];
    const ends = heights.indexOf(low) < heights.indexOf(high) ? [low, high] : [high, low];
    return ends.map((y) => ({ x, y }));
  });
}
