// Columns over time in; their lines, in one picture or below each other, on a clock for one day and without the nights for more, out.

import { candleDays } from './candle-days.ts';
import { displayIndices } from './equity-figure.ts';
import { Figure } from './figure.ts';
import { badInput, checkTimes, commonLength, type NumberColumn, numbersOf, shown } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { AMBER, BLUE, GREEN, GREY, PURPLE, VERMILLION } from './palette.ts';
import { timeAxis } from './time-axis.ts';

/** Lines and points of a line at most. */
export const MAX_LINES = 6;
export const MAX_LINE_POINTS = 2_000;
const COLOURS = [BLUE, VERMILLION, GREEN, AMBER, PURPLE, GREY];
const GAP = 0.06;

export interface LinesRequest {
  /** Microseconds UTC, ascending: `frame.times`. */
  readonly timeUs: NumberColumn;
  /** By name; a row without a value is a gap. */
  readonly lines: Readonly<Record<string, NumberColumn>>;
  /** Each line in a part of its own, with its own scale, one below the other. */
  readonly apart?: boolean | undefined;
  /** Of the values. */
  readonly unit?: string | undefined;
  readonly title?: string | undefined;
}

/** UserError `figure-input`. Of more points the first, lowest, highest and last of equal stretches are drawn. */
export function linesFigure({ timeUs, lines, apart = false, unit, title }: LinesRequest): Figure {
  const times = numbersOf('timeUs', timeUs);
  checkTimes('timeUs', times);
  const columns = Object.entries(lines).map(([name, column]) => [name, numbersOf(name, column)] as const);
  if (columns.length === 0 || columns.length > MAX_LINES) {
    throw badInput('lines', `There cannot be ${columns.length} lines`, `Give 1 to ${MAX_LINES}`);
  }
  if (commonLength({ timeUs: times, ...Object.fromEntries(columns) }) === 0) {
    throw badInput('lines', 'There is no row to draw', 'Give at least one');
  }
  const drawn = drawnRows(columns.map(([, values]) => values));
  const { kind, candleLabels } = timeAxis(candleDays(times).length === 1 ? 'clock' : 'candles', times);
  const x = drawn.map((row) => candleLabels[row]!);
  const traces = columns.map(([name, values], at) => ({
    type: 'scatter',
    mode: 'lines',
    name: plotText(name),
    x,
    y: drawn.map((row) => shown(values[row])),
    yaxis: apart && at > 0 ? `y${at + 1}` : 'y',
    line: { color: COLOURS[at]!, width: 1.5 },
    hovertemplate: '%{y:.6g}',
  }));
  const clock = { type: 'date', tickformat: '%H:%M', hoverformat: '%H:%M:%S' };
  const rows = { type: 'category', categoryorder: 'trace', nticks: 6, tickangle: 0 };
  const xaxis = { ...AXIS, ...(kind === 'clock' ? clock : rows), anchor: apart ? yName(columns.length - 1) : 'y' };
  const layout = layoutOf(
    title ?? columns.map(([name]) => name).join(', '),
    { xaxis, ...yAxes(columns.length, apart, unit), hovermode: 'x unified' },
    drawn.length < times.length ? `${drawn.length} of ${times.length} rows, highest and lowest kept` : '',
  );
  return new Figure({ data: traces, layout });
}

const yName = (at: number): string => (at === 0 ? 'y' : `y${at + 1}`);

function yAxes(lines: number, apart: boolean, unit: string | undefined): JsonObject {
  const title = unit === undefined ? {} : { title: { text: plotText(unit) } };
  if (!apart) return { yaxis: { ...AXIS, ...title } };
  const height = (1 - GAP * (lines - 1)) / lines;
  const axes = Array.from({ length: lines }, (_, at) => {
    const top = 1 - at * (height + GAP);
    return [
      at === 0 ? 'yaxis' : `yaxis${at + 1}`,
      { ...AXIS, ...title, domain: [top - height, top], nticks: 4 },
    ] as const;
  });
  return {
    ...Object.fromEntries(
      axes.map(([name, axis]) => [name, { ...axis, domain: axis.domain.map((each) => Math.max(0, each)) }]),
    ),
    height: 140 + 110 * lines,
  };
}

/** Of each line the extremes of its known values, and where a gap begins. */
function drawnRows(columns: readonly Float64Array[]): readonly number[] {
  const { length } = columns[0]!;
  if (length <= MAX_LINE_POINTS) return Array.from({ length }, (_, row) => row);
  const most = Math.floor(MAX_LINE_POINTS / columns.length);
  const rows = columns.flatMap((values) => {
    const known = [...values.keys()].filter((row) => !Number.isNaN(values[row]));
    const drawn = displayIndices(
      known.map((row) => values[row]!),
      most,
    );
    const gaps = known.filter((row) => row + 1 < length && Number.isNaN(values[row + 1]));
    return [...drawn.map((at) => known[at]!), ...gaps.map((row) => row + 1)];
  });
  return [...new Set(rows)].sort((a, b) => a - b);
}
