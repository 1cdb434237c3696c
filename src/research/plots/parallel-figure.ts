// Points of a sweep in, each with its place on every axis and a metric; lines from axis to axis, the best ones in colour, out.

import { Figure } from './figure.ts';
import { badInput, commonLength, type NumberColumn, numbersOf } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { BLUE, GREY, PURPLE } from './palette.ts';

/** Lines drawn at most: the best ones, and every n-th of the others. */
export const MAX_PARALLEL_LINES = 1_000;
const BEST_SHARE = 0.1;
const MOST_AXES = 12;

export interface ParallelAxis {
  readonly name: string;
  /** As people read it, one for each point. */
  readonly values: readonly string[];
  /** 0..1 from the lower to the upper end of the axis. */
  readonly places: readonly number[];
}

export interface ParallelRequest {
  readonly axes: readonly ParallelAxis[];
  readonly metric: string;
  /** A point without a value is left out. */
  readonly values: NumberColumn;
  /** Which values are good; default the highest. */
  readonly best?: 'highest' | 'lowest' | undefined;
  readonly title?: string | undefined;
}

/** Where good points lie on each axis, and whether they lie together. UserError `figure-input`. */
export function parallelFigure({ axes, metric, values, best = 'highest', title }: ParallelRequest): Figure {
  if (axes.length === 0 || axes.length > MOST_AXES) {
    throw badInput('axes', `There cannot be ${axes.length} axes`, `Give 1 to ${MOST_AXES}`);
  }
  const merits = numbersOf(metric, values).map((value) => (best === 'highest' ? value : -value));
  commonLength({ [metric]: merits, ...Object.fromEntries(axes.map(({ name, places }) => [name, places])) });
  const ranked = Array.from(merits.keys())
    .filter((row) => !Number.isNaN(merits[row]!))
    .sort((a, b) => merits[a]! - merits[b]! || b - a);
  if (ranked.length === 0) throw badInput(metric, `No point has ${metric}`, 'Give at least one');
  const good = Math.max(1, Math.round(BEST_SHARE * ranked.length));
  const others = ranked.slice(0, ranked.length - good);
  const stride = Math.ceil(Math.max(1, others.length) / MAX_PARALLEL_LINES);
  const drawn = others.filter((_, at) => at % stride === 0);
  const all = [metricAxis(metric, merits, best, ranked), ...axes];
  const line = (name: string, rows: readonly number[], color: string, width: number, opacity: number): JsonObject => ({
    ...{ type: 'scatter', mode: 'lines', name, hoverinfo: 'text', opacity },
    x: rows.flatMap(() => [...all.map((axis) => plotText(axis.name)), null]),
    y: rows.flatMap((row) => [...all.map(({ places }) => places[row]!), null]),
    text: rows.flatMap((row) => [...all.map((axis) => plotText(`${axis.name} ${axis.values[row]}`)), '']),
    line: { color, width },
  });
  const data = [
    line('others', drawn, GREY, 1, 0.35),
    line(`best ${good}`, ranked.slice(-good, -1), BLUE, 1.5, 0.9),
    line(best, ranked.slice(-1), PURPLE, 3, 1),
  ].filter(({ x }) => (x as readonly unknown[]).length > 0);
  const remark = stride > 1 ? `${drawn.length} of ${others.length} lines of the others` : '';
  const xaxis = { ...AXIS, type: 'category', categoryorder: 'trace', showgrid: true };
  const yaxis = { ...AXIS, range: [-0.05, 1.05], showticklabels: false, title: { text: 'lower to upper end' } };
  return new Figure({
    data,
    layout: layoutOf(title ?? `${metric} of ${ranked.length} points`, { xaxis, yaxis, hovermode: 'closest' }, remark),
  });
}

/** The worst value below, the best one above. */
function metricAxis(
  name: string,
  merits: Float64Array,
  best: 'highest' | 'lowest',
  ranked: readonly number[],
): ParallelAxis {
  const [low, high] = [merits[ranked[0]!]!, merits[ranked.at(-1)!]!];
  const values = Array.from(merits, (merit) => String(Number((best === 'highest' ? merit : -merit).toPrecision(6))));
  return { name, values, places: Array.from(merits, (merit) => (high === low ? 0.5 : (merit - low) / (high - low))) };
}
