// Takes marked equity; gives the chart of the net result with its drawdown below.

import { e4ToBrl } from '../../core/account/money.ts';
import { brl, localTime } from '../report/number-format.ts';
import type { EquityColumns } from '../report/session-result.ts';
import { drawdownSeries, maxDrawdown } from '../statistics/drawdown.ts';
import { Figure } from './figure.ts';
import { badInput, checkTimes, commonLength, numbersOf } from './figure-columns.ts';
import { AXIS, layoutOf } from './figure-layout.ts';
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

/** What is said of the deepest fall below the title. */
function fallText(equity: EquityColumns): string {
  const fall = maxDrawdown(equity);
  if (fall === undefined) return '';
  const end = fall.recoveredTimeUs === undefined ? 'not made good' : `made good ${localTime(fall.recoveredTimeUs)}`;
  return `deepest fall ${brl(fall.depthE4)}: ${localTime(fall.peakTimeUs)} to ${localTime(fall.troughTimeUs)}, ${end}`;
}

/** The marks to draw, the one of the deepest fall among them: a stretch may have a lower mark before its peak. */
function drawnMarks(netE4: ArrayLike<number>, drawdown: ArrayLike<number>): readonly number[] {
  const drawn = displayIndices(netE4, MAX_EQUITY_POINTS);
  let deepest = 0;
  for (let i = 1; i < drawdown.length; i += 1) if (drawdown[i]! < drawdown[deepest]!) deepest = i;
  if (drawdown.length === 0 || drawn.includes(deepest)) return drawn;
  return [...drawn, deepest].sort((a, b) => a - b);
}

function checkEquity({ timeUs, netE4 }: EquityColumns): void {
  commonLength({ timeUs, netE4 });
  checkTimes('timeUs', numbersOf('timeUs', timeUs));
  const row = numbersOf('netE4', netE4).findIndex((value) => Number.isNaN(value));
  if (row < 0) return;
  throw badInput('netE4', `netE4 has no value in row ${row}`, 'Leave out marks at which the result is not known');
}

/** Net result in BRL since the start, and its distance from the peak so far. UserError `figure-input`. */
export function equityFigure(equity: EquityColumns): Figure {
  checkEquity(equity);
  const drawdown = drawdownSeries(equity.netE4);
  const drawn = drawnMarks(equity.netE4, drawdown);
  const x = drawn.map((i) => localTime(equity.timeUs[i]!));
  const line = (name: string, values: ArrayLike<number>, yaxis: string, colour: string) => ({
    type: 'scatter',
    mode: 'lines',
    name,
    x,
    y: drawn.map((i) => e4ToBrl(values[i]!)),
    yaxis,
    line: { color: colour, width: 1.5, shape: 'hv' },
    hovertemplate: 'R$ %{y:,.2f}',
  });
  const fall = { ...line('drawdown', drawdown, 'y2', LOSS), fill: 'tozeroy' };
  const layout = layoutOf(
    'Net result and drawdown',
    {
      xaxis: { ...AXIS, type: 'date', anchor: 'y2' },
      yaxis: { ...AXIS, domain: [0.34, 1], zeroline: true, title: { text: 'R$' }, tickformat: ',.0f' },
      yaxis2: { ...AXIS, domain: [0, 0.28], title: { text: 'R$' }, tickformat: ',.0f' },
      hovermode: 'x unified',
    },
    fallText(equity),
  );
  return new Figure({ data: [line('net result', equity.netE4, 'y', GAIN), fall], layout });
}
