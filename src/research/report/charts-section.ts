// Takes a run and its statistics; gives the charts as data blocks with their places on the page, and what they leave out.

import { formatDay } from '../../core/market/civil-day.ts';
import { dayNumberAt } from '../../core/market/civil-time.ts';
import { dailyFigure, holdReasonsFigure, hoursFigure } from '../plots/bar-figures.ts';
import { type CandleDay, candleDays } from '../plots/candle-days.ts';
import { dayFigure, type PeriodFigure, periodFigure } from '../plots/candles-figure.ts';
import { compactFigure } from '../plots/compact-figure.ts';
import { equityFigure } from '../plots/equity-figure.ts';
import type { Figure } from '../plots/figure.ts';
import type { SessionStatistics } from '../statistics/session-statistics.ts';
import { type Html, html, jsonBlock } from './html.ts';
import { integer } from './number-format.ts';
import type { SessionResult } from './session-result.ts';

function chart(id: string, figure: Figure, label: string): Html {
  return html`<div class="chart" role="img" aria-label="${label}" data-figure="figure-${id}"></div>${jsonBlock(`figure-${id}`, compactFigure(figure))}\n`;
}

/** Days with a trade first, so that a limit of space leaves out those where nothing happened. */
function daysByInterest(result: SessionResult): readonly CandleDay[] {
  const traded = new Set(result.trades.map((trade) => formatDay(dayNumberAt(trade.entryTimeUs))));
  const days = candleDays(result.candles.timeUs);
  return [...days.filter(({ day }) => traded.has(day)), ...days.filter(({ day }) => !traded.has(day))];
}

interface DayChart {
  readonly day: string;
  readonly option: Html;
  readonly block: Html;
}

const bytesOf = (...pieces: readonly Html[]): number =>
  pieces.reduce((sum, piece) => sum + Buffer.byteLength(piece.markup), 0);

/** Charts of single days, ascending, as many as `maxBytes` hold. */
function dayCharts(result: SessionResult, days: readonly CandleDay[], maxBytes: number): readonly DayChart[] {
  const charts: DayChart[] = [];
  let bytes = 0;
  for (const day of days) {
    const id = `day-${day.day}`;
    const option = html`<option value="${id}">${day.day}</option>`;
    const block = html`${jsonBlock(id, compactFigure(dayFigure(result, day)))}\n`;
    bytes += bytesOf(option, block);
    if (bytes > maxBytes) break;
    charts.push({ day: day.day, option, block });
  }
  return charts.sort((a, b) => (a.day < b.day ? -1 : 1));
}

function remarksOn(result: SessionResult, period: PeriodFigure, daysLeftOut: number): string {
  const remarks: string[] = [];
  if (period.candlesPerBar > 1) {
    remarks.push(
      `The whole period has ${integer(result.candles.timeUs.length)} candles; it is drawn with ${period.candlesPerBar} candles to a bar, ${integer(period.bars)} bars. A single day shows every candle, stop and target.`,
    );
  }
  if (period.markedTrades < result.trades.length) {
    remarks.push(`Over the whole period only the ${integer(period.markedTrades)} largest trades are marked.`);
  }
  if (daysLeftOut > 0) {
    remarks.push(`${integer(daysLeftOut)} days are left out of the list for space, those without trades first.`);
  }
  return [...remarks, 'Candles stand at their close; the strip below them shows the regime.'].join(' ');
}

function priceChart(result: SessionResult, maxBytes: number): Html {
  const period = periodFigure(result);
  const whole = jsonBlock('figure-period', compactFigure(period.figure));
  const days = candleDays(result.candles.timeUs).length;
  const charts = dayCharts(result, daysByInterest(result), maxBytes - bytesOf(whole));
  return html`<div class="days"><button type="button" id="day-before" aria-label="day before">‹</button>
<label>Show <select id="day"><option value="figure-period">whole period</option>${charts.map(({ option }) => option)}</select></label>
<button type="button" id="day-after" aria-label="day after">›</button></div>
<p class="note">${remarksOn(result, period, days - charts.length)}</p>
<div class="chart tall" id="price" role="img" aria-label="price with trades and regimes" data-figure="figure-period"></div>
${whole}${charts.map(({ block }) => block)}`;
}

/** @param maxBytes room on the page for all of it: charts of single days are left out beyond it */
export function chartsSection(result: SessionResult, statistics: SessionStatistics, maxBytes: number): Html {
  const others = html`${chart('equity', equityFigure(result.equity), 'net result and drawdown')}
<div class="pair">${[
    chart('daily', dailyFigure(statistics.daily), 'net result of each day'),
    chart('hours', hoursFigure(statistics.byHour), 'net result by hour'),
  ]}</div>
${chart('holds', holdReasonsFigure(result.holdReasons), 'reasons of HOLD decisions')}`;
  const hasCandles = result.candles.timeUs.length > 0;
  const price = hasCandles
    ? priceChart(result, maxBytes - bytesOf(others))
    : html`<p>The run has no candles to draw.</p>`;
  return html`<section id="charts"><h2>Charts</h2><noscript><p>Charts need JavaScript; all figures are in the tables.</p></noscript>
${price}
${others}</section>`;
}
