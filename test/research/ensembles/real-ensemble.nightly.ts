// An ensemble per regime on half a year of real WDO minutes, from stored candles to a folder that trading loads.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { loadModel } from '../../../src/adapters/onnx/load-model.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import { tradedRegimes } from '../../../src/core/prediction/model-checks.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { regimeColumns } from '../../../src/research/ensembles/regime-columns.ts';
import type { RegimeRecipe } from '../../../src/research/ensembles/regime-recipe.ts';
import { trainForRegimes } from '../../../src/research/ensembles/train-for-regimes.ts';
import { features } from '../../../src/research/features/features.ts';
import { tradingData } from '../../../src/research/frames/trading-data.ts';
import { permutationImportance } from '../../../src/research/importance/permutation-importance.ts';
import { forwardReturn } from '../../../src/research/labels/forward-return.ts';
import { averageUniqueness } from '../../../src/research/labels/sample-weights.ts';
import { combinatorialPurged } from '../../../src/research/splits/combinatorial-purged.ts';
import { barInputs, fewBarInputs } from '../../../src/research/training/bar-inputs.ts';
import { codeVersionOf } from '../../../src/research/training/export/code-version.ts';
import { exportEnsemble } from '../../../src/research/training/export/export-ensemble.ts';
import { writeModelFolder } from '../../../src/research/training/write-model-folder.ts';
import { packageRoot } from '../../../src/runner/package-root.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const RECIPES: readonly RegimeRecipe[] = [
  { name: 'lines', role: 'direction', kind: 'logistic', options: { l2: 0.01 } },
  { name: 'few', role: 'direction', kind: 'logistic', inputs: fewBarInputs, options: { l2: 0.01 } },
  { name: 'trees', role: 'direction', kind: 'trees', options: { rounds: 60, leaves: 8, learningRate: 0.05 } },
  { name: 'size-lines', role: 'magnitude', kind: 'ridge', options: { l2: 0.01 } },
  { name: 'size-trees', role: 'magnitude', kind: 'trees', options: { rounds: 60, leaves: 8, learningRate: 0.05 } },
];
const home = mkdtempSync(join(tmpdir(), 'real-ensemble-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describeWithRealData('an ensemble per regime on WDO 2025-08 to 2026-01', [FILE], (path) => {
  it('knows more than the shares of the classes out of fold, is loaded by trading, and tells whether it pays', async () => {
    await importFiles({ home, format: 'csv', files: [path!], mapping: 'wdo-contract-m1' });
    const store = openStore(home);
    const span = { instrument: 'WDOFUT', from: '2025-08-05', to: '2026-01-29', candle: '1m' } as const;
    const { candles } = await tradingData(store, { ...span, indicators: [], features: [] });
    const inputs = await features(store, Object.values(barInputs), { ...span, warmupCandles: 500 });
    const labels = forwardReturn(candles, { candles: 10 });
    const detector = ruleRegime();
    const splits = combinatorialPurged(labels, { groups: 6, testGroups: 2, embargo: { sessions: 1 } });
    const regimes = regimeColumns(candles, detector);
    const ensemble = await trainForRegimes(inputs, labels, splits, RECIPES, {
      ...{ regimes, neutralPoints: 1, costPoints: 1, tickPoints: 0.5, seed: 1, home },
      weights: averageUniqueness(labels, candles),
    });
    const lines = ensemble.statistics.toRows();
    const mean = (name: string) => lines.reduce((sum, line) => sum + Number(line[name]), 0) / lines.length;
    expect(lines).toHaveLength(45);
    expect(mean('log_loss')).toBeLessThan(mean('share_loss'));
    expect(mean('calibration_error')).toBeLessThan(0.05);
    for (const regime of tradedRegimes) {
      const { trades, netReturn, paysOnAllPaths } = ensemble.thresholds[regime];
      expect(trades).toHaveLength(5);
      // to pay is a claim, and a claim is what its numbers say
      expect(paysOnAllPaths).toBe(trades.every((count) => count >= 20) && netReturn.every((net) => net > 0));
    }
    const { rows, folds } = ensemble.members[2]!;
    const { times } = ensemble.rows;
    const importance = permutationImportance({ rows, day: times.day, folds: folds.slice(0, 3), seed: 1, repeats: 2 });
    expect(importance.values[0]).toBeGreaterThan(0);
    const { files } = await exportEnsemble(ensemble, {
      ...{ name: 'real-ensemble', features: inputs, candles, candle: '1m', horizonCandles: 10, warmupCandles: 500 },
      ...{ regime: detector, sideSource: 'none', seed: 1, code: codeVersionOf(packageRoot) },
    });
    await writeModelFolder(join(home, 'model'), files);
    const { predictor, goldenDeviation } = await loadModel(join(home, 'model'), { features: featureById });
    await predictor.close();
    expect(goldenDeviation).toBeLessThan(1e-6);
  }, 1_800_000);
});
