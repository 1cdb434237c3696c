// Takes trained members and rows; gives golden vectors, computed in plain arithmetic, that every machine's runtime must reproduce.

import type { Golden } from '../../adapters/onnx/golden.ts';
import type { ModelManifest } from '../../core/prediction/model-manifest.ts';
import { memberOutput, type TrainedMember } from './train-member.ts';
import type { TrainingMatrix } from './training-sample.ts';

/** Real rows, evenly spread over time; the vectors of all lowest and of all highest inputs come on top. */
const SPREAD_ROWS = 64;

/** The matrix must have a row. A row stands more than once where there are fewer than 64. */
export function goldenVectors(
  trained: readonly TrainedMember[],
  matrix: TrainingMatrix,
  ranges: ModelManifest['ranges'],
): Golden {
  const width = matrix.columns.length;
  const inputs: number[][] = [];
  for (let i = 0; i < SPREAD_ROWS; i++) {
    const row = Math.floor((i * (matrix.rows - 1)) / (SPREAD_ROWS - 1));
    inputs.push([...matrix.values.subarray(row * width, (row + 1) * width)]);
  }
  inputs.push(
    ranges.map((range) => range[0]),
    ranges.map((range) => range[1]),
  );
  const chosen: TrainingMatrix = {
    columns: matrix.columns,
    rows: inputs.length,
    values: Float64Array.from(inputs.flat()),
  };
  const outputs = trained.map((member) => {
    const rows = inputs.map((_, row) => {
      const output = memberOutput(member, chosen, row);
      if (output.kind === 'direction') return [output.down, output.flat, output.up];
      return output.kind === 'magnitude' ? [output.absoluteReturn] : [];
    });
    return [`${member.recipe.name}.onnx`, rows] as const;
  });
  return { schemaVersion: 1, inputs, outputs: Object.fromEntries(outputs) };
}
