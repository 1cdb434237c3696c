// Takes candles, trades and regimes; gives the price chart: of one day in full, or of a long run with joined candles.

import type { CandleColumns, RegimeSpan } from '../report/session-result.ts';
import type { Trade } from '../report/trade.ts';
import { aggregateCandles, sliceCandles } from './candle-aggregation.ts';
import type { CandleDay } from './candle-days.ts';
import { AXIS, type Figure, type JsonObject, layoutOf } from './figure.ts';
import { GAIN, LOSS } from './palette.ts';
import { clipRegimes, regimeBands, regimeStrip } from './regime-traces.ts';
import { type AxisKind, type TimeAxis, timeAxis } from './time-axis.ts';
import { tradeTraces } from './trade-traces.ts';

/** Bars of the long chart at most: a browser draws these in about a second. */
export const MAX_BARS = 5_000;
/** Trades marked in the long chart at most. */
export const MAX_MARKED_TRADES = 2_000;
/** Trades up to which the long chart shows stops and targets. */
const MAX_LEVELS = 100;

export interface CandlesInput {
  /** At least one candle. */
  readonly candles: CandleColumns;
  readonly trades: readonly Trade[];
  readonly regimes: readonly RegimeSpan[];
}

/** The chart of a whole run, and what had to be left out of it. */
export interface PeriodFigure {
  readonly figure: Figure;
  readonly candlesPerBar: number;
  readonly bars: number;
  readonly markedTrades: number;
}

function candleTrace(candles: CandleColumns, axis: TimeAxis): JsonObject {
  return {
    type: 'candlestick',
    name: 'price',
    showlegend: false,
    x: axis.candleLabels,
    open: Array.from(candles.open),
    high: Array.from(candles.high),
    low: Array.from(candles.low),
    close: Array.from(candles.close),
    increasing: { line: { color: GAIN, width: 1 }, fillcolor: GAIN },
    decreasing: { line: { color: LOSS, width: 1 }, fillcolor: LOSS },
  };
}

const X_AXES: Readonly<Record<AxisKind, JsonObject>> = {
  clock: { ...AXIS, type: 'date', tickformat: '%H:%M', hoverformat: '%H:%M:%S', rangeslider: { visible: false } },
  candles: {
    ...AXIS,
    type: 'category',
    categoryorder: 'trace',
    nticks: 6,
    tickangle: 0,
    rangeslider: { visible: false },
  },
};

function figureOf(input: CandlesInput, kind: AxisKind, title: string, withLevels: boolean): Figure {
  const { candles, trades, regimes } = input;
  const axis = timeAxis(kind, candles.timeUs);
  const layout = layoutOf(title, {
    xaxis: { ...X_AXES[kind], anchor: 'y2' },
    yaxis: { ...AXIS, domain: [0.07, 1], title: { text: 'points' }, tickformat: ',.1f' },
    yaxis2: { domain: [0, 0.04], range: [-1, 1], fixedrange: true, visible: false },
    shapes: regimeBands(regimes, axis),
    hovermode: 'closest',
  });
  const data = [candleTrace(candles, axis), ...regimeStrip(regimes, axis), ...tradeTraces(trades, axis, withLevels)];
  return { data, layout };
}

/** Every candle, trade and level of one day on a clock axis. */
export function dayFigure(input: CandlesInput, { day, from, to }: CandleDay): Figure {
  const candles = sliceCandles(input.candles, from, to);
  const lastUs = candles.timeUs[candles.timeUs.length - 1]!;
  // The first candle began before its close; the one before it, of another day, says at most how long.
  const firstUs = candles.timeUs[0]! - (candles.timeUs.length > 1 ? candles.timeUs[1]! - candles.timeUs[0]! : 0);
  const trades = input.trades.filter((trade) => trade.exitTimeUs >= firstUs && trade.entryTimeUs <= lastUs);
  const regimes = clipRegimes(input.regimes, firstUs, lastUs);
  return figureOf({ candles, trades, regimes }, 'clock', `Price on ${day}`, true);
}

/** The largest trades by result, where there are too many to mark; in their old order. */
function largest(trades: readonly Trade[], count: number): readonly Trade[] {
  if (trades.length <= count) return trades;
  const chosen = [...trades].sort((a, b) => Math.abs(b.netE4) - Math.abs(a.netE4)).slice(0, count);
  return chosen.sort((a, b) => a.index - b.index);
}

/** A whole run on an axis without nights: at most MAX_BARS bars and MAX_MARKED_TRADES trades, the largest ones. */
export function periodFigure(input: CandlesInput): PeriodFigure {
  const { candles, candlesPerBar } = aggregateCandles(input.candles, MAX_BARS);
  const trades = largest(input.trades, MAX_MARKED_TRADES);
  const bars = candles.timeUs.length;
  const regimes = clipRegimes(input.regimes, candles.timeUs[0]!, candles.timeUs[bars - 1]!);
  const title = candlesPerBar === 1 ? 'Price' : `Price, ${candlesPerBar} candles to a bar`;
  const figure = figureOf({ candles, trades, regimes }, 'candles', title, trades.length <= MAX_LEVELS);
  return { figure, candlesPerBar, bars, markedTrades: trades.length };
}
