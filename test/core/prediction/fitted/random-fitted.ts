// A seeded stream in; fitted models of every kind as plain data, with columns of rows that reach beyond their thresholds, out.

import type {
  Calibration,
  Layer,
  LinearFit,
  Link,
  MlpFit,
  Tree,
  TreeModel,
} from '../../../../src/core/prediction/fitted/fitted-model.ts';
import type { Random } from '../../../../src/simulation/random.ts';

export const idsOf = (inputs: number): readonly string[] => Array.from({ length: inputs }, (_, i) => `input_${i}`);

const normals = (random: Random, length: number, scale = 1): Float64Array =>
  Float64Array.from({ length }, () => random.normal() * scale);

/** Any shape of tree with this many nodes. */
function randomTree(random: Random, inputs: number, outputs: number, nodes: number): Tree {
  const left = new Int32Array(nodes);
  const right = new Int32Array(nodes);
  // open ends of what has been grown: node and side
  const ends: [number, Int32Array][] =
    nodes > 0
      ? [
          [0, left],
          [0, right],
        ]
      : [];
  for (let node = 1; node < nodes; node++) {
    const [[parent, side]] = ends.splice(random.integer(ends.length), 1) as [[number, Int32Array]];
    side[parent] = node;
    ends.push([node, left], [node, right]);
  }
  for (const [leaf, [parent, side]] of ends.entries()) side[parent] = ~leaf;
  return {
    output: random.integer(outputs),
    feature: Int32Array.from({ length: nodes }, () => random.integer(inputs)),
    // few distinct values, so that rows stand exactly on thresholds
    threshold: Float64Array.from({ length: nodes }, () => Math.fround(Math.round(random.normal() * 8) / 10)),
    left,
    right,
    missingLeft: Uint8Array.from({ length: nodes }, () => random.integer(2)),
    values: normals(random, nodes + 1, 0.2),
  };
}

const outputsOf = (link: Link): number => (link === 'softmax' ? 3 : 1);

export function randomTrees(random: Random, link: Link, inputs = 6, trees = 20, nodes = 30): TreeModel {
  const outputs = outputsOf(link);
  return {
    ...{ kind: 'trees', inputs: idsOf(inputs), link, outputs },
    base: normals(random, outputs),
    trees: Array.from({ length: trees }, () => randomTree(random, inputs, outputs, random.integer(nodes + 1))),
  };
}

export function randomLinear(random: Random, link: Link, inputs = 6): LinearFit {
  const outputs = outputsOf(link);
  return {
    ...{ kind: 'linear', inputs: idsOf(inputs), link, outputs, ...randomScaling(random, inputs) },
    weights: normals(random, inputs * outputs),
    bias: normals(random, outputs),
  };
}

export function randomMlp(random: Random, link: Link, inputs = 6): MlpFit {
  const outputs = outputsOf(link);
  const widths = [inputs, 8, 5, outputs];
  const activations = ['relu', 'tanh', 'none'] as const;
  const layers = activations.map((activation, depth): Layer => {
    const [before, units] = [widths[depth]!, widths[depth + 1]!];
    return { weights: normals(random, before * units, 0.6), bias: normals(random, units), activation };
  });
  return { ...{ kind: 'mlp', inputs: idsOf(inputs), link, outputs, ...randomScaling(random, inputs) }, layers };
}

function randomScaling(random: Random, inputs: number) {
  const scales = Float64Array.from({ length: inputs }, () => 0.2 + random.float() * 2);
  return { means: normals(random, inputs), scales };
}

export function randomCalibration(random: Random, kind: Calibration['kind'], outputs: number): Calibration {
  if (kind === 'platt') {
    return {
      kind,
      a: Float64Array.from({ length: outputs }, () => -0.5 - random.float()),
      b: normals(random, outputs),
    };
  }
  const ascending = (length: number) => Float64Array.from({ length }, () => random.float()).sort();
  return {
    kind,
    classes: Array.from({ length: outputs }, () => {
      const points = 2 + random.integer(12);
      return { x: ascending(points), y: ascending(points) };
    }),
  };
}

/** By input; on the grid of the thresholds, between it, and missing where that is wanted. */
export function randomColumns(random: Random, inputs: number, rows: number, missing = 0): readonly Float32Array[] {
  return Array.from({ length: inputs }, () =>
    Float32Array.from({ length: rows }, () => {
      if (random.chance(missing)) return Number.NaN;
      return random.chance(0.3) ? Math.round(random.normal() * 8) / 10 : random.normal();
    }),
  );
}
