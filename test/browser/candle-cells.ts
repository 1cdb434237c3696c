// Takes nothing; gives cells that draw candles, rising and falling ones, with what is expected of a picture of them.
import { GAIN, LOSS } from '../../src/research/plots/palette.ts';
import type { Pixels } from './pixels.ts';

/** One hour of minutes up and down. */
export const CANDLES_CELL = `import { candlesFigure } from 'quantumtrader/research';
const minutes = Array.from({ length: 60 }, (_, i) => i);
const startUs = Date.UTC(2027, 2, 1, 13) * 1000;
const open = minutes.map((i) => 5400 + 8 * Math.sin(i / 5));
const close = minutes.map((i) => 5400 + 8 * Math.sin((i + 1) / 5));
const candles = {
  timeUs: Float64Array.from(minutes, (i) => startUs + i * 60e6),
  open: Float64Array.from(open),
  high: Float64Array.from(minutes, (i) => Math.max(open[i]!, close[i]!) + 1),
  low: Float64Array.from(minutes, (i) => Math.min(open[i]!, close[i]!) - 1),
  close: Float64Array.from(close),
};
candlesFigure({ candles });`;

/** The same paper and axes without anything on them. */
export const EMPTY_CELL = `import { Figure } from 'quantumtrader/research';
const { layout } = candlesFigure({ candles });
new Figure({ data: [], layout });`;

const ENOUGH_PIXELS = 300;

/** Empty where the picture shows candles of both kinds. */
export function candleFaults(picture: Pixels): readonly string[] {
  const colours = { rising: GAIN, falling: LOSS };
  const missing = Object.entries(colours)
    .map(([name, colour]) => ({ name, count: picture.countOf(colour) }))
    .filter(({ count }) => count < ENOUGH_PIXELS)
    .map(({ name, count }) => `${count} pixels of ${name} candles`);
  const isBlank = picture.colours < 4 || picture.width < 400 || picture.height < 200;
  return isBlank ? ['blank', ...missing] : missing;
}
