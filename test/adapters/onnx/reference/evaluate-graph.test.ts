// Graphs in plain arithmetic against the evaluation of what they were written from, for every operator that our files use.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../../src/adapters/onnx/export/export-onnx.ts';
import { evaluateGraph } from '../../../../src/adapters/onnx/reference/evaluate-graph.ts';
import { writeSoftmaxOnnx } from '../../../../src/adapters/onnx/write-linear-onnx.ts';
import type { FittedModel } from '../../../../src/core/prediction/fitted/fitted-model.ts';
import { type LiveModel, liveOutputs } from '../../../../src/core/prediction/fitted/live-model.ts';
import { classProbabilities } from '../../../../src/research/training/linear-output.ts';
import { Random } from '../../../../src/simulation/random.ts';
import {
  idsOf,
  randomCalibration,
  randomColumns,
  randomLinear,
  randomMlp,
  randomTrees,
} from '../../../core/prediction/fitted/random-fitted.ts';
import { softmaxModel } from '../toy-model.ts';

const ROWS = 300;
const INPUTS = 6;
const random = new Random(41, 'evaluate-graph');
const columns = randomColumns(random, INPUTS, ROWS);
const holed = randomColumns(random, INPUTS, ROWS, 0.2);

function evaluated(bytes: Uint8Array, of: readonly Float32Array[], output = 'probabilities'): Float64Array {
  const result = evaluateGraph(bytes, of, ROWS, output);
  if (result.kind === 'unknown') throw new Error(`unknown: ${result.what}`);
  return result.output.values;
}

describe('a graph in plain arithmetic', () => {
  it.each(['platt', 'isotonic'] as const)(
    'says what members of all kinds say, calibrated by %s and averaged',
    (kind) => {
      const models: readonly FittedModel[] = [
        randomTrees(random, 'softmax'),
        randomLinear(random, 'sigmoid'),
        { ...randomMlp(random, 'softmax', 2), inputs: ['input_3', 'input_0'] },
      ];
      const members = models.map((model, at) => ({
        ...{ model, weight: 1 + at, calibration: randomCalibration(random, kind, model.outputs) },
      }));
      const live: LiveModel = { role: 'direction', inputs: idsOf(INPUTS), members };
      const found = evaluated(exportOnnx(live, { metadata: {} }), columns);
      const expected = liveOutputs(live, columns, ROWS);
      for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 7);
    },
  );

  it('walks trees bit for bit, missing values too', () => {
    const live: LiveModel = {
      ...{ role: 'magnitude', inputs: idsOf(INPUTS), members: [{ model: randomTrees(random, 'identity'), weight: 1 }] },
    };
    const found = evaluated(exportOnnx(live, { metadata: {} }), holed, 'magnitude');
    expect(Float32Array.from(found)).toEqual(liveOutputs(live, holed, ROWS));
  });

  it('reads the files of the linear writer', () => {
    const model = softmaxModel(5, INPUTS);
    const found = evaluated(writeSoftmaxOnnx(model, {}), columns);
    const expected = new Float64Array(3);
    for (let row = 0; row < ROWS; row++) {
      const inputs = columns.map((column) => column[row]!);
      classProbabilities(model, inputs, 0, expected);
      for (let k = 0; k < 3; k++) expect(found[row * 3 + k]).toBeCloseTo(expected[k]!, 7);
    }
  });

  it('says which operator of a file made elsewhere it does not know', () => {
    const bytes = readFileSync(join(import.meta.dirname, '../import/python/sklearn-forest.onnx'));
    expect(evaluateGraph(bytes, columns, ROWS, 'probabilities')).toEqual({
      kind: 'unknown',
      what: 'TreeEnsembleClassifier',
    });
  });
});
