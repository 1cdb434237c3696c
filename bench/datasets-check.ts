// A year of one-minute bars in the store in; the seconds that all rules of the quality gate take over it, part by part and as series, out.

import { checkDatasets } from '../src/adapters/datasets/checking.ts';
import { importFiles } from '../src/adapters/datasets/importing/import.ts';
import { readProvenPart } from '../src/adapters/datasets/proven-part.ts';
import { type DatasetStore, openStore } from '../src/adapters/datasets/store.ts';
import { assert } from '../src/core/assert.ts';
import type { BenchOptions } from './bench.ts';
import { leastOf, secondsOf } from './best-of.ts';
import { type Figure, figure } from './figure.ts';
import { realData } from './real-data.ts';
import { storeSyntheticBars } from './stored-bars.ts';

/** Half a year, adjusted and by contract: as many days as a year has. */
const REAL_FILES = ['WDOFUT_M1_adjusted_20250805_20260129.csv.gz', 'WDO_M1_contract_20250805_20260129.csv.gz'];
const SYNTHETIC = { root: 'WDO', seed: 1, from: '2026-01-02', days: 246 } as const;
const QUICK_DAYS = 3;
const GOAL_S = 10;

export async function datasetsCheck(options: BenchOptions): Promise<readonly Figure[]> {
  const store = openStore(options.home, { acceptRefused: true });
  const name = await storedYear(options, store);
  const parts = store.instruments().flatMap((instrument) => store.parts(instrument));
  let rows = 0;
  const checkS = await leastOf(options.runs, () =>
    secondsOf(async () => {
      const checked = (await checkDatasets(store)).flatMap((series) => series.parts);
      rows = checked.reduce((sum, part) => sum + part.rows, 0);
      assert(checked.length === parts.length, `${checked.length} of ${parts.length} parts were looked at`);
    }),
  );
  const readS = await leastOf(options.runs, () =>
    secondsOf(async () => {
      for (const part of parts) await readProvenPart(part);
    }),
  );
  return [
    figure('datasets-check.year', checkS, 's', {
      goal: { kind: 'most', value: GOAL_S },
      peer: { name: 'reading the parts', value: readS },
      note: `${name}, ${parts.length} days of ${rows} bars, ${Math.round((checkS / parts.length) * 1000)} ms a day`,
    }),
  ];
}

async function storedYear({ home, quick }: BenchOptions, store: DatasetStore): Promise<string> {
  const files = REAL_FILES.map((file) => realData(`b3-wdo-m1-2025/${file}`));
  if (!quick && files.every((file) => file !== undefined)) {
    await importFiles({ home, format: 'auto', files });
    return 'half a year of WDO twice';
  }
  await storeSyntheticBars(store, { ...SYNTHETIC, days: quick ? QUICK_DAYS : SYNTHETIC.days });
  return 'synthetic days of WDO';
}
