// Checks what a finished run hands to its report: how far trades went against it, and whether its data tell sizes.
import { describe, expect, it } from 'vitest';
import { summaryOf, summaryText } from '../../../src/cli/backtest.ts';
import { ema, featureById } from '../../../src/index.ts';
import { renderReport } from '../../../src/research/report/html-report.ts';
import { sessionResultOf } from '../../../src/research/report/run-result.ts';
import { codeFromSource } from '../../../src/runner/engine-code.ts';
import { planRun } from '../../../src/runner/run-plan.ts';
import { temporaryFolder } from '../../cli/support/qt.ts';
import { planOf, runDay, storeDays } from '../../runner/synthetic-run.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';

const agents = ['agentTurnover', 'retailFlow'].map((id) => featureById(id)!);

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

  it('names the features that were never ready, what they read, and how often each kept it from acting', async () => {
    const home = temporaryFolder('never-ready');
    await storeDays(home, 1);
    const named = Object.fromEntries(agents.map((spec) => [spec.meta.id, spec]));
    const plan = await planRun({
      code: codeFromSource(testStrategy(buys, { features: { ...named, fast: ema({ period: 9 }) } })),
    });
    const run = await runDay(home, plan, { record: false });
    const result = sessionResultOf(run, 'a day');
    const count = run.collector.holdReasons.featureNotReady ?? 0;
    expect(count).toBeGreaterThan(100);
    expect(result.holdDetails).toEqual({
      featureNotReady: Object.fromEntries(agents.map(({ meta: { id } }) => [id, count])),
    });
    expect(result.notices).toEqual([
      expect.stringMatching(
        /^Never ready in the whole run: agentTurnover \(reads [^)]*the brokers of trades.*retailFlow \(reads [^)]*\)$/,
      ),
    ]);
    expect(renderReport(result)).toContain('Feature or fault');
    const summary = summaryOf(run, result);
    expect(summary.holdDetails).toEqual(result.holdDetails);
    expect(summaryText(summary, run, result)).toMatch(new RegExp(`featureNotReady: .*agentTurnover ${count}`));
  });
});
