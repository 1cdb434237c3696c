// The declared inputs and outputs of an ONNX graph in; what they are, as far as the file says it, out.

import { type GraphProto, TensorProto_DataType, type ValueInfoProto } from 'onnx-buf';

export interface GraphValue {
  /** As the file declares it. */
  readonly name: string;
  /** The value inside the graph; another one where a ZipMap stands before the output. */
  readonly source: string;
  readonly kind: 'float' | 'double' | 'labels' | 'other';
  /** Undefined where the file leaves it open. */
  readonly shape: readonly (number | undefined)[] | undefined;
  /** Names of the classes, where a ZipMap tells them. */
  readonly classes?: readonly string[] | undefined;
}

/** Constants that are declared as inputs too are none. */
export function graphInputs(graph: GraphProto): readonly GraphValue[] {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  return graph.input.filter(({ name }) => !constants.has(name)).map((value) => declared(value));
}

export function graphOutputs(graph: GraphProto): readonly GraphValue[] {
  return graph.output.map((value) => zipMapped(graph, value.name) ?? declared(value));
}

/** ZipMap turns rows of probabilities into dictionaries, which no runtime of ours takes; what it reads is what is wanted. */
function zipMapped(graph: GraphProto, name: string): GraphValue | undefined {
  const node = graph.node.find(({ opType, output }) => opType === 'ZipMap' && output[0] === name);
  if (node === undefined) return undefined;
  const classes = node.attribute.flatMap(({ ints, strings }) => [
    ...ints.map(String),
    ...strings.map((bytes) => new TextDecoder().decode(bytes)),
  ]);
  return { name, source: node.input[0]!, kind: 'float', shape: [undefined, classes.length], classes };
}

function declared({ name, type }: ValueInfoProto): GraphValue {
  if (type?.value.case !== 'tensorType') return { name, source: name, kind: 'other', shape: undefined };
  const { elemType, shape } = type.value.value;
  const sizes = shape?.dim.map(({ value }) => (value.case === 'dimValue' ? Number(value.value) : undefined));
  return { name, source: name, kind: KINDS.get(elemType) ?? 'other', shape: sizes };
}

const KINDS = new Map<number, GraphValue['kind']>([
  [TensorProto_DataType.FLOAT, 'float'],
  [TensorProto_DataType.DOUBLE, 'double'],
  [TensorProto_DataType.INT64, 'labels'],
  [TensorProto_DataType.INT32, 'labels'],
  [TensorProto_DataType.STRING, 'labels'],
]);

/** For messages: `probabilities float [N, 3]`. */
export function valueText({ name, kind, shape, classes }: GraphValue): string {
  const sizes = shape === undefined ? '' : ` [${shape.map((size) => size ?? 'N').join(', ')}]`;
  return `${name} ${classes === undefined ? kind : 'ZipMap'}${sizes}`;
}
