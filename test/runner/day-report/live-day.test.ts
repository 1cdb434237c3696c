// A session against a host, stopped by a person, beside a backtest on the market that it recorded itself.
import { expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { readRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { renderDayReport } from '../../../src/research/day-report/day-report-page.ts';
import { dayReport } from '../../../src/runner/day-report/day-report.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { readComposition } from '../../../src/runner/read-composition.ts';
import { replay } from '../../../src/runner/replay.ts';
import { makeEngine } from '../../../src/runner/run-plan.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';
import { LiveStage } from '../live/live-stage.ts';

it('a session that a person stopped is told so, with its replay and its money', async () => {
  const stage = new LiveStage();
  try {
    await stage.start();
    const options = await stage.options(testStrategy(buys, { decideEverySeconds: 1 }));
    const running = runLiveSession(options);
    await until(() => stage.broker.working.some(({ request }) => request.role === 'target'), 'a bracket');
    stage.stopWish = 'flatten';
    const { folder } = await running;
    const { engine, tighterLimits, session } = readComposition(readRunInfo(folder), folder);
    const replayed = await replay({ folder, engine: makeEngine(options.plan, engine, { tighterLimits, ...session }) });
    const { plan } = options;
    const report = await dayReport({ folder, store: openStore(stage.home), plan, replay: replayed });
    expect(report.replay.identical).toBe(true);
    expect(report.market).toBe('log');
    expect(report.notices).toContainEqual(expect.stringContaining('market that the run itself recorded'));
    expect(report.record.incidents.some(({ kind, text }) => kind === 'operator' && text.startsWith('flatten'))).toBe(
      true,
    );
    const { comparison } = report;
    const trade = comparison.trades.find(({ run }) => run !== undefined)!;
    expect(trade.run!.entryFills.length).toBeGreaterThan(0);
    expect(trade.run!.exitFills.length).toBeGreaterThan(0);
    const explained = comparison.differences.reduce((sum, { effectE4 }) => sum + (effectE4 ?? 0), 0);
    expect(explained).toBeCloseTo(comparison.runE4 - comparison.besideE4, 6);
    expect(comparison.causes.map(({ cause }) => cause)).toContain('notRunning');
    expect(comparison.differences.length).toBeLessThan(50);
    expect(renderDayReport(report)).toContain('flatten by');
  } finally {
    await stage.close();
  }
}, 30_000);
