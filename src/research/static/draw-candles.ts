// A candlestick trace and its axes in; bodies and wicks in both colours out.

import { type JsonObject, listIn, objectIn, textIn } from '../plots/figure-json.ts';
import { GAIN, LOSS } from '../plots/palette.ts';
import type { PlacedAxis } from './plot-frame.ts';
import { boxPiece, filledPath, px, strokedPath } from './svg-piece.ts';

/** Pixels that a candle needs to be told from its neighbour. */
const LEAST_PIXELS = 3;

interface Bar {
  readonly x: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

function barsOf(trace: JsonObject, x: PlacedAxis): readonly Bar[] {
  const [opens, highs, lows, closes] = ['open', 'high', 'low', 'close'].map((key) => listIn(trace, key));
  return listIn(trace, 'x').flatMap((value, i): readonly Bar[] => {
    const at = x.at(value);
    const [open, high, low, close] = [opens![i], highs![i], lows![i], closes![i]];
    const isWhole = at !== undefined && [open, high, low, close].every((price) => typeof price === 'number');
    return isWhole ? [{ x: at, open, high, low, close } as Bar] : [];
  });
}

/** More candles than the picture has room for become fewer, neighbours joined; their highs and lows stay. */
function joined(bars: readonly Bar[], most: number): readonly Bar[] {
  const size = Math.ceil(bars.length / Math.max(1, most));
  if (size <= 1) return bars;
  return Array.from({ length: Math.ceil(bars.length / size) }, (_, i) => {
    const some = bars.slice(i * size, (i + 1) * size);
    return {
      x: (some[0]!.x + some.at(-1)!.x) / 2,
      open: some[0]!.open,
      high: Math.max(...some.map(({ high }) => high)),
      low: Math.min(...some.map(({ low }) => low)),
      close: some.at(-1)!.close,
    };
  });
}

function sideColour(trace: JsonObject, side: 'increasing' | 'decreasing', other: string): string {
  return textIn(objectIn(objectIn(trace, side), 'line'), 'color') ?? other;
}

export function drawCandles(trace: JsonObject, x: PlacedAxis, y: PlacedAxis): string {
  const all = barsOf(trace, x);
  const bars = joined(all, Math.floor(Math.abs(x.pixels[1] - x.pixels[0]) / LEAST_PIXELS));
  const distances = bars.slice(1).map((bar, i) => bar.x - bars[i]!.x);
  const step = distances.reduce((least, each) => (each > 0 && each < least ? each : least), 24);
  const half = Math.max(0.5, Math.min(10, step * 0.35));
  const pieces = { up: { wicks: '', bodies: '' }, down: { wicks: '', bodies: '' } };
  for (const bar of bars) {
    const side = bar.close >= bar.open ? pieces.up : pieces.down;
    const [open, close] = [y.pixelOf(bar.open), y.pixelOf(bar.close)];
    side.wicks += `M${px(bar.x)} ${px(y.pixelOf(bar.high))}V${px(y.pixelOf(bar.low))}`;
    // a candle that ends where it began is a line, not nothing
    const [top, bottom] = Math.abs(open - close) < 1 ? [open - 0.5, open + 0.5] : [open, close];
    side.bodies += boxPiece(bar.x - half, top, bar.x + half, bottom);
  }
  return (['up', 'down'] as const)
    .map((side) => {
      const colour = side === 'up' ? sideColour(trace, 'increasing', GAIN) : sideColour(trace, 'decreasing', LOSS);
      return strokedPath(pieces[side].wicks, { colour, width: 1 }) + filledPath(pieces[side].bodies, colour);
    })
    .join('');
}
