// The bytes of an ONNX file and columns of rows in; what its operators say in plain arithmetic, without the runtime, out.

import { fromBinary } from '@bufbuild/protobuf';
import { ModelProtoSchema } from 'onnx-buf';
import { INPUT_NAME } from '../onnx-graph.ts';
import { operators } from './operators.ts';
import { type Matrix, matrixOf } from './tensor-values.ts';

export type GraphEvaluation =
  | { readonly kind: 'evaluated'; readonly output: Matrix }
  /** An operator, or a constant, that no file of ours has; files made elsewhere may. */
  | { readonly kind: 'unknown'; readonly what: string };

/** In double precision, but for what is cast to float on the way; float kernels of files made elsewhere are not imitated. */
export function evaluateGraph(
  bytes: Uint8Array,
  columns: readonly Float32Array[],
  rows: number,
  output: string,
): GraphEvaluation {
  const { graph } = fromBinary(ModelProtoSchema, bytes);
  const known = new Map<string, Matrix>([[INPUT_NAME, inputMatrix(columns, rows)]]);
  for (const tensor of graph?.initializer ?? []) {
    const constant = matrixOf(tensor);
    if (constant === undefined) return { kind: 'unknown', what: `constant ${tensor.name}` };
    known.set(tensor.name, constant);
  }
  for (const node of graph?.node ?? []) {
    const operate = operators.get(node.opType);
    const inputs = node.input.map((name) => known.get(name));
    if (operate === undefined || inputs.includes(undefined)) return { kind: 'unknown', what: node.opType };
    const result = operate(inputs as readonly Matrix[], node.attribute);
    if (result === undefined) return { kind: 'unknown', what: node.opType };
    known.set(node.output[0]!, result);
  }
  const found = known.get(output);
  return found === undefined ? { kind: 'unknown', what: `output ${output}` } : { kind: 'evaluated', output: found };
}

function inputMatrix(columns: readonly Float32Array[], rows: number): Matrix {
  const values = new Float64Array(rows * columns.length);
  for (const [j, column] of columns.entries()) {
    for (let row = 0; row < rows; row++) values[row * columns.length + j] = column[row]!;
  }
  return { rows, columns: columns.length, values };
}
