// Checks the lines that a backtest leaves on the console: money and points are of the same result.
import { describe, expect, it } from 'vitest';
import { summaryOf, summaryText } from '../../src/cli/backtest.ts';
import { brl, points } from '../../src/research/report/number-format.ts';
import { sessionStatistics } from '../../src/research/statistics/session-statistics.ts';
import type { SimulatedRun } from '../../src/runner/simulated-run.ts';
import { cleanResult } from '../research/report/generated-result.ts';

describe('the summary of a backtest', () => {
  it('gives the net result in points, as the headline of the report does, not the gross one', () => {
    const result = cleanResult();
    const { netE4, netPoints, grossPoints } = sessionStatistics(result);
    const collector = { decisions: 1, holdReasons: {}, rollsCrossed: 0, maxHeldOverRoll: 0 };
    const run = { digest: 'd', collector } as unknown as SimulatedRun;
    const text = summaryText(summaryOf(run, result), run, result);
    expect(text).toContain(`net ${brl(netE4)} (${points(netPoints)}), max drawdown`);
    expect(text).not.toContain(points(grossPoints));
  });
});
