// A seed and sizes in; labelled rows with ties, missing values and interactions, the same each time, out.

import type { LabelledRows, Task } from '../../../../src/research/training/trainer.ts';
import { Random } from '../../../../src/simulation/random.ts';

export interface RowPlan {
  readonly seed: number;
  readonly rows: number;
  readonly inputs: number;
  readonly task: Task;
  /** Share of missing values; default 0. */
  readonly missing?: number;
  /** Distinct values of an input; any number where absent. */
  readonly distinct?: number;
  readonly classes?: number;
  readonly weighted?: boolean;
}

export function treeRows(plan: RowPlan): LabelledRows {
  const random = new Random(plan.seed, 'tree rows');
  const { rows, inputs, missing = 0, distinct, classes = 3 } = plan;
  const columns = Array.from({ length: inputs }, () =>
    Float32Array.from({ length: rows }, () => {
      if (random.chance(missing)) return Number.NaN;
      const value = random.normal();
      return distinct === undefined
        ? value
        : Math.max(0, Math.min(distinct - 1, Math.floor((value / 4 + 0.5) * distinct)));
    }),
  );
  const at = (column: number, row: number): number => {
    const value = columns[column % inputs]![row]!;
    return Number.isNaN(value) ? 0.7 : distinct === undefined ? value : (4 * value) / distinct - 2;
  };
  const label = Float64Array.from({ length: rows }, (_, i) => {
    const score = at(0, i) + 0.6 * at(1, i) * at(2, i) - 0.5 * Math.abs(at(3, i)) + 0.7 * random.normal();
    if (plan.task === 'regression') return score;
    if (plan.task === 'binary') return Number(score > 0);
    return Math.max(0, Math.min(classes - 1, Math.floor(score + classes / 2)));
  });
  const weight = plan.weighted === true ? Float64Array.from({ length: rows }, () => 0.2 + random.float()) : undefined;
  return { rows, inputs: columns.map((_, j) => `x${j}`), columns, label, weight };
}

/** Rows `from` to `to` of others. */
export function partOf(rows: LabelledRows, from: number, to: number): LabelledRows {
  return {
    ...rows,
    rows: to - from,
    columns: rows.columns.map((column) => column.slice(from, to)),
    label: rows.label.slice(from, to),
    weight: rows.weight?.slice(from, to),
  };
}
