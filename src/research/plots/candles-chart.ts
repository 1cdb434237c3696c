// Candles of a frame or of columns, trades and regimes in; their picture with volume out, of one day on a clock or of many without the nights.

import type { Frame } from '../frames/frame.ts';
import type { CandleColumns, RegimeSpan } from '../report/session-result.ts';
import { candleDays } from './candle-days.ts';
import { dayFigure, NOTEBOOK_LIMITS, periodFigure } from './candles-figure.ts';
import { Figure } from './figure.ts';
import { badInput, checkTimes, commonLength, numbersOf } from './figure-columns.ts';
import { objectIn } from './figure-json.ts';
import { plotText } from './figure-layout.ts';
import type { TradeMark } from './trade-traces.ts';

export interface CandlesRequest {
  /** A frame with an index of closes and `open`, `high`, `low`, `close` and perhaps `volume`; or columns of that kind. */
  readonly candles: Frame | (Omit<CandleColumns, 'volume'> & Partial<Pick<CandleColumns, 'volume'>>);
  readonly trades?: readonly TradeMark[] | undefined;
  readonly regimes?: readonly RegimeSpan[] | undefined;
  /** One local day, YYYY-MM-DD; without it everything, which is one day on a clock where all candles are of one. */
  readonly day?: string | undefined;
  readonly title?: string | undefined;
}

const PRICES = ['open', 'high', 'low', 'close'] as const;

interface KnownCandles {
  readonly candles: CandleColumns;
  /** Rows without one of the prices: nothing is drawn there. */
  readonly unpriced: number;
  readonly hasVolume: boolean;
}

function columnOf(
  candles: CandlesRequest['candles'],
  name: 'volume' | (typeof PRICES)[number],
): Float64Array | undefined {
  if ('names' in candles) return candles.names.includes(name) ? numbersOf(name, candles.column(name)) : undefined;
  const column = candles[name];
  return column === undefined ? undefined : numbersOf(name, column);
}

function knownCandles(source: CandlesRequest['candles']): KnownCandles {
  const timeUs = 'names' in source ? source.times : numbersOf('timeUs', source.timeUs);
  const prices = PRICES.map((name) => {
    const column = columnOf(source, name);
    if (column !== undefined) return column;
    throw badInput(name, `The candles have no ${name}`, 'Give open, high, low and close in every candle');
  });
  const [open, high, low, close] = prices as [Float64Array, Float64Array, Float64Array, Float64Array];
  const volume = columnOf(source, 'volume');
  commonLength({ timeUs, open, high, low, close, ...(volume === undefined ? {} : { volume }) });
  checkTimes('timeUs', timeUs);
  const rows = [...timeUs.keys()].filter((row) => !prices.some((column) => Number.isNaN(column[row])));
  const row = rows.find(
    (r) => high[r]! < Math.max(open[r]!, close[r]!, low[r]!) || low[r]! > Math.min(open[r]!, close[r]!),
  );
  if (row !== undefined) {
    const fix = 'The high is the highest and the low the lowest of the four prices';
    throw badInput('high', `Row ${row} is no candle: high ${high[row]}, low ${low[row]}`, fix);
  }
  const pick = (column: Float64Array): Float64Array => Float64Array.from(rows, (r) => column[r]!);
  return {
    candles: {
      ...{ timeUs: pick(timeUs), open: pick(open), high: pick(high), low: pick(low), close: pick(close) },
      // joined bars of which one volume is not known have none: a sum with NaN in it is NaN, which is drawn as a gap
      volume: volume === undefined ? new Float64Array(rows.length).fill(Number.NaN) : pick(volume),
    },
    unpriced: timeUs.length - rows.length,
    hasVolume: volume?.some((value) => !Number.isNaN(value)) ?? false,
  };
}

/**
 * Candles in the colours of gain and loss, entries, exits and ways of trades, regimes as bands and a strip, volume below.
 * NOTEBOOK_LIMITS: more bars of many days are joined, of more trades the largest are marked; one day has all of them. UserError `figure-input`.
 */
export function candlesFigure({ candles: source, trades = [], regimes = [], day, title }: CandlesRequest): Figure {
  const { candles, unpriced, hasVolume } = knownCandles(source);
  const days = candleDays(candles.timeUs);
  if (days.length === 0) {
    throw badInput('candles', 'There is no candle to draw', 'Give at least one candle with its four prices');
  }
  const input = { candles, trades, regimes, withVolume: hasVolume };
  const chosen = day === undefined && days.length === 1 ? days[0] : days.find((each) => each.day === day);
  if (day !== undefined && chosen === undefined) {
    const span = `${days[0]!.day} to ${days.at(-1)!.day}`;
    throw badInput('day', `There is no candle on ${day}`, `The candles are of ${days.length} days, ${span}`);
  }
  if (chosen !== undefined) return titled(dayFigure(input, chosen), title, remarkOf(unpriced, 0, 0));
  const { figure, candlesPerBar, markedTrades } = periodFigure(input, NOTEBOOK_LIMITS);
  return titled(
    figure,
    title,
    remarkOf(unpriced, title === undefined ? 1 : candlesPerBar, trades.length - markedTrades),
  );
}

function remarkOf(unpriced: number, candlesPerBar: number, unmarked: number): string {
  const remarks: string[] = [];
  if (candlesPerBar > 1) remarks.push(`${candlesPerBar} candles to a bar`);
  if (unmarked > 0) remarks.push(`the ${unmarked} smallest trades are not marked`);
  if (unpriced > 0) remarks.push(`${unpriced} rows without prices are not drawn`);
  return remarks.join(', ');
}

function titled(figure: Figure, title: string | undefined, remark: string): Figure {
  if (title === undefined && remark === '') return figure;
  const before = objectIn(figure.layout, 'title');
  const text = title === undefined ? {} : { text: plotText(title) };
  const subtitle = remark === '' ? {} : { subtitle: { text: plotText(remark), font: { size: 12 } } };
  const margin = remark === '' ? {} : { margin: { ...objectIn(figure.layout, 'margin'), t: 64 } };
  return new Figure({
    data: figure.data,
    layout: { ...figure.layout, ...margin, title: { ...before, ...text, ...subtitle } },
  });
}
