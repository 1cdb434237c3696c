// Checks what a finished run hands to its report: how far trades went against it, and whether its data tell sizes.
import { describe, expect, it } from 'vitest';
import { sessionResultOf } from '../../../src/research/report/run-result.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';

describe('the result of a run', () => {
  it('knows of every trade how far it went against its position, and that the synthetic book has sizes', async () => {
    const home = temporaryFolder('run-result');
    await storeDays(home, 1);
    const plan = await planOf();
    const run = await runDay(home, plan, { record: false });
    await plan.model?.predictor.close();
    const { trades, bookSizes, fillSource, notices } = sessionResultOf(run, 'a day');
    expect(trades.length).toBeGreaterThan(0);
    for (const { maxAdverseTicks, points } of trades)
      expect(maxAdverseTicks).toBeGreaterThanOrEqual(Math.max(0, -points / 0.5));
    expect({ bookSizes, fillSource, notices }).toEqual({ bookSizes: 'known', fillSource: 'book', notices: [] });
  });
});
