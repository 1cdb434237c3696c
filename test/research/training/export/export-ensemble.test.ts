// The whole way: a planted market, an ensemble per regime of several kinds, its model folder, and what the live path says beside the training.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { loadModel } from '../../../../src/adapters/onnx/load-model.ts';
import { modelReport, reportLines } from '../../../../src/cli/model-report.ts';
import { featureById } from '../../../../src/core/catalogue/catalogue.ts';
import { liveOutputs } from '../../../../src/core/prediction/fitted/live-model.ts';
import { tradedRegimes } from '../../../../src/core/prediction/model-checks.ts';
import type { ModelMember } from '../../../../src/core/prediction/model-manifest.ts';
import { ruleRegime } from '../../../../src/core/regime/rule-regime.ts';
import type { RegimeRecipe } from '../../../../src/research/ensembles/regime-recipe.ts';
import { trainForRegimes } from '../../../../src/research/ensembles/train-for-regimes.ts';
import { Frame } from '../../../../src/research/frames/frame.ts';
import { purgedKFold } from '../../../../src/research/splits/purged-k-fold.ts';
import {
  type EnsembleExportRequest,
  exportEnsemble,
} from '../../../../src/research/training/export/export-ensemble.ts';
import { verifyModel } from '../../../../src/research/training/export/verify-model.ts';
import { plantedMarket } from '../../ensembles/planted-market.ts';

const folder = mkdtempSync(join(tmpdir(), 'ensemble-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const RECIPES: readonly RegimeRecipe[] = [
  { name: 'lines', role: 'direction', kind: 'logistic' },
  { name: 'trees', role: 'direction', kind: 'trees', options: { rounds: 15, leaves: 4 }, calibration: 'isotonic' },
  { name: 'forest', role: 'direction', kind: 'forest', options: { trees: 10, leaves: 6 } },
  { name: 'net', role: 'direction', kind: 'mlp', regimes: ['range'], options: { hidden: [4], passes: 5 } },
  { name: 'size', role: 'magnitude', kind: 'ridge' },
  { name: 'size-trees', role: 'magnitude', kind: 'trees', options: { rounds: 10, leaves: 4 } },
];

it('writes an ensemble of all kinds as a folder that trades as it was trained', async () => {
  const market = plantedMarket(8, 90, 1.5, 3);
  const { labels, regimes } = market;
  // the planted inputs under names of the catalogue, with a source that vouches for them
  const meta = {
    ...{ instrument: 'WDOG25', provenance: 'synthetic' as const },
    sources: ['2025-01-03', '2025-01-02'].map((day) => ({
      ...{ instrument: 'WDOG25', kind: 'candles-1m', day, sha256: day.slice(-2).repeat(32) },
    })),
  };
  const column = (name: string) => market.features.toArrays()[name] as (number | undefined)[];
  const features = Frame.fromColumns(
    { close_time: market.features.times, rsi_14: column('tell'), adx_14: column('fade'), bodyShare: column('noise') },
    { index: 'close_time', marks: 'end', meta },
  );
  const candles = Frame.fromColumns(
    { close_time: features.times, close: Float64Array.from(features.times, (_, row) => 5000 + (row % 7)) },
    { index: 'close_time', marks: 'end' },
  );
  const ensemble = await trainForRegimes(features, labels, purgedKFold(labels, { folds: 2 }), RECIPES, {
    ...{
      regimes,
      neutralPoints: 0.5,
      costPoints: 0.5,
      tickPoints: 0.5,
      seed: 1,
      threads: 1,
      leastTrades: 5,
      home: folder,
    },
  });
  const request: EnsembleExportRequest = {
    ...{ name: 'planted', features, candles, candle: '1m', horizonCandles: 2, warmupCandles: 60, regime: ruleRegime() },
    ...{ seed: 1, code: { version: '0.0.1' }, parityRows: 2000 },
    sideSource: 'none',
  };
  const { files, manifest, parity } = await exportEnsemble(ensemble, request);
  expect(manifest.schemaVersion).toBe(2);
  expect(manifest.datasets).toHaveLength(1);
  expect(parity.files.length).toBe(manifest.members.length);
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  const { predictor } = await loadModel(folder, { features: featureById });
  const { rows } = ensemble;
  for (let row = 40; row < rows.rows; row += 53) {
    if (rows.isUsed[row] !== 1) continue;
    const inputs = Float32Array.from(rows.columns, (values) => values[row]!);
    const regime = tradedRegimes[rows.regime[row]!]!;
    const answer = await predictor.predict({ strategyId: 's', requestSeq: row, regime, inputs });
    if (answer.kind !== 'prediction') throw new Error(answer.reason);
    const { up, magnitude } = plainAnswer(ensemble.members, regime, inputs);
    expect(answer.prediction.probabilities.up).toBeCloseTo(up, 6);
    expect(answer.prediction.magnitude).toBeCloseTo(magnitude, 9);
  }
  await predictor.close();
  const checks = await verifyModel(folder, { rows: 300, seed: 1 });
  expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
  const report = modelReport(new TextDecoder().decode(files.get('training.json')));
  const lines = reportLines(report!).join('\n');
  expect(lines).toMatch(/paths in range: .* trades, .* bp after costs: (pays|does NOT pay) on all/);
  expect(lines).toMatch(/member trees: trees, direction, weights trend_up 0\.\d+/);
  for (const { member, regime, rows: count, weight } of ensemble.memberStatistics.toRows()) {
    const file = manifest.members.find((each) => isFileOf(each, `${member}`, `${regime}`))?.file ?? `${member}`;
    const told = lines.split('\n').find((line) => line.startsWith(`  out-of-fold loss of ${file} in ${regime}: `));
    expect(told).toMatch(new RegExp(`on ${count} rows${weight === 0 ? ', left out' : ''}$`));
  }
  expect(lines).toMatch(/split 0 in trend_up: \d+ rows, log loss 0\.\d+, knowing nothing \d\.\d+/);
  const { files: again } = await exportEnsemble(ensemble, request);
  expect([...again]).toEqual([...files]);
  const nobody = Frame.fromColumns({ close_time: features.times }, { index: 'close_time' });
  await expect(exportEnsemble(ensemble, { ...request, features: nobody })).rejects.toThrow('Nobody says where');
  const unknown = { ...ensemble, rows: { ...rows, inputs: ['rsi_14', 'adx_14', 'mine'] } };
  await expect(exportEnsemble(unknown, request)).rejects.toThrow('mine, which is no feature of the catalogue');
});

function isFileOf({ file, regimes }: ModelMember, member: string, regime: string): boolean {
  const named = [`${member}.onnx`, `${member}-${regimes.join('-')}.onnx`];
  return named.includes(file) && regimes.some((each) => each === regime);
}

/** Weighted means over the members of a regime, of what each says by itself. */
function plainAnswer(
  members: Awaited<ReturnType<typeof trainForRegimes>>['members'],
  regime: (typeof tradedRegimes)[number],
  inputs: Float32Array,
) {
  const columns = Array.from(inputs, (value) => Float32Array.of(value));
  let [up, magnitude] = [0, 0];
  for (const { live, weights } of members) {
    const weight = weights[regime] ?? 0;
    const said = liveOutputs(live, columns, 1);
    if (live.role === 'direction') up += weight * said[2]!;
    else magnitude += weight * said[0]!;
  }
  return { up, magnitude };
}
