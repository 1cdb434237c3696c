// Matrices and attributes in, the matrix that an ONNX operator makes of them out: those that our own files are written with.

import { type AttributeProto, TensorProto_DataType } from 'onnx-buf';
import type { Matrix } from './tensor-values.ts';
import { treeEnsemble } from './tree-ensemble.ts';

/** Undefined for a use of it that is not known here. */
type Operate = (inputs: readonly Matrix[], attributes: readonly AttributeProto[]) => Matrix | undefined;

export const operators: ReadonlyMap<string, Operate> = new Map<string, Operate>([
  ['Cast', ([x], attributes) => cast(x!, integer(attributes, 'to'))],
  ['Identity', ([x]) => x!],
  ['Neg', each((x) => -x)],
  ['Exp', each(Math.exp)],
  ['Log', each(Math.log)],
  ['Tanh', each(Math.tanh)],
  ['Relu', each((x) => Math.max(0, x))],
  ['Sigmoid', each((x) => 1 / (1 + Math.exp(-x)))],
  ['Reciprocal', each((x) => 1 / x)],
  ['Add', pair((a, b) => a + b)],
  ['Sub', pair((a, b) => a - b)],
  ['Mul', pair((a, b) => a * b)],
  ['Div', pair((a, b) => a / b)],
  ['Max', pair(Math.max)],
  ['Min', pair(Math.min)],
  ['Greater', pair((a, b) => Number(a > b))],
  ['Where', ([chosen, a, b]) => spread([chosen!, a!, b!], ([isFirst, x, y]) => (isFirst !== 0 ? x! : y!))],
  ['MatMul', ([a, b]) => product(a!, b!)],
  ['Gather', ([x, places], attributes) => gather(x!, places!, integer(attributes, 'axis'))],
  ['ReduceSum', ([x, axes]) => (axes?.values.length === 1 && axes.values[0] === 1 ? sums(x!) : undefined)],
  ['Softmax', ([x], attributes) => softmax(x!, integer(attributes, 'axis'))],
  ['TreeEnsemble', ([x], attributes) => treeEnsemble(x!, attributes)],
]);

function integer(attributes: readonly AttributeProto[], name: string): number | undefined {
  const found = attributes.find((attribute) => attribute.name === name);
  return found === undefined ? undefined : Number(found.i);
}

function each(of: (x: number) => number): Operate {
  return ([x]) => ({ ...x!, values: x!.values.map(of) });
}

function pair(of: (a: number, b: number) => number): Operate {
  return ([a, b]) => spread([a!, b!], ([x, y]) => of(x!, y!));
}

/** A matrix of one row, one column or one number stands for all. */
function spread(inputs: readonly Matrix[], of: (values: readonly number[]) => number): Matrix {
  const rows = Math.max(...inputs.map((each) => each.rows));
  const columns = Math.max(...inputs.map((each) => each.columns));
  const values = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = inputs.map((x) => x.values[(x.rows === 1 ? 0 : row) * x.columns + (x.columns === 1 ? 0 : column)]!);
      values[row * columns + column] = of(at);
    }
  }
  return { rows, columns, values };
}

function cast(x: Matrix, to: number | undefined): Matrix | undefined {
  if (to === TensorProto_DataType.DOUBLE) return x;
  return to === TensorProto_DataType.FLOAT ? { ...x, values: x.values.map(Math.fround) } : undefined;
}

function product(a: Matrix, b: Matrix): Matrix | undefined {
  if (a.columns !== b.rows) return undefined;
  const values = new Float64Array(a.rows * b.columns);
  for (let row = 0; row < a.rows; row++) {
    for (let j = 0; j < a.columns; j++) {
      const factor = a.values[row * a.columns + j]!;
      for (let k = 0; k < b.columns; k++) values[row * b.columns + k]! += factor * b.values[j * b.columns + k]!;
    }
  }
  return { rows: a.rows, columns: b.columns, values };
}

function gather(x: Matrix, places: Matrix, axis: number | undefined): Matrix | undefined {
  if (axis !== 1) return undefined;
  const columns = places.values.length;
  const values = new Float64Array(x.rows * columns);
  for (let row = 0; row < x.rows; row++) {
    for (let k = 0; k < columns; k++) values[row * columns + k] = x.values[row * x.columns + places.values[k]!]!;
  }
  return { rows: x.rows, columns, values };
}

function sums(x: Matrix): Matrix {
  const values = new Float64Array(x.rows);
  for (let i = 0; i < x.values.length; i++) values[Math.floor(i / x.columns)]! += x.values[i]!;
  return { rows: x.rows, columns: 1, values };
}

function softmax(x: Matrix, axis: number | undefined): Matrix | undefined {
  if (axis !== 1 && axis !== -1) return undefined;
  const values = new Float64Array(x.values.length);
  for (let row = 0; row < x.rows; row++) {
    const of = x.values.subarray(row * x.columns, (row + 1) * x.columns);
    const largest = of.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
    const exponentials = of.map((value) => Math.exp(value - largest));
    const sum = exponentials.reduce((total, value) => total + value, 0);
    values.set(
      exponentials.map((value) => value / sum),
      row * x.columns,
    );
  }
  return { ...x, values };
}
