// The gate of an export at its full size: 100,000 rows, 130 inputs, trees of a real size, every link and calibration.

import { expect, it } from 'vitest';
import type { FittedMember, FittedModel, TreeModel } from '../../../../src/core/prediction/fitted/fitted-model.ts';
import { tradedRegimes } from '../../../../src/core/prediction/model-checks.ts';
import { exportModel, type ModelFile } from '../../../../src/research/training/export/export-model.ts';
import { Random } from '../../../../src/simulation/random.ts';
import {
  randomCalibration,
  randomColumns,
  randomLinear,
  randomMlp,
  randomTrees,
} from '../../../core/prediction/fitted/random-fitted.ts';

const INPUTS = 130;
const TREES = 200;
const LEAST_NODES = 25;
const MINUTES_10 = 600_000;

const random = new Random(51, 'export-nightly');

function bigTrees(link: 'sigmoid' | 'softmax' | 'identity'): TreeModel {
  const model = randomTrees(random, link, INPUTS, 5 * TREES, 61);
  return { ...model, trees: model.trees.filter(({ feature }) => feature.length >= LEAST_NODES).slice(0, TREES) };
}

function file(name: string, role: 'direction' | 'magnitude', ...members: FittedMember[]): ModelFile {
  return { name, live: { role, inputs: members[0]!.model.inputs, members }, weight: 1, regimes: tradedRegimes };
}

const member = (model: FittedModel, kind?: 'platt' | 'isotonic'): FittedMember => ({
  ...{ model, weight: 0.5 + random.float() },
  calibration: kind === undefined ? undefined : randomCalibration(random, kind, model.outputs),
});

it(
  'holds on 100,000 rows: bit-equal scores, no gate that falls otherwise',
  async () => {
    const files = [
      file('softmax', 'direction', member(bigTrees('softmax'), 'isotonic')),
      file('sigmoid', 'direction', member(bigTrees('sigmoid'), 'platt')),
      file('mixed', 'direction', member(bigTrees('softmax')), member(randomMlp(random, 'sigmoid', INPUTS), 'isotonic')),
      file('linear', 'direction', member(randomLinear(random, 'softmax', INPUTS), 'platt')),
      file('size', 'magnitude', member(bigTrees('identity'))),
    ];
    const limits = { regimeConfidence: 0.5, probability: 0.4, direction: 0.3, magnitude: 0.0002, confidence: 0.6 };
    const { parity } = await exportModel({
      ...{ files, training: { rows: 20_000, columns: randomColumns(random, INPUTS, 20_000) } },
      thresholds: { fitted: { trend_up: limits, trend_down: limits, range: limits } },
      facts: {
        ...{ schemaHash: '', training: { from: '2025-01-02', to: '2025-02-28' }, datasets: [], seed: 1 },
        ...{ provenance: 'synthetic', code: { version: '0' } },
      },
    });
    expect(parity.rows).toBeGreaterThanOrEqual(100_000);
    expect(parity.files.map(({ exactMembers }) => exactMembers)).toEqual([1, 1, 1, 0, 1]);
    for (const { deviation } of parity.files) expect(deviation).toBeLessThan(1e-6);
  },
  MINUTES_10,
);
