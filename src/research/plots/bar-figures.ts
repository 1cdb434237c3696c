// Takes daily results, HOLD counts or figures per hour; gives the bar charts of them.

import { e4ToBrl } from '../../core/account/money.ts';
import type { BreakdownRow } from '../statistics/breakdown.ts';
import type { DailyResult } from '../statistics/daily-results.ts';
import { Figure } from './figure.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { GAIN, GREY, LOSS } from './palette.ts';

const MONEY_AXIS: JsonObject = { ...AXIS, zeroline: true, title: { text: 'R$' }, tickformat: ',.0f' };

const colours = (values: readonly number[]): readonly string[] => values.map((value) => (value < 0 ? LOSS : GAIN));

/** Net result of each day in BRL. */
export function dailyFigure(daily: readonly DailyResult[]): Figure {
  const y = daily.map((day) => e4ToBrl(day.netE4));
  const x = daily.map((day) => day.day);
  return new Figure({
    data: [
      { type: 'bar', name: 'net', x, y, marker: { color: colours(y) }, hovertemplate: 'R$ %{y:,.2f}<extra></extra>' },
    ],
    layout: layoutOf('Net result of each day', {
      xaxis: { ...AXIS, type: 'category', nticks: 5, tickangle: 0 },
      yaxis: MONEY_AXIS,
      bargap: 0.15,
    }),
  });
}

/** Net result by hour of the entry in BRL, with the number of trades on the bars. */
export function hoursFigure(byHour: readonly BreakdownRow[]): Figure {
  const y = byHour.map((row) => e4ToBrl(row.statistics.netE4));
  const x = byHour.map((row) => `${row.key}:00`);
  const text = byHour.map((row) => `${row.statistics.trades}`);
  const trace = { type: 'bar', name: 'net', x, y, text, textposition: 'auto', marker: { color: colours(y) } };
  return new Figure({
    data: [{ ...trace, hovertemplate: '%{x}: R$ %{y:,.2f}, %{text} trades<extra></extra>' }],
    layout: layoutOf('Net result by hour of the entry (on the bars: trades)', {
      xaxis: { ...AXIS, type: 'category' },
      yaxis: MONEY_AXIS,
    }),
  });
}

/** How often each reason held the strategy back, the most frequent at the top. */
export function holdReasonsFigure(holdReasons: Readonly<Record<string, number>>): Figure {
  const rows = Object.entries(holdReasons).sort(([, a], [, b]) => a - b);
  const x = rows.map(([, count]) => count);
  const y = rows.map(([code]) => plotText(code));
  const trace = { type: 'bar', orientation: 'h', name: 'decisions', x, y, text: x.map(String), textposition: 'auto' };
  return new Figure({
    data: [{ ...trace, marker: { color: GREY }, hovertemplate: '%{y}: %{x:,}<extra></extra>' }],
    layout: layoutOf('Why nothing was done', {
      xaxis: { ...AXIS, title: { text: 'decisions' } },
      yaxis: { ...AXIS, type: 'category' },
      hovermode: 'closest',
    }),
  });
}
