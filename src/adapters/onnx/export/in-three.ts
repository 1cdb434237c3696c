// Probabilities of the classes of a model in; those of down, flat and up, by the ONNX operators that place them, out.

import { directionClasses } from '../../../core/prediction/fitted/live-model.ts';
import type { GraphParts } from './graph-parts.ts';

/**
 * `columns` probabilities of a row, or one of two classes. `places[k]` is the column of class k; one that no class has is 0. Products with
 * 0 and 1 are exact.
 */
export function inThree(
  parts: GraphParts,
  probabilities: string,
  columns: number,
  places: readonly number[],
  type: 'float' | 'double',
): string {
  const width = directionClasses.length;
  if (columns === width && places.every((place, k) => place === k)) return probabilities;
  const matrix = new Float64Array(columns * width);
  const constant = (rows: number, values: Float64Array) => parts.constant([rows, width], values, type);
  if (columns === places.length) {
    for (const [k, place] of places.entries()) matrix[k * width + place] = 1;
    return parts.add('MatMul', [probabilities, constant(columns, matrix)]);
  }
  // one probability p of two classes: 1 − p and p
  const start = new Float64Array(width);
  start[places[0]!] = 1;
  matrix[places[0]!] = -1;
  matrix[places[1]!] = 1;
  return parts.add('Add', [parts.add('Mul', [probabilities, constant(1, matrix)]), constant(1, start)]);
}
