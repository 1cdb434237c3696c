// A real month with every feature of bars, and with the model, over prepared days: to the bit the backtests that read and compute all.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { importFiles } from '../../src/adapters/datasets/importing/import.ts';
import { catalogue } from '../../src/core/catalogue/catalogue.ts';
import { hold, target } from '../../src/index.ts';
import { PreparedMarket } from '../../src/runner/prepared-market.ts';
import strategy from '../../strategies/wdo-regime.ts';
import { repositoryRoot } from '../cli/support/qt.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { planOf, runDay } from './synthetic-run.ts';

const FILE = 'b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz';
const MONTH = { from: '2025-09-01', to: '2025-09-30', record: false } as const;
const NEEDS_RECORDS = ['trades', 'flow', 'tape', 'agents', 'quotes', 'book'];
const LONG_MS = 600_000;

describeWithRealData('a real month over prepared days', [FILE], (file) => {
  let home: string;
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'prepared-real-'));
    const mapping = join(repositoryRoot, 'datasets', 'examples', 'wdo-contract-m1.json');
    await importFiles({ home, format: 'csv', files: [file!], mapping });
  }, LONG_MS);
  afterAll(() => rm(home, { recursive: true }));

  const all = [...catalogue.values()].filter(({ meta }) => !meta.inputs.some((each) => NEEDS_RECORDS.includes(each)));
  const { model: _none, thresholds: _fitted, ...withoutModel } = strategy;
  const everything = {
    ...withoutModel,
    features: Object.fromEntries(all.map((spec) => [spec.meta.id, spec])),
    decide: ({ features, position }: Parameters<typeof strategy.decide>[0]) =>
      position.quantity !== 0
        ? hold('holds')
        : target(features.rsi_14! > 50 ? 1 : -1, { stopPoints: 5, targetPoints: 8 }, 'with the move'),
  };

  it.each([
    ['every feature of bars', everything],
    ['the model', strategy],
  ] as const)(
    'with %s',
    async (_name, decided) => {
      const plan = await planOf(decided);
      const market = new PreparedMarket();
      const alone = await runDay(home, plan, MONTH);
      expect(alone.collector.fills.length).toBeGreaterThan(20);
      for (let pass = 0; pass < 3; pass++) {
        expect((await runDay(home, plan, { ...MONTH, market })).digest).toBe(alone.digest);
      }
      await plan.model?.predictor.close();
    },
    LONG_MS,
  );
});
