// Checks what the figures draw: whole JSON, all trades in their places, extremes kept, texts that are no tags.
import { describe, expect, it } from 'vitest';
import { dailyFigure, holdReasonsFigure, hoursFigure } from '../../../src/research/plots/bar-figures.ts';
import { candleDays } from '../../../src/research/plots/candle-days.ts';
import { dayFigure, MAX_BARS, MAX_MARKED_TRADES, periodFigure } from '../../../src/research/plots/candles-figure.ts';
import { displayIndices, equityFigure, MAX_EQUITY_POINTS } from '../../../src/research/plots/equity-figure.ts';
import type { Figure } from '../../../src/research/plots/figure.ts';
import type { JsonObject } from '../../../src/research/plots/figure-json.ts';
import { sessionStatistics } from '../../../src/research/statistics/session-statistics.ts';
import { generatedResult } from '../report/generated-result.ts';

const RESULT = generatedResult({ seed: 4, days: 2, candlesPerDay: 100, tradesPerDay: 4, edge: 0.6 });
const DAYS = candleDays(RESULT.candles.timeUs);

function trace(figure: Figure, name: string): JsonObject & { x: readonly string[]; y: readonly number[] } {
  const found = figure.data.find((candidate) => candidate.name === name);
  expect(found, `trace ${name}`).toBeDefined();
  return found as JsonObject & { x: readonly string[]; y: readonly number[] };
}

describe('figures', () => {
  it('are plain JSON: nothing is lost or changed on the way to the page', () => {
    const statistics = sessionStatistics(RESULT);
    const figures = [
      periodFigure(RESULT).figure,
      dayFigure(RESULT, DAYS[0]!),
      equityFigure(RESULT.equity),
      dailyFigure(statistics.daily),
      hoursFigure(statistics.byHour),
      holdReasonsFigure(RESULT.holdReasons),
    ];
    for (const figure of figures) expect(JSON.parse(JSON.stringify(figure))).toEqual(figure);
  });

  it('mark every trade of a day at its time and price, with stop and target', () => {
    const figure = dayFigure(RESULT, DAYS[1]!);
    const trades = RESULT.trades.slice(4);
    expect(trace(figure, 'exit').y).toEqual(trades.map((trade) => trade.exitPrice));
    expect(trace(figure, 'exit').x[0]).toMatch(/^2024-08-06 \d{2}:\d{2}:00$/);
    expect(trace(figure, 'stop').y.filter((value) => value !== null)).toEqual(
      trades.flatMap((trade) => [trade.stopPrice, trade.stopPrice]),
    );
    const buys = trades.filter((trade) => trade.side === 'buy').length;
    expect(trace(figure, 'entry, buy').x).toHaveLength(buys);
  });

  it('put trades and regimes of a long run on its bars', () => {
    const big = generatedResult({ seed: 4, days: 60, candlesPerDay: 300, tradesPerDay: 40, edge: 0.6 });
    const { figure, bars, candlesPerBar, markedTrades } = periodFigure(big);
    expect(bars).toBeLessThanOrEqual(MAX_BARS);
    expect(candlesPerBar).toBe(5);
    expect(markedTrades).toBe(MAX_MARKED_TRADES);
    const labels = new Set(trace(figure, 'price').x);
    expect(labels.size).toBe(bars);
    for (const name of ['entry, buy', 'entry, sell', 'exit', 'trend up', 'range']) {
      for (const x of trace(figure, name).x) if (x !== null) expect(labels.has(x)).toBe(true);
    }
  });

  it('draw few points of a long equity but its highest and lowest', () => {
    const values = Float64Array.from({ length: 50_000 }, (_, i) => Math.sin(i / 700) * 1000);
    values[31_234] = 9999;
    values[17_777] = -9999;
    const shown = displayIndices(values, MAX_EQUITY_POINTS);
    expect(shown.length).toBeLessThanOrEqual(MAX_EQUITY_POINTS);
    expect(shown).toContain(31_234);
    expect(shown).toContain(17_777);
    expect([shown[0], shown.at(-1)]).toEqual([0, 49_999]);
    expect(displayIndices([5, 6], 4000)).toEqual([0, 1]);
  });

  it('give equity in BRL with its drawdown', () => {
    const figure = equityFigure({ timeUs: RESULT.candles.timeUs, netE4: RESULT.equity.netE4 });
    expect(trace(figure, 'net result').y.at(-1)).toBe(sessionStatistics(RESULT).netE4 / 10_000);
    expect(Math.max(...trace(figure, 'drawdown').y)).toBeLessThanOrEqual(0);
  });

  it('order HOLD reasons by count and show names as text', () => {
    const figure = holdReasonsFigure({ few: 1, '<a href="x">many</a>': 9 });
    expect(trace(figure, 'decisions').y).toEqual(['few', '&lt;a href="x"&gt;many&lt;/a&gt;']);
  });
});
