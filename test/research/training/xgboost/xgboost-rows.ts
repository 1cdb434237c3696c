// Seeded labelled rows for the tests of kind `xgboost`, and where the library is.
import { existsSync } from 'node:fs';
import type { LabelledRows } from '../../../../src/research/training/trainer.ts';
import { findXgboost } from '../../../../src/research/training/xgboost/find-xgboost.ts';
import { Random } from '../../../../src/simulation/random.ts';

/** Of this machine, or undefined. */
export function xgboostHere(): string | undefined {
  try {
    const path = findXgboost(undefined);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Inputs with ties, missing values and both zeros; `label` 0 to `classes` − 1, or a number where there is one class. */
export function seededRows(rows: number, inputs: number, classes: number, seed: number): LabelledRows {
  const random = new Random(seed);
  const columns = Array.from({ length: inputs }, (_, j) =>
    Float32Array.from({ length: rows }, () => {
      if (j % 3 === 1 && random.chance(0.1)) return Number.NaN;
      if (j % 4 === 2) return random.integer(7) - 3;
      return random.normal() * 10 ** ((j % 5) - 2);
    }),
  );
  const label = Float64Array.from({ length: rows }, (_, i) => {
    const first = columns[0]![i]! * 100;
    const second = Number.isNaN(columns[1]![i]!) ? 0.8 : columns[1]![i]! * 10;
    const score = first * 0.7 + Math.sin(2 * second) + (columns[2]?.[i] ?? 0) * 0.2 + random.normal();
    if (classes === 1) return score;
    return Math.min(classes - 1, Math.max(0, Math.floor(score + classes / 2)));
  });
  return { rows, inputs: columns.map((_, j) => `x${j}`), columns, label };
}
