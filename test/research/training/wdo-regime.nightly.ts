// The ensemble on half a year of real WDO candles: it trains, loads, and says more than the shares of its classes do.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { importFiles } from '../../../src/adapters/datasets/importing/import.ts';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { loadModel } from '../../../src/adapters/onnx/load-model.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { barInputs, fewBarInputs } from '../../../src/research/training/bar-inputs.ts';
import { ensembleRecipes } from '../../../src/research/training/member-recipe.ts';
import { storedSessions } from '../../../src/research/training/stored-sessions.ts';
import { trainEnsemble } from '../../../src/research/training/train-ensemble.ts';
import { writeModelFolder } from '../../../src/research/training/write-model-folder.ts';
import { describeWithRealData } from '../../support/real-data.ts';

const FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const home = mkdtempSync(join(tmpdir(), 'wdo-regime-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

describeWithRealData('an ensemble trained on WDO 2025-08 to 2026-01', [FILE], (path) => {
  it('loads with its golden vectors, and every member beats its baseline on the validation part', async () => {
    await importFiles({ home, format: 'csv', files: [path!], mapping: 'wdo-contract-m1' });
    const stored = await storedSessions(openStore(home), 'WDOFUT', '2025-08-05', '2026-01-29', 'candles-1m');
    expect(stored.days.length).toBeGreaterThan(115);
    const inputs = Object.values(barInputs).map((spec) => spec.meta.id);
    const result = trainEnsemble(stored.days, {
      ...stored,
      name: 'wdo-regime',
      candle: '1m',
      features: barInputs,
      regime: ruleRegime(),
      recipes: ensembleRecipes(inputs, fewBarInputs),
      warmupCandles: 500,
      horizonCandles: 10,
      neutralPoints: 1,
      costPoints: 1,
      validationShare: 0.25,
      embargoSessions: 1,
      passShare: 0.05,
      codeVersion: 'nightly',
      seed: 0,
    });
    if (result.kind === 'refused') throw new Error(result.reason);
    for (const member of result.report.members) {
      expect(member.validation.loss, member.file).toBeLessThan(member.validation.baseline);
    }
    await writeModelFolder(join(home, 'model'), result.files);
    const { predictor, goldenDeviation } = await loadModel(join(home, 'model'), { features: featureById });
    await predictor.close();
    expect(goldenDeviation).toBeLessThan(1e-7);
  });
});
