// An ONNX file made elsewhere and a mapping in; the same computation with the input and the output of a member of ours out.

import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  type ModelProto,
  ModelProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
} from 'onnx-buf';
import { type DirectionClass, directionClasses } from '../../../core/prediction/fitted/live-model.ts';
import { UserError } from '../../user-error.ts';
import { GraphParts, pickColumns } from '../export/graph-parts.ts';
import { inThree } from '../export/in-three.ts';
import { castTo, INPUT_NAME, integerAttribute, matrix, operator } from '../onnx-graph.ts';
import { DIRECTION_OUTPUT, MAGNITUDE_OUTPUT } from '../write-linear-onnx.ts';
import { chooseOutput } from './choose-output.ts';
import { type GraphValue, graphInputs, graphOutputs, valueText } from './graph-values.ts';
import { type AdoptMapping, importError } from './import-error.ts';
import { ownName, wantedGraph } from './own-names.ts';

/** An opset that has all that is added here; for files that name none of the main operators. */
const MAIN_OPSET = 13n;
/** What the file gives, as float32. */
const RESULT = 'result';

/**
 * Labels and whatever leads to them are left out, a ZipMap is dropped, names get a prefix, a fixed number of rows is declared open.
 * `metadata` is added to the file's own. Throws UserError `model-file-corrupt`, or `model-import` with how to export it instead.
 */
export function adoptGraph(
  bytes: Uint8Array,
  file: string,
  mapping: AdoptMapping,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const model = parsed(bytes, file);
  const graph = model.graph!;
  const refuse = (fault: string): UserError => importError(file, fault, model.producerName, mapping);
  if (graph.sparseInitializer.length > 0) throw refuse('it has sparse constants');
  if (graph.initializer.some(({ dataLocation }) => dataLocation === TensorProto_DataLocation.EXTERNAL)) {
    throw refuse('its numbers lie in another file');
  }
  const chosen = chooseOutput(graphOutputs(graph), mapping.role, mapping.output);
  if (typeof chosen === 'string') throw refuse(chosen);
  const inputs = graphInputs(graph);
  const fault = inputsFault(inputs, mapping.columns.length);
  if (fault !== undefined) throw refuse(fault);
  const parts = new GraphParts();
  feed(parts, inputs, mapping);
  const { nodes, initializers } = wantedGraph(graph, chosen.source);
  parts.nodes.push(...nodes);
  parts.initializers.push(...initializers);
  const name = mapping.role === 'direction' ? DIRECTION_OUTPUT : MAGNITUDE_OUTPUT;
  const width = mapping.role === 'direction' ? directionClasses.length : 1;
  parts.nodes.push(castTo(ownName(chosen.source), RESULT, 'float'));
  const given = mapping.role === 'direction' ? placed(parts, chosen, mapping, refuse) : size(parts);
  parts.nodes.push(operator('Identity', [given], name));
  Object.assign(graph, {
    ...{ node: parts.nodes, initializer: parts.initializers, valueInfo: [], name: mapping.role },
    ...{ input: [matrix({ name: INPUT_NAME, columns: mapping.inputs })], output: [matrix({ name, columns: width })] },
  });
  describe(model, metadata);
  return toBinary(ModelProtoSchema, model);
}

function parsed(bytes: Uint8Array, file: string): ModelProto {
  try {
    const model = fromBinary(ModelProtoSchema, bytes);
    if (model.graph !== undefined && model.graph.node.length > 0) return model;
    throw new Error('it holds no graph');
  } catch (error) {
    throw new UserError({
      code: 'model-file-corrupt',
      message: `${file} is no ONNX model: ${error instanceof Error ? error.message : String(error)}`,
      file,
      fix: 'Export it again.',
      cause: error,
    });
  }
}

function inputsFault(inputs: readonly GraphValue[], columns: number): string | undefined {
  if (inputs.length === 0) return 'it has no input';
  const odd = inputs.find(
    ({ kind, shape }) => (kind !== 'float' && kind !== 'double') || shape?.length !== 2 || shape[1] === undefined,
  );
  if (odd !== undefined) return `its input ${valueText(odd)} is no float matrix of a known width`;
  const width = inputs.reduce((sum, { shape }) => sum + shape![1]!, 0);
  if (width === columns) return undefined;
  return `it reads ${width} inputs (${inputs.map(valueText).join(', ')}), but ${columns} are named`;
}

/** Each input of the file is given its columns of ours. */
function feed(parts: GraphParts, inputs: readonly GraphValue[], { columns, inputs: total }: AdoptMapping): void {
  let next = 0;
  for (const { source, kind, shape } of inputs) {
    const mine = columns.slice(next, next + shape![1]!);
    next += mine.length;
    const isWhole = mine.length === total && mine.every((column, at) => column === at);
    const picked = isWhole ? INPUT_NAME : pickColumns(parts, INPUT_NAME, mine);
    parts.nodes.push(castTo(picked, ownName(source), kind === 'double' ? 'double' : 'float'));
  }
}

function placed(
  parts: GraphParts,
  { shape, classes: told }: GraphValue,
  mapping: AdoptMapping,
  refuse: (fault: string) => UserError,
): string {
  const columns = shape![1]!;
  const count = columns === 1 ? 2 : columns;
  const isNamed = told?.every((name): name is DirectionClass => directionClasses.includes(name as DirectionClass));
  const classes = mapping.classes ?? (isNamed === true ? (told as readonly DirectionClass[]) : undefined);
  if (classes === undefined) {
    throw refuse(`nothing says what its ${count} classes mean${told === undefined ? '' : ` (${told.join(', ')})`}`);
  }
  if (classes.length !== count || new Set(classes).size !== count) {
    throw refuse(`it has ${count} classes, but these are named: ${classes.join(', ')}`);
  }
  if (mapping.scores === 'sigmoid' && columns > 1) throw refuse(`a sigmoid is for one score, and it has ${columns}`);
  if (mapping.scores === 'softmax' && columns === 1) throw refuse('a softmax is for several scores, and it has one');
  let probabilities = RESULT;
  if (mapping.scores === 'sigmoid') probabilities = parts.add('Sigmoid', [RESULT]);
  if (mapping.scores === 'softmax') probabilities = parts.add('Softmax', [RESULT], [integerAttribute('axis', 1)]);
  const places = classes.map((name) => directionClasses.indexOf(name));
  return inThree(parts, probabilities, columns, places, 'float');
}

/** Never below 0, a column of its own. */
function size(parts: GraphParts): string {
  return parts.add('Relu', [parts.add('Reshape', [RESULT, parts.integers([-1, 1])])]);
}

function describe(model: ModelProto, metadata: Readonly<Record<string, string>>): void {
  if (!model.opsetImport.some(({ domain }) => domain === '' || domain === 'ai.onnx')) {
    model.opsetImport.push(create(OperatorSetIdProtoSchema, { domain: '', version: MAIN_OPSET }));
  }
  const kept = model.metadataProps.filter(({ key }) => !Object.hasOwn(metadata, key));
  const added = Object.entries(metadata).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }));
  model.metadataProps = [...kept, ...added].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What the file says of the program that wrote it; empty where it says nothing. */
export function producerOf(bytes: Uint8Array): string {
  return fromBinary(ModelProtoSchema, bytes).producerName;
}
