// A constant of an ONNX file in; its numbers and its shape as a matrix out.

import { type TensorProto, TensorProto_DataType } from 'onnx-buf';

/** Row by row. A vector is one row, a scalar a row of one. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Undefined for types and shapes that no file of ours has. */
export function matrixOf(tensor: TensorProto): Matrix | undefined {
  const values = numbersOf(tensor);
  const dims = tensor.dims.map(Number);
  if (values === undefined || dims.length > 2) return undefined;
  const columns = dims.at(-1) ?? 1;
  return { rows: dims.length === 2 ? dims[0]! : 1, columns, values };
}

function numbersOf({ dataType, rawData, doubleData, floatData, int64Data }: TensorProto): Float64Array | undefined {
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength);
  const read = (bytes: number, at: (offset: number) => number): Float64Array =>
    Float64Array.from({ length: rawData.length / bytes }, (_, i) => at(i * bytes));
  const isRaw = rawData.length > 0;
  switch (dataType) {
    case TensorProto_DataType.DOUBLE:
      return isRaw ? read(8, (at) => view.getFloat64(at, true)) : Float64Array.from(doubleData);
    case TensorProto_DataType.FLOAT:
      return isRaw ? read(4, (at) => view.getFloat32(at, true)) : Float64Array.from(floatData);
    case TensorProto_DataType.INT64:
      return isRaw ? read(8, (at) => Number(view.getBigInt64(at, true))) : Float64Array.from(int64Data, Number);
    case TensorProto_DataType.UINT8:
      return Float64Array.from(rawData);
    default:
      return undefined;
  }
}
