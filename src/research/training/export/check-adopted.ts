// A file that was taken over, and golden rows with what its maker said of them, in; a refusal where the runtime says something else, out.

import { goldenScale } from '../../../adapters/onnx/golden.ts';
import { producerOf } from '../../../adapters/onnx/import/adopt-graph.ts';
import { type AdoptMapping, importError } from '../../../adapters/onnx/import/import-error.ts';
import { OnnxBatch } from '../../../adapters/onnx/onnx-batch.ts';
import { DIRECTION_OUTPUT, MAGNITUDE_OUTPUT } from '../../../adapters/onnx/write-linear-onnx.ts';
import { PARITY_TOLERANCE } from './prove-parity.ts';

/** Probabilities of a row may miss a sum of 1 by this much. */
const SUM_TOLERANCE = 1e-3;

export interface AdoptedFile {
  readonly bytes: Uint8Array;
  /** For messages. */
  readonly file: string;
  /** As it came. */
  readonly original: Uint8Array;
  readonly mapping: AdoptMapping;
}

/** All rows at once and one by one. Throws UserError `model-import`. */
export async function checkAdopted(
  { bytes, file, original, mapping }: AdoptedFile,
  inputs: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
): Promise<void> {
  const refuse = (fault: string) => importError(file, fault, producerOf(original), mapping);
  const output = mapping.role === 'direction' ? DIRECTION_OUTPUT : MAGNITUDE_OUTPUT;
  const columns = Array.from({ length: mapping.inputs }, (_, j) => Float32Array.from(inputs, (row) => row[j]!));
  const scale = goldenScale(expected, mapping.role);
  const batch = await OnnxBatch.open(bytes, file);
  try {
    const given = [];
    for (const blockRows of [1, inputs.length]) {
      const outputs = outputsOf(batch, columns, inputs.length, output, blockRows);
      given.push(
        await outputs.catch((error: unknown) => {
          const reason = error instanceof Error ? error.message : String(error);
          throw refuse(blockRows === 1 ? `it does not run: ${reason}` : `it runs on one row only: ${reason}`);
        }),
      );
    }
    const fault = given
      .map((outputs) => outputFault(outputs, expected, scale, mapping))
      .find((each) => each !== undefined);
    if (fault !== undefined) throw refuse(fault);
  } finally {
    await batch.close();
  }
}

async function outputsOf(
  batch: OnnxBatch,
  columns: readonly Float32Array[],
  rows: number,
  output: string,
  blockRows: number,
): Promise<readonly (readonly number[])[]> {
  const values = (await batch.run(columns, rows, [output], blockRows)).get(output)!;
  const width = values.length / rows;
  return Array.from({ length: rows }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
}

function outputFault(
  given: readonly (readonly number[])[],
  expected: readonly (readonly number[])[],
  scale: number,
  { role, scores }: AdoptMapping,
): string | undefined {
  for (const [row, values] of given.entries()) {
    const sum = values.reduce((total, value) => total + value, 0);
    const isShare = values.every((value) => value >= 0) && Math.abs(sum - 1) <= SUM_TOLERANCE;
    if (role === 'direction' && !isShare) {
      const hint =
        scores === undefined ? ': raw scores need --scores softmax (or sigmoid), or the last step in the export' : '';
      return `golden row ${row} gives ${values.join(', ')}, which are no probabilities${hint}`;
    }
    const wrong = values.findIndex((value, k) => !(Math.abs(value - expected[row]![k]!) / scale <= PARITY_TOLERANCE));
    if (wrong < 0) continue;
    const apart = `${values.join(', ')} instead of ${expected[row]!.join(', ')}`;
    return `golden row ${row} gives ${apart}, and ${PARITY_TOLERANCE} is allowed; compare the order of inputs and classes, or export in double`;
  }
  return undefined;
}
