// Any model of any kind: its ONNX file, the plain arithmetic of its graph and the evaluation say the same, whatever the seed.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exportOnnx } from '../../../../src/adapters/onnx/export/export-onnx.ts';
import { OnnxBatch } from '../../../../src/adapters/onnx/onnx-batch.ts';
import { evaluateGraph } from '../../../../src/adapters/onnx/reference/evaluate-graph.ts';
import { rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import type { FittedMember } from '../../../../src/core/prediction/fitted/fitted-model.ts';
import { type LiveModel, liveOutputs } from '../../../../src/core/prediction/fitted/live-model.ts';
import { Random } from '../../../../src/simulation/random.ts';
import {
  idsOf,
  randomCalibration,
  randomColumns,
  randomLinear,
  randomMlp,
  randomTrees,
} from '../../../core/prediction/fitted/random-fitted.ts';
import { propertyRuns } from '../../../support/property-runs.ts';

const ROWS = 200;

const kinds = fc.record({
  kind: fc.constantFrom('trees', 'linear', 'mlp'),
  link: fc.constantFrom('sigmoid', 'softmax'),
  calibration: fc.constantFrom(undefined, 'platt', 'isotonic'),
} as const);

const TIMEOUT_MS = 120_000;

it('three ways to compute a model agree', { timeout: TIMEOUT_MS }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.integer({ min: 1, max: 9 }),
      fc.array(kinds, { minLength: 1, maxLength: 3 }),
      async (seed, width, chosen) => {
        const random = new Random(seed, 'export-property');
        const makers = { trees: randomTrees, linear: randomLinear, mlp: randomMlp };
        const members = chosen.map(({ kind, link, calibration }): FittedMember => {
          const model = makers[kind](random, link, width);
          const fitted = calibration === undefined ? undefined : randomCalibration(random, calibration, model.outputs);
          return { model, calibration: fitted, weight: 0.1 + random.float() };
        });
        const live: LiveModel = { role: 'direction', inputs: idsOf(width), members };
        const takesMissing = chosen.every(({ kind }) => kind === 'trees');
        const columns = randomColumns(random, width, ROWS, takesMissing ? 0.1 : 0);
        const bytes = exportOnnx(live, { metadata: {}, withScores: true });
        const names = members.map((_, at) => `scores_${at}`);
        const batch = await OnnxBatch.open(bytes, 'property.onnx');
        const given = await batch.run(columns, ROWS, ['probabilities', ...names]);
        await batch.close();
        const expected = liveOutputs(live, columns, ROWS);
        const plain = evaluateGraph(bytes, columns, ROWS, 'probabilities');
        if (plain.kind === 'unknown') throw new Error(plain.what);
        for (const [i, value] of expected.entries()) {
          expect(Math.abs(given.get('probabilities')![i]! - value)).toBeLessThan(1e-6);
          expect(Math.abs(plain.output.values[i]! - value)).toBeLessThan(1e-6);
        }
        for (const [at, { model }] of members.entries()) {
          if (model.kind === 'trees') expect(given.get(names[at]!)).toEqual(rawScores(model, columns, ROWS));
        }
      },
    ),
    { numRuns: propertyRuns(25), seed: 7 },
  );
});
