// An exported file, what it was made of and many rows in; how far the runtime is from the evaluation, or a refusal, out.

import { exportOnnx } from '../../../adapters/onnx/export/export-onnx.ts';
import { OnnxBatch } from '../../../adapters/onnx/onnx-batch.ts';
import { DIRECTION_OUTPUT, MAGNITUDE_OUTPUT } from '../../../adapters/onnx/write-linear-onnx.ts';
import { UserError } from '../../../adapters/user-error.ts';
import { scorerOf } from '../../../core/prediction/fitted/evaluate-fitted.ts';
import { type LiveModel, liveOutputs, liveWidth } from '../../../core/prediction/fitted/live-model.ts';
import type { InputRows } from './parity-rows.ts';

/** What no output may differ by: a probability as it is, a magnitude as a share of itself or of the largest in training, if greater. */
export const PARITY_TOLERANCE = 1e-6;
/** Rows that are also given one at a time, as trading does: the runtime takes another way for them. */
const SINGLE_ROWS = 2000;

export interface FileParity {
  /** Largest difference of an output, in the unit of the tolerance. */
  readonly deviation: number;
  /** Members that are trees; the raw scores of each are bit-equal to the evaluation on all rows. */
  readonly exactMembers: number;
  /** [rows x width]: what the evaluation says. */
  readonly expected: Float32Array;
  /** [rows x width]: what the runtime says. */
  readonly given: Float32Array;
}

/** Throws UserError `model-parity` that names the first row which differs, and how. */
export async function proveParity(
  live: LiveModel,
  bytes: Uint8Array,
  file: string,
  sample: InputRows,
): Promise<FileParity> {
  const output = live.role === 'direction' ? DIRECTION_OUTPUT : MAGNITUDE_OUTPUT;
  const width = liveWidth(live);
  const expected = liveOutputs(live, sample.columns, sample.rows);
  const given = await outputsOf(bytes, file, sample, output);
  const scale = live.role === 'direction' ? undefined : largestOf(expected);
  let deviation = 0;
  for (let i = 0; i < expected.length; i++) {
    const unit = scale === undefined ? 1 : Math.max(Math.abs(expected[i]!), scale);
    const apart = Math.abs(expected[i]! - given[i]!) / unit;
    if (!(apart <= PARITY_TOLERANCE)) {
      const row = Math.floor(i / width);
      throw parityError(file, `${output} of row ${row} is ${given[i]}, not ${expected[i]}`, rowText(live, sample, row));
    }
    deviation = Math.max(deviation, apart);
  }
  return { deviation, exactMembers: await proveScores(live, file, sample), expected, given };
}

/** Of all rows, the first of them as they come one at a time. */
async function outputsOf(bytes: Uint8Array, file: string, sample: InputRows, output: string): Promise<Float32Array> {
  const batch = await OnnxBatch.open(bytes, file);
  try {
    const all = (await batch.run(sample.columns, sample.rows, [output])).get(output)!;
    all.set((await batch.run(sample.columns, Math.min(SINGLE_ROWS, sample.rows), [output], 1)).get(output)!);
    return Float32Array.from(all);
  } finally {
    await batch.close();
  }
}

/** The number of members that are trees. The graph is written once more, with its raw scores as outputs. */
async function proveScores(live: LiveModel, file: string, sample: InputRows): Promise<number> {
  const trees = live.members.flatMap(({ model }, at) =>
    model.kind === 'trees' ? [{ model, name: `scores_${at}` }] : [],
  );
  if (trees.length === 0) return 0;
  const batch = await OnnxBatch.open(exportOnnx(live, { metadata: {}, withScores: true }), file);
  try {
    const names = trees.map(({ name }) => name);
    const all = await batch.run(sample.columns, sample.rows, names);
    const singles = Math.min(SINGLE_ROWS, sample.rows);
    const alone = await batch.run(sample.columns, singles, names, 1);
    for (const { model, name } of trees) {
      const expected = new Float64Array(sample.rows * model.outputs);
      const columns = model.inputs.map((id) => sample.columns[live.inputs.indexOf(id)]!);
      scorerOf(model).scores(columns, 0, sample.rows, expected);
      for (const given of [all.get(name)!, alone.get(name)!]) {
        const wrong = given.findIndex((value, i) => value !== expected[i]);
        if (wrong < 0) continue;
        const row = Math.floor(wrong / model.outputs);
        const what = `${name} of row ${row} is ${given[wrong]}, not ${expected[wrong]}, and trees must be equal to the last bit`;
        throw parityError(file, what, rowText(live, sample, row));
      }
    }
    return trees.length;
  } finally {
    await batch.close();
  }
}

/** 1 where all are 0. */
function largestOf(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
}

function rowText(live: LiveModel, { columns }: InputRows, row: number): string {
  const most = 8;
  const shown = live.inputs.slice(0, most).map((id, j) => `${id} = ${columns[j]![row]}`);
  return `${shown.join(', ')}${live.inputs.length > most ? ' ...' : ''}`;
}

export function parityError(file: string, what: string, row: string): UserError {
  return new UserError({
    code: 'model-parity',
    message: `${file} does not say what was trained: ${what} (${row})`,
    file,
    fix: 'Do not trade with it. Steps of a calibration that are nearer than 1e-9 to each other can be the cause; otherwise report it with the seed.',
  });
}
