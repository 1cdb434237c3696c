// An ensemble and its manifest in; the part of training.json that `qt drift` holds live days against out.

import { tradedRegimes } from '../../../core/prediction/model-checks.ts';
import type { ModelManifest } from '../../../core/prediction/model-manifest.ts';
import type { RegimeEnsemble } from '../../ensembles/train-for-regimes.ts';
import { passReport } from '../training-report.ts';

/**
 * `classes`: rows labelled down, flat and up, together and by regime. `passes`: by preset and regime what was said out of fold that passes; where
 * several splits test a row, each of their answers counts. Neutral points only of labels by time.
 */
export function trainedFacts({ rows, predictions }: RegimeEnsemble, manifest: ModelManifest): object {
  const classes = [0, 0, 0];
  const byRegime = tradedRegimes.map(() => [0, 0, 0]);
  for (let row = 0; row < rows.rows; row++) {
    if (rows.isUsed[row] !== 1) continue;
    classes[rows.direction[row]!]! += 1;
    byRegime[rows.regime[row]!]![rows.direction[row]!]! += 1;
  }
  const said = predictions.flat();
  const passes = Object.entries(manifest.thresholds).map(([preset, of]) => [
    preset,
    Object.fromEntries(tradedRegimes.map((regime) => [regime, passReport(rows, said, regime, of[regime])])),
  ]);
  const { horizonCandles, warmupCandles } = manifest;
  return {
    settings: { warmupCandles, horizonCandles, neutralPoints: rows.neutralPoints },
    ...{ classes, classesByRegime: Object.fromEntries(tradedRegimes.map((regime, at) => [regime, byRegime[at]!])) },
    passes: Object.fromEntries(passes),
  };
}
