// Names of features and how much each counts in; horizontal bars, the largest at the top, out.

import { Figure } from './figure.ts';
import {
  badInput,
  commonLength,
  type LabelColumn,
  labelsOf,
  type NumberColumn,
  numbersOf,
  shown,
} from './figure-columns.ts';
import type { JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { GAIN, LOSS } from './palette.ts';

/** Bars drawn at most. */
export const MAX_IMPORTANCES = 40;

export interface ImportanceRequest {
  /** Columns of one length, or importances by name. */
  readonly importances:
    | Readonly<Record<string, number | undefined | null>>
    | ReadonlyMap<string, number | undefined | null>
    | { readonly names: LabelColumn; readonly values: NumberColumn; readonly errors?: NumberColumn | undefined };
  /** What the numbers are, such as `loss without it`. */
  readonly unit?: string | undefined;
  /** Default MAX_IMPORTANCES. */
  readonly most?: number | undefined;
  readonly title?: string | undefined;
}

interface Row {
  readonly name: string;
  readonly value: number;
  readonly error: number;
}

function isColumns(given: object): given is { names: LabelColumn; values: NumberColumn; errors?: NumberColumn } {
  return 'names' in given && 'values' in given && typeof given.names === 'object' && typeof given.values === 'object';
}

function rowsOf(given: ImportanceRequest['importances']): readonly Row[] {
  if (isColumns(given)) {
    const names = labelsOf('names', given.names);
    const values = numbersOf('values', given.values);
    const errors = given.errors === undefined ? undefined : numbersOf('errors', given.errors);
    commonLength({ names, values, ...(errors === undefined ? {} : { errors }) });
    return names.map((name, row) => {
      if (name !== undefined) return { name, value: values[row]!, error: errors?.[row] ?? Number.NaN };
      throw badInput('names', `names has no value in row ${row}`, 'Name every feature');
    });
  }
  const entries: readonly (readonly [string, number | undefined | null])[] =
    given instanceof Map ? [...given] : Object.entries(given as Readonly<Record<string, number>>);
  const values = numbersOf(
    'importances',
    entries.map(([, value]) => value),
  );
  return entries.map(([name], row) => ({ name, value: values[row]!, error: Number.NaN }));
}

/** By the size of the number, whatever its sign; features without a number are counted, not drawn. UserError `figure-input`. */
export function importanceFigure(request: ImportanceRequest): Figure {
  const { importances, unit = 'importance', most = MAX_IMPORTANCES, title = 'Feature importance' } = request;
  const all = rowsOf(importances);
  const known = all.filter(({ value }) => !Number.isNaN(value));
  if (known.length === 0) throw badInput('importances', 'No feature has an importance', 'Give at least one number');
  const drawn = [...known]
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
    .slice(0, Math.min(most, MAX_IMPORTANCES));
  // a bar chart begins at the bottom
  const rows = drawn.toReversed();
  const remarks = [
    known.length > rows.length ? `the largest ${rows.length} of ${known.length}` : '',
    all.length > known.length ? `${all.length - known.length} without a number are left out` : '',
  ];
  const hasErrors = rows.some(({ error }) => !Number.isNaN(error));
  const bars: JsonObject = {
    type: 'bar',
    orientation: 'h',
    name: plotText(unit),
    x: rows.map(({ value }) => value),
    y: rows.map(({ name }) => plotText(name)),
    marker: { color: rows.map(({ value }) => (value < 0 ? LOSS : GAIN)) },
    hovertemplate: '%{y}: %{x:.6g}<extra></extra>',
    ...(hasErrors ? { error_x: { type: 'data', array: rows.map(({ error }) => shown(error)), thickness: 1 } } : {}),
  };
  const layout = layoutOf(
    title,
    {
      xaxis: { ...AXIS, zeroline: true, title: { text: plotText(unit) } },
      yaxis: { ...AXIS, type: 'category', categoryorder: 'trace', dtick: 1 },
      height: 120 + 18 * rows.length,
      hovermode: 'closest',
    },
    remarks.filter((remark) => remark !== '').join(', '),
  );
  return new Figure({ data: [bars], layout });
}
