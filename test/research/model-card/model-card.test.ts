// The card of an ensemble of a planted market: its figures are those of the ensemble, and what belongs to another model is refused.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadModel } from '../../../src/adapters/onnx/load-model.ts';
import { featureById } from '../../../src/core/catalogue/catalogue.ts';
import { ruleRegime } from '../../../src/core/regime/rule-regime.ts';
import { type RegimeEnsemble, trainForRegimes } from '../../../src/research/ensembles/train-for-regimes.ts';
import { Frame } from '../../../src/research/frames/frame.ts';
import { modelCard } from '../../../src/research/model-card/model-card.ts';
import { regimeEvidence } from '../../../src/research/model-card/regime-evidence.ts';
import { purgedKFold } from '../../../src/research/splits/purged-k-fold.ts';
import type { StressReport } from '../../../src/research/stress/stress-report.ts';
import { type ExportedEnsemble, exportEnsemble } from '../../../src/research/training/export/export-ensemble.ts';
import { writeModelFolder } from '../../../src/research/training/write-model-folder.ts';
import { plantedMarket } from '../ensembles/planted-market.ts';

const folder = mkdtempSync(join(tmpdir(), 'model-card-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let ensemble: RegimeEnsemble;
let exported: ExportedEnsemble;

beforeAll(async () => {
  const market = plantedMarket(8, 90, 1.5, 3);
  const sources = [{ instrument: 'WDOG25', kind: 'candles-1m', day: '2025-01-03', sha256: '03'.repeat(32) }];
  const column = (name: string) => market.features.toArrays()[name] as (number | undefined)[];
  const features = Frame.fromColumns(
    { close_time: market.features.times, rsi_14: column('tell'), adx_14: column('fade') },
    { index: 'close_time', marks: 'end', meta: { instrument: 'WDOG25', provenance: 'synthetic', sources } },
  );
  const recipes = [
    { name: 'line', role: 'direction', kind: 'logistic' },
    { name: 'size', role: 'magnitude', kind: 'ridge' },
  ] as const;
  ensemble = await trainForRegimes(features, market.labels, purgedKFold(market.labels, { folds: 2 }), recipes, {
    ...{ regimes: market.regimes, neutralPoints: 0.5, costPoints: 0.5, tickPoints: 0.5, seed: 1, threads: 1 },
    ...{ leastTrades: 5, home: folder },
  });
  exported = await exportEnsemble(ensemble, {
    ...{ name: 'planted', features, candle: '1m', horizonCandles: 2, warmupCandles: 60, regime: ruleRegime() },
    ...{ seed: 1, code: { version: '0.0.1' }, parityRows: 500, sideSource: 'none' },
  });
});

it('counts right signs as a plain loop does, in an interval over days that holds them', () => {
  for (const each of regimeEvidence(ensemble)) {
    let [right, moved] = [0, 0];
    for (const { row, regime, probabilities } of ensemble.predictions.flat()) {
      const side = ensemble.rows.direction[row]! - 1;
      if (regime !== each.regime || side === 0) continue;
      moved += 1;
      if (Math.sign(probabilities[2] - probabilities[0]) === side) right += 1;
    }
    expect(each.signRight).toBeCloseTo(right / moved, 12);
    expect(each.days).toBe(8);
    expect(each.signRightFrom!).toBeLessThan(each.signRight!);
    expect(each.signRightTo!).toBeGreaterThan(each.signRight!);
    // it was planted, so it is there
    expect(each.signRightFrom!).toBeGreaterThan(0.5);
    expect(each.worstSplit!).toBeLessThanOrEqual(each.lossSaved!);
    expect(each.bestSplit!).toBeGreaterThanOrEqual(each.lossSaved!);
  }
});

it('claims nothing without a backtest, and stands beside a model that loads', async () => {
  const card = modelCard({ exported, ensemble, labels: 'the move of 2 candles', costPoints: 0.5 });
  expect(card.facts.verdict.says).toBe("No edge after costs was shown: its data are not the exchange's (synthetic).");
  expect(card.facts.verdict.because).toContain('the exported model was not backtested');
  await writeModelFolder(folder, exported.files);
  await writeModelFolder(folder, card.files);
  const { predictor } = await loadModel(folder, { features: featureById });
  await predictor.close();
  expect(readFileSync(join(folder, 'card.md'), 'utf8')).toBe(card.markdown);
  expect(JSON.parse(readFileSync(join(folder, 'card.json'), 'utf8'))).toEqual(JSON.parse(JSON.stringify(card.facts)));
  expect(card.markdown).toContain(`| WDOG25/candles-1m | ${exported.manifest.datasets[0]!.sha256} |`);
});

it('refuses the stress test of another model', () => {
  const stress = { result: { model: { name: 'another' } } } as StressReport;
  const card = () => modelCard({ exported, ensemble, labels: 'moves', costPoints: 0.5, stress });
  expect(card).toThrow('The stress test is of another, not of planted');
});
