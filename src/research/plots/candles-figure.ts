// Takes candles, trades and regimes; gives the price chart: of one day in full, or of a long run with joined candles.

import type { CandleColumns, RegimeSpan } from '../report/session-result.ts';
import { aggregateCandles, sliceCandles } from './candle-aggregation.ts';
import type { CandleDay } from './candle-days.ts';
import { Figure } from './figure.ts';
import { shown } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf } from './figure-layout.ts';
import { GAIN, GREY, LOSS } from './palette.ts';
import { clipRegimes, regimeBands, regimeStrip } from './regime-traces.ts';
import { type AxisKind, type TimeAxis, timeAxis } from './time-axis.ts';
import { resultOf, type TradeMark, tradeTraces } from './trade-traces.ts';

/** Bars of the long chart at most: a browser draws these in about a second. */
export const MAX_BARS = 5_000;
/** Trades marked in the long chart at most. */
export const MAX_MARKED_TRADES = 2_000;
/** The same for a figure that is one of many in a notebook, whose file holds each of them several times. */
export const NOTEBOOK_LIMITS: PeriodLimits = { bars: 1_500, trades: 400 };
/** Trades up to which the long chart shows stops and targets. */
const MAX_LEVELS = 100;

export interface CandlesInput {
  /** At least one candle. */
  readonly candles: CandleColumns;
  readonly trades: readonly TradeMark[];
  readonly regimes: readonly RegimeSpan[];
  /** Contracts of each candle below the prices. Pages that hold many days leave them out: they are a fifth of the text. */
  readonly withVolume?: boolean | undefined;
}

export interface PeriodLimits {
  readonly bars: number;
  readonly trades: number;
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

function volumeTrace(candles: CandleColumns, axis: TimeAxis): JsonObject {
  return {
    type: 'bar',
    name: 'volume',
    showlegend: false,
    x: axis.candleLabels,
    y: Array.from(candles.volume, shown),
    yaxis: 'y3',
    marker: { color: GREY },
    hovertemplate: '%{y:,} contracts<extra></extra>',
  };
}

const VOLUME_AXIS: JsonObject = {
  ...AXIS,
  domain: [0.07, 0.23],
  title: { text: 'contracts' },
  nticks: 3,
  rangemode: 'tozero',
};

function figureOf(input: CandlesInput, kind: AxisKind, title: string, withLevels: boolean): Figure {
  const { candles, trades, regimes, withVolume = false } = input;
  const axis = timeAxis(kind, candles.timeUs);
  const layout = layoutOf(title, {
    xaxis: { ...X_AXES[kind], anchor: 'y2' },
    yaxis: { ...AXIS, domain: [withVolume ? 0.27 : 0.07, 1], title: { text: 'points' }, tickformat: ',.1f' },
    yaxis2: { domain: [0, 0.04], range: [-1, 1], fixedrange: true, visible: false },
    ...(withVolume ? { yaxis3: VOLUME_AXIS, bargap: 0.1 } : {}),
    shapes: regimeBands(regimes, axis),
    hovermode: 'closest',
  });
  const volume = withVolume ? [volumeTrace(candles, axis)] : [];
  const marks = [...regimeStrip(regimes, axis), ...tradeTraces(trades, axis, withLevels)];
  return new Figure({ data: [candleTrace(candles, axis), ...volume, ...marks], layout });
}

/** Every candle, trade and level of one day on a clock axis. */
export function dayFigure(input: CandlesInput, { day, from, to }: CandleDay): Figure {
  const candles = sliceCandles(input.candles, from, to);
  const lastUs = candles.timeUs[candles.timeUs.length - 1]!;
  // The first candle began before its close; the one before it, of another day, says at most how long.
  const firstUs = candles.timeUs[0]! - (candles.timeUs.length > 1 ? candles.timeUs[1]! - candles.timeUs[0]! : 0);
  const trades = input.trades.filter((trade) => trade.exitTimeUs >= firstUs && trade.entryTimeUs <= lastUs);
  const regimes = clipRegimes(input.regimes, firstUs, lastUs);
  return figureOf({ ...input, candles, trades, regimes }, 'clock', `Price on ${day}`, true);
}

/** The largest trades by result, where there are too many to mark; in their old order. */
function largest(trades: readonly TradeMark[], count: number): readonly TradeMark[] {
  if (trades.length <= count) return trades;
  const byResult = [...trades].sort((a, b) => Math.abs(resultOf(b)) - Math.abs(resultOf(a)));
  const chosen = new Set(byResult.slice(0, count));
  return trades.filter((trade) => chosen.has(trade));
}

const PAGE_LIMITS: PeriodLimits = { bars: MAX_BARS, trades: MAX_MARKED_TRADES };

/** A whole run on an axis without nights: no more bars and trades than the limits, of trades the largest ones. */
export function periodFigure(input: CandlesInput, limits: PeriodLimits = PAGE_LIMITS): PeriodFigure {
  const { candles, candlesPerBar } = aggregateCandles(input.candles, limits.bars);
  const trades = largest(input.trades, limits.trades);
  const bars = candles.timeUs.length;
  const regimes = clipRegimes(input.regimes, candles.timeUs[0]!, candles.timeUs[bars - 1]!);
  const title = candlesPerBar === 1 ? 'Price' : `Price, ${candlesPerBar} candles to a bar`;
  const figure = figureOf({ ...input, candles, trades, regimes }, 'candles', title, trades.length <= MAX_LEVELS);
  return { figure, candlesPerBar, bars, markedTrades: trades.length };
}
