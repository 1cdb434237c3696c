// A live model (members of any kinds, calibrated, averaged) and metadata in; one ONNX graph in double precision out.

import type { FittedMember } from '../../../core/prediction/fitted/fitted-model.ts';
import { type LiveModel, liveFault, liveWidth, placesOf } from '../../../core/prediction/fitted/live-model.ts';
import { UserError } from '../../user-error.ts';
import { castTo, encodeOnnx, INPUT_NAME, type OnnxOutput } from '../onnx-graph.ts';
import { DIRECTION_OUTPUT, MAGNITUDE_OUTPUT } from '../write-linear-onnx.ts';
import { calibrated } from './calibration-nodes.ts';
import { GraphParts, pickColumns } from './graph-parts.ts';
import { inThree } from './in-three.ts';
import { linked } from './link-nodes.ts';
import { networkScores } from './network-nodes.ts';
import { ML_OPSET, treeScores } from './tree-nodes.ts';

export interface ExportOptions {
  /** Written to `metadata_props`. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * With the further outputs `scores_0`, `scores_1` ...: the raw scores of each member, double [N, outputs]. For proofs; a model that is
   * traded has none.
   */
  readonly withScores?: boolean | undefined;
}

/**
 * Input `features` float32 [N, inputs]; output `probabilities` float32 [N, 3] = P(down), P(flat), P(up), or `magnitude` float32 [N, 1].
 * Everything between is double, so the file says what `liveOutputs` says.
 * The same bytes for the same content. Throws UserError `model-export` for members that do not fit together.
 */
export function exportOnnx(live: LiveModel, { metadata, withScores = false }: ExportOptions): Uint8Array {
  const fault = liveFault(live);
  if (fault !== undefined) {
    throw new UserError({
      code: 'model-export',
      message: `The model cannot be written as ONNX: ${fault}`,
      fix: 'Give members that were trained on inputs of this list, for this role, each with a weight above 0',
    });
  }
  const parts = new GraphParts();
  parts.nodes.push(castTo(INPUT_NAME, EXACT, 'double'));
  const furtherOutputs: OnnxOutput[] = [];
  const given = live.members.map((member, at) => {
    const { scores, output } = memberNodes(parts, live, member);
    if (withScores) {
      const name = `scores_${at}`;
      // a copy by identity: an output of the graph has a name of its own
      parts.nodes.push(castTo(scores, name, 'double'));
      furtherOutputs.push({ name, columns: member.model.outputs, type: 'double' });
    }
    return output;
  });
  const averaged = average(parts, live.members, given);
  const name = live.role === 'direction' ? DIRECTION_OUTPUT : MAGNITUDE_OUTPUT;
  parts.nodes.push(castTo(averaged, name, 'float'));
  return encodeOnnx({
    ...{ name: live.role, inputs: live.inputs.length, output: { name, columns: liveWidth(live) }, furtherOutputs },
    ...{ mlOpset: parts.usesMl ? ML_OPSET : undefined, initializers: parts.initializers, nodes: parts.nodes, metadata },
  });
}

/** The inputs as double. */
const EXACT = 'exact';

function memberNodes(parts: GraphParts, live: LiveModel, { model, calibration }: FittedMember) {
  const columns = model.inputs.map((id) => live.inputs.indexOf(id));
  const isWhole = columns.length === live.inputs.length && columns.every((column, at) => column === at);
  const features = isWhole ? EXACT : pickColumns(parts, EXACT, columns);
  const scores = model.kind === 'trees' ? treeScores(parts, model, features) : networkScores(parts, model, features);
  const plain = linked(parts, model.link, scores);
  if (live.role === 'magnitude') return { scores, output: parts.add('Relu', [plain]) };
  const probabilities = calibration === undefined ? plain : calibrated(parts, calibration, plain, model.outputs);
  return { scores, output: inThree(parts, probabilities, model.outputs, placesOf(live.classes, model), 'double') };
}

function average(parts: GraphParts, members: readonly FittedMember[], given: readonly string[]): string {
  if (given.length === 1) return given[0]!;
  let sum: string | undefined;
  let total = 0;
  for (const [at, { weight }] of members.entries()) {
    const weighed = parts.add('Mul', [given[at]!, parts.double(weight)]);
    sum = sum === undefined ? weighed : parts.add('Add', [sum, weighed]);
    total += weight;
  }
  return parts.add('Div', [sum!, parts.double(total)]);
}
