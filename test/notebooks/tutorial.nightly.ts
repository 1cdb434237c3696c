// The tutorial at its full size on half a year of real minutes of WDO: its time is told, and the card claims what its facts allow.

import { expect, it } from 'vitest';
import { tutorial } from '../../scripts/tutorial-steps.ts';
import { cardVerdict } from '../../src/research/model-card/card-verdict.ts';
import { temporaryFolder } from '../cli/support/qt.ts';
import { describeWithRealData } from '../support/real-data.ts';

describeWithRealData('the tutorial', ['b3-wdo-m1-2025/WDO_M1_contract_20250805_20260129.csv.gz'], (file) => {
  it('goes from the file to the card', { timeout: 1_800_000 }, async () => {
    let seconds = 0;
    const home = temporaryFolder('tutorial-night');
    const { card } = await tutorial({ file: file!, home, onStep: (_, took) => (seconds += took) });
    const { verdict, ...facts } = card.facts;
    console.log(`${seconds.toFixed(0)} s: ${verdict.says}`);
    expect(facts.manifest.training).toEqual({ from: '2025-08-05', to: '2025-12-11' });
    expect(facts.backtest).toMatchObject({ from: '2025-12-12', to: '2026-01-29', daysOfTraining: 0 });
    expect(facts.byRegime.every(({ days }) => days > 80)).toBe(true);
    expect(verdict).toEqual(cardVerdict(facts));
  });
});
