// Takes initializers, nodes, an output and metadata; gives the bytes of an ONNX file, the same bytes for the same content.

import { create, toBinary } from '@bufbuild/protobuf';
import {
  type AttributeProto,
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  type TensorProto,
  TensorProto_DataType,
  TensorProtoSchema,
  TensorShapeProto_DimensionSchema,
  TensorShapeProtoSchema,
  TypeProto_TensorSchema,
  TypeProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from 'onnx-buf';

/** Old enough for every runtime of the last years; Softmax along one axis and double kernels came before it. */
const OPSET = 17n;
const IR_VERSION = 8n;
/** Where the operators of trees live. */
export const ML_DOMAIN = 'ai.onnx.ml';

/** Name of the input of every model: float32 [N, inputs]. */
export const INPUT_NAME = 'features';

/** A named matrix [N, columns] that a graph gives. */
export interface OnnxOutput {
  readonly name: string;
  readonly columns: number;
  /** `float` where absent. */
  readonly type?: 'float' | 'double' | undefined;
}

export interface OnnxGraph {
  readonly name: string;
  readonly inputs: number;
  readonly output: OnnxOutput;
  /** What a proof needs to see beside it. */
  readonly furtherOutputs?: readonly OnnxOutput[] | undefined;
  /** Version of `ai.onnx.ml`, where its operators are used. */
  readonly mlOpset?: bigint | undefined;
  readonly initializers: readonly TensorProto[];
  readonly nodes: readonly NodeProto[];
  /** Written to `metadata_props`, sorted by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

export function encodeOnnx(graph: OnnxGraph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'quantumtrader',
    opsetImport: [
      create(OperatorSetIdProtoSchema, { domain: '', version: OPSET }),
      ...(graph.mlOpset === undefined
        ? []
        : [create(OperatorSetIdProtoSchema, { domain: ML_DOMAIN, version: graph.mlOpset })]),
    ],
    metadataProps: Object.keys(graph.metadata)
      .sort()
      .map((key) => create(StringStringEntryProtoSchema, { key, value: graph.metadata[key]! })),
    graph: create(GraphProtoSchema, {
      name: graph.name,
      initializer: [...graph.initializers],
      input: [matrix({ name: INPUT_NAME, columns: graph.inputs })],
      output: [graph.output, ...(graph.furtherOutputs ?? [])].map(matrix),
      node: [...graph.nodes],
    }),
  });
  return toBinary(ModelProtoSchema, model);
}

/** A constant of float64 numbers. */
export function doubleTensor(name: string, shape: readonly number[], values: Float64Array): TensorProto {
  const raw = new Uint8Array(values.length * 8);
  const view = new DataView(raw.buffer);
  // ONNX raw data are little endian on every machine
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return create(TensorProtoSchema, {
    name,
    dims: shape.map(BigInt),
    dataType: TensorProto_DataType.DOUBLE,
    rawData: raw,
  });
}

/** A constant of float32 numbers. */
export function floatTensor(name: string, shape: readonly number[], values: Float64Array): TensorProto {
  const raw = new Uint8Array(values.length * 4);
  const view = new DataView(raw.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  const dataType = TensorProto_DataType.FLOAT;
  return create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType, rawData: raw });
}

/** One operator with one output; the node takes the name of that output. */
export function operator(
  opType: string,
  input: readonly string[],
  output: string,
  attributes: readonly AttributeProto[] = [],
): NodeProto {
  return create(NodeProtoSchema, {
    opType,
    name: output,
    input: [...input],
    output: [output],
    attribute: [...attributes],
  });
}

export function castTo(input: string, output: string, type: 'float' | 'double'): NodeProto {
  const to = type === 'float' ? TensorProto_DataType.FLOAT : TensorProto_DataType.DOUBLE;
  return operator('Cast', [input], output, [integerAttribute('to', to)]);
}

export function integerAttribute(name: string, value: number): AttributeProto {
  return create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.INT, i: BigInt(value) });
}

/** [N, columns]. */
export function matrix({ name, columns, type }: OnnxOutput): ValueInfoProto {
  const dim = [
    create(TensorShapeProto_DimensionSchema, { value: { case: 'dimParam', value: 'N' } }),
    create(TensorShapeProto_DimensionSchema, { value: { case: 'dimValue', value: BigInt(columns) } }),
  ];
  const tensor = create(TypeProto_TensorSchema, {
    elemType: type === 'double' ? TensorProto_DataType.DOUBLE : TensorProto_DataType.FLOAT,
    shape: create(TensorShapeProtoSchema, { dim }),
  });
  return create(ValueInfoProtoSchema, {
    name,
    type: create(TypeProtoSchema, { value: { case: 'tensorType', value: tensor } }),
  });
}
