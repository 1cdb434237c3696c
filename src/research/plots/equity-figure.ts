// Takes marked equity; gives the chart of the net result with its drawdown below.

import { e4ToBrl } from '../../core/account/money.ts';
import { localTime } from '../report/number-format.ts';
import type { EquityColumns } from '../report/session-result.ts';
import { drawdownSeries } from '../statistics/drawdown.ts';
import { AXIS, type Figure, layoutOf } from './figure.ts';
import { GAIN, LOSS } from './palette.ts';

/** Points drawn at most. */
export const MAX_EQUITY_POINTS = 4_000;

/**
 * Indices to draw: all of them, or of each of equal stretches the first, lowest, highest and last, so that no peak and no
 * trough is lost.
 */
export function displayIndices(values: ArrayLike<number>, maxPoints: number): readonly number[] {
  const count = values.length;
  if (count <= maxPoints) return Array.from({ length: count }, (_, i) => i);
  const stretches = Math.max(1, Math.floor(maxPoints / 4));
  const chosen = new Set<number>();
  for (let s = 0; s < stretches; s += 1) {
    const from = Math.floor((s * count) / stretches);
    const to = Math.floor(((s + 1) * count) / stretches);
    let low = from;
    let high = from;
    for (let i = from; i < to; i += 1) {
      if (values[i]! < values[low]!) low = i;
      if (values[i]! > values[high]!) high = i;
    }
    for (const index of [from, low, high, to - 1]) chosen.add(index);
  }
  return [...chosen].sort((a, b) => a - b);
}

/** Net result in BRL since the start, and its distance from the peak so far. */
export function equityFigure(equity: EquityColumns): Figure {
  const drawdown = drawdownSeries(equity.netE4);
  const shown = displayIndices(equity.netE4, MAX_EQUITY_POINTS);
  const x = shown.map((i) => localTime(equity.timeUs[i]!));
  const line = (name: string, values: ArrayLike<number>, yaxis: string, colour: string) => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x,
    y: shown.map((i) => e4ToBrl(values[i]!)),
    yaxis,
    line: { color: colour, width: 1.5, shape: 'hv' },
    hovertemplate: 'R$ %{y:,.2f}',
  });
  const fall = { ...line('drawdown', drawdown, 'y2', LOSS), fill: 'tozeroy' };
  return {
    data: [line('net result', equity.netE4, 'y', GAIN), fall],
    layout: layoutOf('Net result and drawdown', {
      xaxis: { ...AXIS, type: 'date', anchor: 'y2' },
      yaxis: { ...AXIS, domain: [0.34, 1], zeroline: true, title: { text: 'R$' }, tickformat: ',.0f' },
      yaxis2: { ...AXIS, domain: [0, 0.28], title: { text: 'R$' }, tickformat: ',.0f' },
      hovermode: 'x unified',
    }),
  };
}
