// Takes regime spans and an axis; gives the strip below the candles, one colour per regime, and bands behind them.

import type { RegimeKind } from '../../core/regime/regime.ts';
import type { RegimeSpan } from '../report/session-result.ts';
import type { JsonObject } from './figure-json.ts';
import { REGIME_COLOURS, REGIME_NAMES } from './palette.ts';
import type { TimeAxis } from './time-axis.ts';

/** Beyond these many bands the picture behind the candles is noise and slow; the strip still shows them. */
const MAX_BANDS = 200;

/** The spans inside a stretch of time, cut to it. */
export function clipRegimes(regimes: readonly RegimeSpan[], fromUs: number, toUs: number): readonly RegimeSpan[] {
  return regimes
    .filter((span) => span.toUs > fromUs && span.fromUs < toUs)
    .map((span) => ({ ...span, fromUs: Math.max(span.fromUs, fromUs), toUs: Math.min(span.toUs, toUs) }));
}

/** One line trace per regime that occurs, on the axes x and y2; pieces are separated by null. */
export function regimeStrip(regimes: readonly RegimeSpan[], axis: TimeAxis): readonly JsonObject[] {
  const pieces = new Map<RegimeKind, { x: (string | null)[]; y: (number | null)[] }>();
  for (const span of regimes) {
    const piece = pieces.get(span.kind) ?? { x: [], y: [] };
    pieces.set(span.kind, piece);
    piece.x.push(axis.at(span.fromUs), axis.at(span.toUs), null);
    piece.y.push(0, 0, null);
  }
  return [...pieces].map(([kind, { x, y }]) => ({
    type: 'scatter',
    mode: 'lines',
    name: REGIME_NAMES[kind],
    legendgroup: kind,
    x,
    y,
    yaxis: 'y2',
    line: { color: REGIME_COLOURS[kind], width: 10 },
    hoverinfo: 'name',
  }));
}

/** Rectangles behind the candles, in the layout's `shapes`; none when there are too many to be read. */
export function regimeBands(regimes: readonly RegimeSpan[], axis: TimeAxis): readonly JsonObject[] {
  if (regimes.length > MAX_BANDS) return [];
  return regimes
    .filter((span) => span.kind !== 'undefined')
    .map((span) => ({
      type: 'rect',
      layer: 'below',
      x0: axis.at(span.fromUs),
      x1: axis.at(span.toUs),
      xref: 'x',
      y0: 0,
      y1: 1,
      yref: 'y domain',
      fillcolor: REGIME_COLOURS[span.kind],
      opacity: 0.09,
      line: { width: 0 },
    }));
}
