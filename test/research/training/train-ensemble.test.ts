// From sessions to a model folder: the same bytes, a model that loads, figures that add up, and refusals.

import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadModel } from '../../../src/adapters/onnx/load-model.ts';
import { readOnnxMetadata } from '../../../src/adapters/onnx/onnx-metadata.ts';
import { sha256Of } from '../../../src/adapters/onnx/verified-file.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import { tradedRegimes } from '../../../src/core/prediction/model-checks.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { barInputs, fewBarInputs } from '../../../src/research/training/bar-inputs.ts';
import { ensembleRecipes } from '../../../src/research/training/member-recipe.ts';
import {
  type EnsembleSettings,
  type TrainedEnsemble,
  trainEnsemble,
} from '../../../src/research/training/train-ensemble.ts';
import type { TrainingDay } from '../../../src/research/training/training-rows.ts';
import { writeModelFolder } from '../../../src/research/training/write-model-folder.ts';
import { toySessions } from './toy-sessions.ts';

const inputs = Object.values(barInputs).map((spec) => spec.meta.id);
const settings: EnsembleSettings = {
  name: 'toy-regime',
  candle: '1m',
  features: barInputs,
  regime: ruleRegime(),
  recipes: ensembleRecipes(inputs, fewBarInputs),
  warmupCandles: 100,
  horizonCandles: 5,
  neutralPoints: 1,
  costPoints: 1,
  validationShare: 0.25,
  embargoSessions: 1,
  passShare: 0.1,
  provenance: 'synthetic',
  sideSource: 'none',
  datasets: [{ path: 'toy', sha256: '0'.repeat(64) }],
  codeVersion: '0.0.1',
  seed: 3,
};

function trained(days: readonly TrainingDay[]): TrainedEnsemble {
  const result = trainEnsemble(days, settings);
  if (result.kind === 'refused') throw new Error(result.reason);
  return result;
}

const ensemble = trained(toySessions(20, 200, 3));
const folder = mkdtempSync(join(tmpdir(), 'toy-regime-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('trainEnsemble', () => {
  it('gives the same bytes for the same sessions', () => {
    const hashes = (of: TrainedEnsemble) => [...of.files].map(([name, bytes]) => [name, sha256Of(bytes)]);
    expect(hashes(trained(toySessions(20, 200, 3)))).toEqual(hashes(ensemble));
    expect(hashes(trained(toySessions(20, 200, 4)))).not.toEqual(hashes(ensemble));
  });

  it('writes a folder that loads, and whose golden vectors the runtime reproduces', async () => {
    await writeModelFolder(folder, ensemble.files);
    expect(readdirSync(folder).sort()).toEqual([
      'direction-all.onnx',
      'direction-few.onnx',
      'direction-range.onnx',
      'direction-trend.onnx',
      'golden.json',
      'magnitude.onnx',
      'model.json',
      'training.json',
    ]);
    const { manifest, goldenDeviation, predictor } = await loadModel(folder, { features: featureById });
    expect(manifest).toEqual(ensemble.manifest);
    expect(goldenDeviation).toBeLessThan(1e-7);
    for (const regime of tradedRegimes) {
      const middle = Float32Array.from(manifest.ranges, ([low, high]) => (low + high) / 2);
      const answer = await predictor.predict({ strategyId: 's', requestSeq: 1, regime, inputs: middle });
      expect(answer.kind).toBe('prediction');
      if (answer.kind === 'prediction') expect(answer.prediction.members).toHaveLength(4);
    }
    await predictor.close();
  });

  it('learns the drift that these sessions have, with the direction members that see all rows', () => {
    for (const member of ensemble.report.members) {
      if (!/all|few/.test(member.file)) continue;
      expect(member.validation.loss, member.file).toBeLessThan(member.validation.baseline);
    }
  });

  it('says in each ONNX file what it was trained on', () => {
    const metadata = readOnnxMetadata(ensemble.files.get('direction-trend.onnx')!);
    expect(metadata).toMatchObject({
      schemaHash: ensemble.manifest.schemaHash,
      features: inputs.join(','),
      regimes: 'trend_up,trend_down',
      trainingFrom: '2025-01-01',
      trainingTo: '2025-01-14',
      provenance: 'synthetic',
      codeVersion: '0.0.1',
      seed: '3',
    });
  });

  it('reports how many validation candles pass each gate', () => {
    const { rows, passes } = ensemble.report;
    for (const preset of Object.values(passes)) {
      expect(tradedRegimes.reduce((sum, regime) => sum + preset[regime].candles, 0)).toBe(rows.validation);
      for (const regime of tradedRegimes) {
        const { passing, passingAll, passed, candles } = preset[regime];
        for (const share of Object.values(passing)) expect(share).toBeGreaterThanOrEqual(passingAll);
        expect(passed).toBe(Math.round(passingAll * candles));
      }
    }
  });

  it('asks of a fitted signal that it pays its costs and one tick', () => {
    for (const regime of tradedRegimes) {
      expect(ensemble.manifest.thresholds.fitted![regime].magnitude).toBeGreaterThanOrEqual(1.5 / 6000);
    }
  });

  it('refuses sessions that it cannot train on, with the reason', () => {
    const reasonOf = (days: readonly TrainingDay[], changes: Partial<EnsembleSettings> = {}) => {
      const result = trainEnsemble(days, { ...settings, ...changes });
      return result.kind === 'refused' ? result.reason : 'it trained';
    };
    const few = toySessions(2, 200, 3);
    expect(reasonOf([])).toBe('no candle has all inputs, a regime and a label');
    expect(reasonOf(few)).toMatch(/^2 sessions with rows are too few/);
    const long = toySessions(8, 200, 3);
    expect(reasonOf(long, { neutralPoints: 1000 })).toBe('direction-all: no row has the class 0');
    expect(reasonOf(long, { recipes: ensembleRecipes(inputs, ['macd']) })).toBe(
      'direction-few: macd is no column of the rows',
    );
  });
});
