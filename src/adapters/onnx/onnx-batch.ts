// The bytes of an ONNX file and columns of rows in; its outputs for all of them, block by block, out. For proofs, not for trading.

import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { INPUT_NAME } from './onnx-graph.ts';
import { openSession } from './open-session.ts';

const BLOCK_ROWS = 4096;

export class OnnxBatch {
  readonly #session: InferenceSession;

  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** Throws UserError `model-file-corrupt`. `file` is used in messages. */
  static async open(bytes: Uint8Array, file: string): Promise<OnnxBatch> {
    return new OnnxBatch(await openSession(bytes, file, true));
  }

  /**
   * Each output [rows x its columns], row by row, as doubles. `blockRows`: 1 for the way of trading. Rejects with what the runtime
   * says of a model that does not run.
   */
  async run(
    columns: readonly Float32Array[],
    rows: number,
    outputs: readonly string[],
    blockRows = BLOCK_ROWS,
  ): Promise<ReadonlyMap<string, Float64Array>> {
    const given = new Map<string, Float64Array>();
    for (let start = 0; start < rows; start += blockRows) {
      const count = Math.min(blockRows, rows - start);
      const result = await this.#session.run({ [INPUT_NAME]: blockOf(columns, start, count) }, outputs);
      for (const name of outputs) {
        const data = result[name]!.data as Float32Array | Float64Array;
        const width = data.length / count;
        if (!given.has(name)) given.set(name, new Float64Array(rows * width));
        given.get(name)!.set(data, start * width);
      }
    }
    return given;
  }

  close(): Promise<void> {
    return this.#session.release();
  }
}

function blockOf(columns: readonly Float32Array[], start: number, count: number): Tensor {
  const width = columns.length;
  const values = new Float32Array(count * width);
  for (const [j, column] of columns.entries()) {
    for (let i = 0; i < count; i++) values[i * width + j] = column[start + i]!;
  }
  return new Tensor('float32', values, [count, width]);
}
