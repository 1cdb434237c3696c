// Operators and constants in, one at a time; the names of what they give, and the parts of an ONNX graph, out.

import { create } from '@bufbuild/protobuf';
import type { AttributeProto, NodeProto, TensorProto } from 'onnx-buf';
import { AttributeProto_AttributeType, AttributeProtoSchema, TensorProto_DataType, TensorProtoSchema } from 'onnx-buf';
import { doubleTensor, floatTensor, integerAttribute, operator } from '../onnx-graph.ts';

/** Names count up, so that the same calls give the same graph. */
export class GraphParts {
  readonly initializers: TensorProto[] = [];
  readonly nodes: NodeProto[] = [];
  /** Whether an operator of `ai.onnx.ml` is among them. */
  usesMl = false;

  /** Adds an operator with one output and gives its name. */
  add(opType: string, inputs: readonly string[], attributes: readonly AttributeProto[] = []): string {
    const output = `${opType}_${this.nodes.length}`;
    this.nodes.push(operator(opType, inputs, output, attributes));
    return output;
  }

  /** One of `ai.onnx.ml`. */
  addMl(domain: string, opType: string, inputs: readonly string[], attributes: readonly AttributeProto[]): string {
    this.usesMl = true;
    const output = this.add(opType, inputs, attributes);
    this.nodes.at(-1)!.domain = domain;
    return output;
  }

  doubles(shape: readonly number[], values: Float64Array): string {
    return this.#constant(doubleTensor(`constant_${this.initializers.length}`, shape, values));
  }

  constant(shape: readonly number[], values: Float64Array, type: 'float' | 'double'): string {
    if (type === 'double') return this.doubles(shape, values);
    return this.#constant(floatTensor(`constant_${this.initializers.length}`, shape, values));
  }

  /** A number that is the same for all rows. */
  double(value: number): string {
    return this.doubles([1], Float64Array.of(value));
  }

  integers(values: readonly number[]): string {
    const name = `constant_${this.initializers.length}`;
    const raw = new Uint8Array(new BigInt64Array(values.map(BigInt)).buffer);
    return this.#constant(
      create(TensorProtoSchema, {
        name,
        dims: [BigInt(values.length)],
        dataType: TensorProto_DataType.INT64,
        rawData: raw,
      }),
    );
  }

  #constant(tensor: TensorProto): string {
    this.initializers.push(tensor);
    return tensor.name;
  }
}

export function integersAttribute(name: string, values: ArrayLike<number>): AttributeProto {
  return create(AttributeProtoSchema, {
    name,
    type: AttributeProto_AttributeType.INTS,
    ints: Array.from(values, BigInt),
  });
}

export function tensorAttribute(name: string, t: TensorProto): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.TENSOR, t });
}

/** Columns of [N, any], in the order that is asked for. */
export function pickColumns(parts: GraphParts, matrix: string, columns: readonly number[]): string {
  return parts.add('Gather', [matrix, parts.integers(columns)], [integerAttribute('axis', 1)]);
}
