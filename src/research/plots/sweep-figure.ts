// Runs of a sweep in, one row each with two parameters and a metric; the heat map of the metric, with its best cell marked, out.

import type { Frame } from '../frames/frame.ts';
import { Figure } from './figure.ts';
import { badInput, commonLength, type LabelColumn, labelsOf, type NumberColumn, numbersOf } from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { heatTrace } from './heat-trace.ts';
import { PURPLE } from './palette.ts';

/** Values of one parameter at most: more are no picture. */
export const MAX_SWEEP_VALUES = 100;

export interface SweepRequest {
  /** A frame, rows as objects, or columns by name. */
  readonly runs:
    | Frame
    | readonly Readonly<Record<string, unknown>>[]
    | Readonly<Record<string, NumberColumn | LabelColumn>>;
  /** Names of the two parameters and of the metric. */
  readonly x: string;
  readonly y: string;
  readonly metric: string;
  /** What stands for several runs of one cell: those of the worst seed do not hide behind those of the best. Default `mean`. */
  readonly of?: 'mean' | 'min' | 'max' | undefined;
  /** What is marked; default the highest. None where the metric is no merit. */
  readonly best?: 'highest' | 'lowest' | 'none' | undefined;
  readonly title?: string | undefined;
}

function columnOf(runs: SweepRequest['runs'], name: string): LabelColumn {
  if ('names' in runs && typeof runs.column === 'function') return (runs as Frame).column(name);
  if (Array.isArray(runs)) {
    if (runs.length > 0 && !runs.some((run) => name in run)) throw noColumn(name, Object.keys(runs[0]!));
    return runs.map((run) => run[name]) as LabelColumn;
  }
  const column = (runs as Readonly<Record<string, LabelColumn>>)[name];
  if (column === undefined) throw noColumn(name, Object.keys(runs));
  return column;
}

function noColumn(name: string, names: readonly string[]): Error {
  return badInput(name, `The runs have no ${name}`, `They have ${names.join(', ')}`);
}

/** Numbers in their order, names in theirs. */
function axisOf(name: string, labels: readonly (string | undefined)[]): readonly string[] {
  const values = [...new Set(labels)];
  if (values.includes(undefined)) {
    const row = labels.indexOf(undefined);
    throw badInput(name, `${name} has no value in row ${row}`, 'Give both parameters of every run');
  }
  if (values.length > MAX_SWEEP_VALUES) {
    const fix = `Choose at most ${MAX_SWEEP_VALUES} of them`;
    throw badInput(name, `${name} has ${values.length} different values`, fix);
  }
  const known = values as string[];
  return known.every((value) => Number.isFinite(Number(value)) && value.trim() !== '')
    ? known.sort((a, b) => Number(a) - Number(b))
    : known.sort();
}

interface Cell {
  sum: number;
  min: number;
  max: number;
  runs: number;
}

/** Runs by place: undefined where no run of the cell has the metric. */
function cellsOf(
  at: readonly (readonly [column: number, row: number])[],
  metric: Float64Array,
  size: readonly [number, number],
): readonly (readonly (Cell | undefined)[])[] {
  const cells = Array.from({ length: size[1] }, (): (Cell | undefined)[] => new Array(size[0]).fill(undefined));
  at.forEach(([column, row], run) => {
    const value = metric[run]!;
    if (Number.isNaN(value)) return;
    const cell = cells[row]![column];
    if (cell === undefined) cells[row]![column] = { sum: value, min: value, max: value, runs: 1 };
    else {
      cell.sum += value;
      cell.min = Math.min(cell.min, value);
      cell.max = Math.max(cell.max, value);
      cell.runs += 1;
    }
  });
  return cells;
}

/** Categories as axes, so that uneven steps of a parameter have cells of one size. UserErrors `figure-input`, `frame-column`. */
export function sweepFigure({ runs, x, y, metric, of = 'mean', best = 'highest', title }: SweepRequest): Figure {
  const [xs, ys] = [labelsOf(x, columnOf(runs, x)), labelsOf(y, columnOf(runs, y))];
  const values = numbersOf(metric, columnOf(runs, metric) as NumberColumn);
  if (commonLength({ [x]: xs, [y]: ys, [metric]: values }) === 0) {
    throw badInput('runs', 'There is no run to draw', 'Give at least one');
  }
  const [columns, rows] = [axisOf(x, xs), axisOf(y, ys)];
  const [columnAt, rowAt] = [new Map(columns.map((v, i) => [v, i])), new Map(rows.map((v, i) => [v, i]))];
  const at = xs.map((value, run) => [columnAt.get(value!)!, rowAt.get(ys[run]!)!] as const);
  const cells = cellsOf(at, values, [columns.length, rows.length]);
  const z = cells.map((row) => row.map((cell) => cell && (of === 'mean' ? cell.sum / cell.runs : cell[of])));
  const text = cells.map((row) => row.map((cell) => `${cell?.runs ?? 0} runs`));
  const hover = `${plotText(x)} %{x}, ${plotText(y)} %{y}: %{z:.6g} (%{text})`;
  const heat = heatTrace({ name: metric, x: columns, y: rows, z, unit: metric, hover, more: { text } });
  const empty = z.flat().filter((value) => value === undefined).length;
  const several = cells.flat().some((cell) => (cell?.runs ?? 0) > 1);
  const remarks = [
    several ? `${of} of the runs of a cell` : '',
    empty > 0 ? `${empty} of ${z.flat().length} cells have no run` : '',
  ];
  const axis = (name: string): JsonObject => ({
    ...AXIS,
    type: 'category',
    categoryorder: 'trace',
    title: { text: plotText(name) },
  });
  return new Figure({
    data: [heat, ...bestMark(z, columns, rows, best)],
    layout: layoutOf(
      title ?? `${metric} by ${x} and ${y}`,
      { xaxis: axis(x), yaxis: axis(y), hovermode: 'closest' },
      remarks.filter((remark) => remark !== '').join(', '),
    ),
  });
}

function bestMark(
  z: readonly (readonly (number | undefined)[])[],
  columns: readonly string[],
  rows: readonly string[],
  best: 'highest' | 'lowest' | 'none',
): readonly JsonObject[] {
  if (best === 'none') return [];
  const sign = best === 'highest' ? 1 : -1;
  let found: { readonly value: number; readonly column: number; readonly row: number } | undefined;
  for (const [row, values] of z.entries()) {
    for (const [column, value] of values.entries()) {
      if (value !== undefined && (found === undefined || sign * value > sign * found.value))
        found = { value, column, row };
    }
  }
  if (found === undefined) return [];
  const marker = { symbol: 'circle-open', size: 14, color: PURPLE, line: { color: PURPLE, width: 3 } };
  const [x, y] = [[plotText(columns[found.column]!)], [plotText(rows[found.row]!)]];
  return [{ type: 'scatter', mode: 'markers', name: best, x, y, marker, hoverinfo: 'skip' }];
}
