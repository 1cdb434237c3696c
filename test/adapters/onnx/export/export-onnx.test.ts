// ONNX files of fitted models in the runtime against the evaluation in double precision: all kinds, links, calibrations and averages.

import { describe, expect, it } from 'vitest';
import { exportOnnx } from '../../../../src/adapters/onnx/export/export-onnx.ts';
import { OnnxBatch } from '../../../../src/adapters/onnx/onnx-batch.ts';
import { readOnnxMetadata } from '../../../../src/adapters/onnx/onnx-metadata.ts';
import { fittedOutputs, rawScores } from '../../../../src/core/prediction/fitted/evaluate-fitted.ts';
import type { FittedMember, FittedModel, TreeModel } from '../../../../src/core/prediction/fitted/fitted-model.ts';
import { type LiveModel, liveOutputs, liveWidth } from '../../../../src/core/prediction/fitted/live-model.ts';
import { Random } from '../../../../src/simulation/random.ts';
import {
  idsOf,
  randomCalibration,
  randomColumns,
  randomLinear,
  randomMlp,
  randomTrees,
} from '../../../core/prediction/fitted/random-fitted.ts';

const ROWS = 3000;
const INPUTS = 6;

/** What the runtime says, and by how much it differs most from the evaluation. */
async function compared(live: LiveModel, columns: readonly Float32Array[]) {
  const output = live.role === 'direction' ? 'probabilities' : 'magnitude';
  const scores = live.members.map((_, at) => `scores_${at}`);
  const batch = await OnnxBatch.open(exportOnnx(live, { metadata: {}, withScores: true }), 'test.onnx');
  const given = await batch.run(columns, ROWS, [output, ...scores]);
  const alone = await batch.run(columns, 200, [output, ...scores], 1);
  await batch.close();
  const expected = liveOutputs(live, columns, ROWS);
  const found = given.get(output)!;
  expect(found.length).toBe(ROWS * liveWidth(live));
  const isExact = live.members.every(({ model }) => model.kind === 'trees');
  for (const name of [output, ...scores]) {
    const one = alone.get(name)!;
    // products of matrices are summed in another order for one row than for many
    const apart = one.reduce((most, value, i) => Math.max(most, Math.abs(value - given.get(name)![i]!)), 0);
    expect(apart).toBeLessThanOrEqual(isExact ? 0 : name === output ? 1e-7 : 1e-12);
  }
  const deviation = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - found[i]!)), 0);
  return { deviation, scores: scores.map((name) => given.get(name)!), found };
}

describe('an exported model', () => {
  const random = new Random(21, 'export-onnx');
  const inputs = idsOf(INPUTS);
  const whole = randomColumns(random, INPUTS, ROWS);
  const holed = randomColumns(random, INPUTS, ROWS, 0.1);
  const columnsOf = (model: FittedModel) => (model.kind === 'trees' ? holed : whole);

  it.each(['sigmoid', 'softmax'] as const)(
    'of %s trees has scores bit-equal to training, missing values too',
    async (link) => {
      const model = randomTrees(random, link, INPUTS, 60);
      const { deviation, scores } = await compared(
        { role: 'direction', inputs, members: [{ model, weight: 1 }] },
        holed,
      );
      expect(scores[0]).toEqual(rawScores(model, holed, ROWS));
      expect(deviation).toBeLessThan(1e-7);
    },
  );

  it('of trees without a split, or without a tree, is their base', async () => {
    const none: TreeModel = { ...randomTrees(random, 'softmax', INPUTS, 0), base: Float64Array.of(1, 2, -1) };
    const stumps = { ...none, trees: randomTrees(random, 'softmax', INPUTS, 3, 0).trees };
    for (const model of [none, stumps]) {
      const { deviation, scores } = await compared(
        { role: 'direction', inputs, members: [{ model, weight: 2 }] },
        holed,
      );
      expect(scores[0]).toEqual(rawScores(model, holed, ROWS));
      expect(deviation).toBeLessThan(1e-7);
    }
  });

  it.each([randomLinear, randomMlp, randomTrees])(
    'of any link and calibration says the same within 1e-7: $name',
    async (make) => {
      for (const link of ['sigmoid', 'softmax'] as const) {
        for (const kind of ['platt', 'isotonic'] as const) {
          const model = make(random, link);
          const members = [{ model, calibration: randomCalibration(random, kind, model.outputs), weight: 1 }];
          const { deviation } = await compared({ role: 'direction', inputs, members }, columnsOf(model));
          expect(deviation).toBeLessThan(1e-7);
        }
      }
    },
  );

  it.each([randomLinear, randomMlp, randomTrees])('of a magnitude is never below 0: $name', async (make) => {
    const model = make(random, 'identity');
    const { deviation, found } = await compared(
      { role: 'magnitude', inputs, members: [{ model, weight: 1 }] },
      columnsOf(model),
    );
    expect(deviation).toBeLessThan(1e-6);
    expect(found.every((value) => value >= 0)).toBe(true);
    expect(found.filter((value) => value === 0).length).toBeGreaterThan(10);
  });

  it('averages members of all kinds, with inputs and classes of their own', async () => {
    const few = { ...randomTrees(random, 'sigmoid', 2), inputs: ['input_4', 'input_1'] };
    const kinds: readonly FittedModel[] = [few, randomLinear(random, 'softmax'), randomMlp(random, 'sigmoid')];
    const members = kinds.map((model, at): FittedMember => {
      const calibration =
        at === 2 ? undefined : randomCalibration(random, at === 0 ? 'isotonic' : 'platt', model.outputs);
      return { model, calibration, weight: 1 + at };
    });
    const { deviation } = await compared({ role: 'direction', inputs, members }, whole);
    expect(deviation).toBeLessThan(1e-7);
  });

  it('puts the classes of a model where they are named', async () => {
    const model = randomTrees(random, 'sigmoid');
    const live = { role: 'direction', inputs, members: [{ model, weight: 1 }], classes: ['up', 'flat'] } as const;
    const { deviation, found } = await compared(live, holed);
    const [score] = rawScores(model, holed, 1);
    expect(deviation).toBeLessThan(1e-7);
    expect(found[0]).toBe(0);
    expect(found[1]).toBeCloseTo(1 / (1 + Math.exp(-score!)), 6);
  });

  it('follows an isotonic map whose points are what the model says, however near they lie', async () => {
    const model = randomLinear(random, 'sigmoid');
    const said = [...new Set(fittedOutputs(model, whole, 400))].sort((a, b) => a - b);
    // pairs of points with a steep step between them
    const x = Float64Array.from(said.flatMap((p) => [p, p + 1e-9]));
    const y = x.map((_, at) => Math.ceil(at / 2) / (x.length / 2));
    const members = [{ model, calibration: { kind: 'isotonic', classes: [{ x, y }] }, weight: 1 } as const];
    const { deviation } = await compared({ role: 'direction', inputs, members }, whole);
    expect(deviation).toBeLessThan(1e-6);
  });

  it('has the same bytes for the same model, and its metadata', () => {
    const live: LiveModel = {
      role: 'direction',
      inputs,
      members: [{ model: randomTrees(random, 'softmax'), weight: 1 }],
    };
    const metadata = { seed: '7', features: inputs.join(',') };
    const bytes = exportOnnx(live, { metadata });
    expect(bytes).toEqual(exportOnnx(live, { metadata }));
    expect(readOnnxMetadata(bytes)).toEqual(metadata);
  });

  it('is refused where its members do not fit together', () => {
    const number = randomLinear(random, 'identity');
    const softmax = randomLinear(random, 'softmax');
    const refusal = (live: LiveModel) => () => exportOnnx(live, { metadata: {} });
    const of = (model: FittedModel, further: object = {}) => [{ model, weight: 1, ...further }];
    expect(refusal({ role: 'direction', inputs, members: of(number) })).toThrow('gives a number, not probabilities');
    expect(refusal({ role: 'magnitude', inputs, members: of(softmax) })).toThrow('gives 3 softmax outputs');
    expect(refusal({ role: 'direction', inputs, members: [] })).toThrow('there is no member');
    expect(refusal({ role: 'direction', inputs: idsOf(5), members: of(softmax) })).toThrow('reads input_5');
    expect(refusal({ role: 'direction', inputs, members: of(softmax, { weight: 0 }) })).toThrow('has the weight 0');
    expect(refusal({ role: 'direction', inputs, classes: ['up', 'up', 'down'], members: of(softmax) })).toThrow(
      'a class twice',
    );
    expect(refusal({ role: 'direction', inputs, classes: ['up', 'down'], members: of(softmax) })).toThrow(
      'has 3 classes, but 2',
    );
    const calibration = randomCalibration(random, 'platt', 1);
    expect(refusal({ role: 'direction', inputs, members: of(softmax, { calibration }) })).toThrow('of 1 classes for 3');
  });
});
