// The tutorial on a small real file, from the file to the card; and on a series with prices that were never traded, which it refuses.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tutorial } from '../../scripts/tutorial-steps.ts';
import { recipeOfModel } from '../../src/research/recipes/read-recipe.ts';
import { soundLedger } from '../../src/research/trials/sound-ledger.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { describeWithRealData } from '../support/real-data.ts';
import { RUNNING_MS } from './ran-notebooks.ts';

const SMALL = { rounds: 5, parityRows: 500, shuffles: 1, instrument: 'DOLK20' };

describeWithRealData('the tutorial, small', ['b3-dolk20-mt5/DOLK20_M1_20200401_20200409.csv.gz'], (file) => {
  it('goes from a file to a card that claims nothing of a few days', { timeout: RUNNING_MS }, async () => {
    const home = temporaryFolder('tutorial');
    const steps: string[] = [];
    const { card, folder } = await tutorial({ file: file!, home, ...SMALL, onStep: (step) => steps.push(step) });
    expect(steps).toHaveLength(5);
    expect(await recipeOfModel(folder)).toMatchObject({ name: 'tutorial', warmupCandles: 500 });
    expect(readFileSync(join(folder, 'card.md'), 'utf8')).toBe(card.markdown);
    const { verdict, backtest, manifest, trials } = card.facts;
    expect(verdict.hasEdge).toBe(false);
    expect(verdict.says).toMatch(/^No edge after costs was/);
    expect(manifest.provenance).toBe('exchange');
    expect(backtest!.daysOfTraining).toBe(0);
    expect(backtest!.from > manifest.training.to).toBe(true);
    expect(backtest!.stress).toHaveLength(9);
    expect(trials!.gates.some(({ name, passed }) => name === 'deflatedSharpe' && !passed)).toBe(true);
    const kinds = soundLedger(home).entries.map(({ trial }) => trial.kind);
    // the training before it has files, and its export
    expect(kinds.slice(0, 3)).toEqual(['training', 'training', 'backtest']);
  });
});

describeWithRealData(
  'the tutorial, adjusted prices',
  ['b3-win-m5-profit-2021/WINFUT_M5_20210817_20220119.csv.gz'],
  (file) => {
    it('refuses them and says why', { timeout: RUNNING_MS }, async () => {
      const home = temporaryFolder('tutorial-adjusted');
      await expect(tutorial({ file: file!, home, instrument: 'WINFUT' })).rejects.toMatchObject({
        code: 'adjusted-series',
      });
    });
  },
);
