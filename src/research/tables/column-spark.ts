// A column of numbers in; its course from the first to the last row as a line of a few letters' width out, with holes where there are no values.

import type { TypedColumn } from '../../adapters/datasets/sql/typed-column.ts';
import { BLUE } from '../plots/palette.ts';
import { type Html, html } from '../report/html.ts';

const WIDTH = 84;
const HEIGHT = 18;
/** Pixels between neighbouring points. */
const STEP = 2;
/** Rows looked at, at most: of more, evenly some. */
const MOST_ROWS = 200_000;

interface Column {
  low: number;
  high: number;
}

/** The lowest and the highest value of each part of the rows; undefined where a part has none. */
function partsOf({ values, valid }: TypedColumn): readonly (Column | undefined)[] {
  const count = Math.min(Math.floor(WIDTH / STEP), values.length);
  const parts: (Column | undefined)[] = new Array(count).fill(undefined);
  const stride = Math.max(1, Math.ceil(values.length / MOST_ROWS));
  for (let row = 0; row < values.length; row += stride) {
    if (valid !== undefined && valid[row] !== 1) continue;
    const value = Number(values[row]);
    const at = Math.floor((row * count) / values.length);
    const part = parts[at];
    if (part === undefined) parts[at] = { low: value, high: value };
    else {
      part.low = Math.min(part.low, value);
      part.high = Math.max(part.high, value);
    }
  }
  return parts;
}

/** Empty for a column that is not of numbers, or has none. */
export function columnSpark(column: TypedColumn): Html {
  if (column.kind === 'text' || column.kind === 'time' || column.kind === 'boolean') return html``;
  const parts = partsOf(column);
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return html``;
  const low = Math.min(...known.map((part) => part.low));
  const high = Math.max(...known.map((part) => part.high));
  const level = (value: number): number =>
    high === low ? HEIGHT / 2 : Math.round(HEIGHT - 2 - ((HEIGHT - 4) * (value - low)) / (high - low));
  const step = WIDTH / Math.max(1, parts.length);
  let before = false;
  const pieces = parts.map((part, i) => {
    if (part === undefined) {
      before = false;
      return '';
    }
    const x = Math.round(i * step + 1);
    const [top, bottom] = [level(part.high), level(part.low)];
    const piece = `${before ? 'L' : 'M'}${x} ${bottom}${top === bottom ? (before ? '' : 'h1') : `V${top}`}`;
    before = true;
    return piece;
  });
  return html`<svg width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true"><path d="${pieces.join('')}" fill="none" stroke="${BLUE}"/></svg>`;
}
