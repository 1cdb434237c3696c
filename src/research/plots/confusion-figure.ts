// Actual and predicted classes, and the regime of each row, in; a confusion matrix of all rows and of each regime out.

import { integer } from '../report/number-format.ts';
import { SEQUENTIAL } from './colour-scale.ts';
import { Figure } from './figure.ts';
import { badInput, commonLength, type LabelColumn, labelsOf } from './figure-columns.ts';
import type { Json, JsonObject } from './figure-json.ts';
import { AXIS, layoutOf, plotText } from './figure-layout.ts';
import { heatTrace } from './heat-trace.ts';

/** Classes at most. */
export const MAX_CLASSES = 12;
/** Matrices at most, that of all rows included. */
export const MAX_MATRICES = 9;
const MATRICES_A_ROW = 3;
const MATRIX_HEIGHT = 300;

export interface ConfusionRequest {
  readonly actual: LabelColumn;
  readonly predicted: LabelColumn;
  /** Rows without one are in the matrix of all rows only. */
  readonly regime?: LabelColumn | undefined;
  /** Classes in their order; default those that occur, numbers by size. */
  readonly classes?: readonly (string | number)[] | undefined;
  readonly title?: string | undefined;
}

interface Matrix {
  readonly name: string;
  /** Rows of actual classes, columns of predicted ones. */
  readonly counts: readonly (readonly number[])[];
  readonly rows: number;
  readonly right: number;
}

function classesOf(request: ConfusionRequest, labels: readonly (string | undefined)[]): readonly string[] {
  const found = [...new Set(labels)].filter((label) => label !== undefined);
  const isNumeric = found.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  found.sort(isNumeric ? (a, b) => Number(a) - Number(b) : undefined);
  const classes = request.classes?.map(String) ?? found;
  const unknown = found.find((label) => !classes.includes(label));
  if (unknown !== undefined) {
    throw badInput(
      'classes',
      `The rows have the class ${unknown}, which is not named`,
      `Named are ${classes.join(', ')}`,
    );
  }
  if (classes.length > MAX_CLASSES) {
    throw badInput('classes', `There are ${classes.length} classes`, `Join them to at most ${MAX_CLASSES}`);
  }
  return classes;
}

function matrixOf(
  name: string,
  rows: readonly number[],
  classes: readonly string[],
  actual: readonly (string | undefined)[],
  predicted: readonly (string | undefined)[],
): Matrix {
  const place = new Map(classes.map((label, i) => [label, i]));
  const counts = classes.map(() => classes.map(() => 0));
  let right = 0;
  for (const row of rows) {
    counts[place.get(actual[row]!)!]![place.get(predicted[row]!)!]! += 1;
    if (actual[row] === predicted[row]) right += 1;
  }
  return { name, counts, rows: rows.length, right };
}

/** Keys of the axes of the matrix at a place, and where they stand. */
function panelOf(
  at: number,
  matrices: number,
): { readonly suffix: string; readonly x: Json; readonly y: Json; readonly top: number } {
  const columns = Math.min(MATRICES_A_ROW, matrices);
  const lines = Math.ceil(matrices / columns);
  const [column, line] = [at % columns, Math.floor(at / columns)];
  const [gapX, gapY] = [0.1, lines > 1 ? 0.16 : 0];
  const [width, height] = [(1 - gapX * (columns - 1)) / columns, (1 - gapY * (lines - 1)) / lines];
  const [left, top] = [column * (width + gapX), 1 - line * (height + gapY)];
  const y = [Math.max(0, top - height), top];
  return { suffix: at === 0 ? '' : String(at + 1), x: [left, Math.min(1, left + width)], y, top };
}

function tracesOf(matrix: Matrix, classes: readonly string[], suffix: string, isFirst: boolean): readonly JsonObject[] {
  const axes = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
  const sums = matrix.counts.map((counts) => counts.reduce((sum, count) => sum + count, 0));
  // the share of an actual class that has no row is not 0: there is none
  const z = matrix.counts.map((counts, row) =>
    counts.map((count) => (sums[row] === 0 ? undefined : count / sums[row]!)),
  );
  const text = matrix.counts.map((counts) => counts.map((count) => integer(count)));
  const heat = heatTrace({
    name: matrix.name,
    x: classes,
    y: classes,
    z,
    ends: [0, 1],
    unit: 'share of the actual class',
    hover: 'actual %{y}, predicted %{x}: %{text} rows, %{z:.1%}',
    more: { ...axes, text, showscale: isFirst, colorscale: SEQUENTIAL as unknown as Json },
  });
  const cells = z.flatMap((shares, row) => shares.map((share, column) => ({ share, row, column })));
  const counts = (isDark: boolean): JsonObject => {
    const some = cells.filter(({ share = 0 }) => share >= 0.6 === isDark);
    return {
      type: 'scatter',
      mode: 'text',
      name: 'rows',
      showlegend: false,
      ...axes,
      x: some.map(({ column }) => plotText(classes[column]!)),
      y: some.map(({ row }) => plotText(classes[row]!)),
      text: some.map(({ row, column }) => text[row]![column]!),
      textfont: { color: isDark ? '#ffffff' : '#1d2127', size: 12 },
      hoverinfo: 'skip',
    };
  };
  return [heat, counts(false), counts(true)].filter(
    ({ type, x }) => type === 'heatmap' || (x as readonly Json[]).length > 0,
  );
}

/**
 * Colours are shares of the actual class, texts are counts of rows. Rows without an actual or a predicted class are left out and
 * counted. Limits: MAX_CLASSES, MAX_MATRICES (the regimes with the most rows). UserError `figure-input`.
 */
export function confusionFigure(request: ConfusionRequest): Figure {
  const [actual, predicted] = [labelsOf('actual', request.actual), labelsOf('predicted', request.predicted)];
  const regime = request.regime === undefined ? undefined : labelsOf('regime', request.regime);
  commonLength({ actual, predicted, ...(regime === undefined ? {} : { regime }) });
  const known = [...actual.keys()].filter((row) => actual[row] !== undefined && predicted[row] !== undefined);
  if (known.length === 0) {
    throw badInput(
      'actual',
      'No row has both an actual and a predicted class',
      'Give columns of which some rows have both',
    );
  }
  const classes = classesOf(request, [...known.map((row) => actual[row]), ...known.map((row) => predicted[row])]);
  const byRegime = Map.groupBy(known, (row) => regime?.[row]);
  byRegime.delete(undefined);
  const groups = [...byRegime].sort(([, a], [, b]) => b.length - a.length);
  const matrices = [['all rows', known] as const, ...groups.slice(0, MAX_MATRICES - 1)].map(([name, rows]) =>
    matrixOf(name!, rows, classes, actual, predicted),
  );
  const panels = matrices.map((_, at) => panelOf(at, matrices.length));
  const axes = panels.flatMap(({ suffix, x, y }, at) => [
    [`xaxis${suffix}`, { ...AXIS, type: 'category', domain: x, anchor: `y${suffix}`, title: { text: 'predicted' } }],
    [
      `yaxis${suffix}`,
      {
        ...AXIS,
        type: 'category',
        domain: y,
        anchor: `x${suffix}`,
        ...(at % MATRICES_A_ROW === 0 ? { title: { text: 'actual' } } : {}),
      },
    ],
  ]);
  const remarks = [
    known.length < actual.length ? `${integer(actual.length - known.length)} rows without a class left out` : '',
    groups.length >= MAX_MATRICES ? `the ${MAX_MATRICES - 1} regimes with the most rows of ${groups.length}` : '',
  ];
  const layout = layoutOf(
    request.title ?? 'Confusion',
    {
      ...Object.fromEntries(axes),
      annotations: matrices.map((matrix, at) => headingOf(matrix, panels[at]!)),
      height: 110 + MATRIX_HEIGHT * Math.ceil(matrices.length / MATRICES_A_ROW),
      hovermode: 'closest',
    },
    remarks.filter((remark) => remark !== '').join(', '),
  );
  const withRoom = { ...layout, margin: { l: 60, r: 40, t: 80, b: 40 } };
  return new Figure({
    data: matrices.flatMap((matrix, at) => tracesOf(matrix, classes, panels[at]!.suffix, at === 0)),
    layout: withRoom,
  });
}

function headingOf({ name, rows, right }: Matrix, { x, top }: ReturnType<typeof panelOf>): JsonObject {
  const [left = 0] = x as readonly number[];
  const text = plotText(`${name}: ${integer(rows)} rows, ${((100 * right) / rows).toFixed(1)} % right`);
  const place = { x: left, y: top, xref: 'paper', yref: 'paper', xanchor: 'left', yanchor: 'bottom' };
  return { ...place, text, showarrow: false, font: { size: 12 } };
}
