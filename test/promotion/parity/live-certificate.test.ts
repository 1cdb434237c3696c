// Certificates of sessions against a host: what a person did is told as such, and what was not run as a gap.
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../src/adapters/datasets/store.ts';
import { readRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { EventBatch } from '../../../src/core/market/event-batch.ts';
import { instrumentOf } from '../../../src/core/market/instrument-table.ts';
import { sessionOf } from '../../../src/core/market/session.ts';
import { certifyRun } from '../../../src/promotion/parity/certify-run.ts';
import type { ParityCertificate } from '../../../src/promotion/parity/parity-certificate.ts';
import { readCertificates } from '../../../src/promotion/parity/read-certificates.ts';
import { uncertifiedRuns } from '../../../src/promotion/parity/uncertified-runs.ts';
import { openSigningKey } from '../../../src/promotion/release/keys.ts';
import { dayReport } from '../../../src/runner/day-report/day-report.ts';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { runningSessions } from '../../../src/runner/live/control-file.ts';
import type { LiveOptions } from '../../../src/runner/live/live-options.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { readComposition } from '../../../src/runner/read-composition.ts';
import { replay } from '../../../src/runner/replay.ts';
import { makeEngine } from '../../../src/runner/run-plan.ts';
import { storeEvents } from '../../../src/runner/store-events.ts';
import { until } from '../../runner/host/test-host.ts';
import { CONTRACT, DAY, LiveStage } from '../../runner/live/live-stage.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';

let stage: LiveStage;

afterEach(() => stage.close());

async function certified({ plan }: LiveOptions, folder: string): Promise<ParityCertificate> {
  const { engine, tighterLimits, session } = readComposition(readRunInfo(folder), folder);
  const replayed = await replay({ folder, engine: makeEngine(plan, engine, { tighterLimits, ...session }) });
  const report = await dayReport({ folder, store: openStore(stage.home), plan, replay: replayed });
  return certifyRun(report, instrumentOf, openSigningKey(stage.home).key);
}

async function storeToday(): Promise<void> {
  const batch = new EventBatch(8);
  batch.pushTrade(0, sessionOf('WDO', DAY)!.openUs, 5500, 1, 1, 1, 3, 8);
  const source = { file: 'a test', sha256: '0'.repeat(64), format: 'test' };
  await storeEvents(openStore(stage.home), batch, {
    ...{ instrument: CONTRACT, day: DAY, source, provenance: 'exchange', sideSource: 'feed' },
    parameters: {},
  });
}

describe('a session of demo', () => {
  it('that a person paused and ended has these causes and no unknown one', async () => {
    stage = new LiveStage();
    await stage.start();
    const options = await stage.options(testStrategy(buys, { decideEverySeconds: 1 }));
    const running = runLiveSession(options);
    const works = (role: string): boolean => stage.broker.working.some(({ request }) => request.role === role);
    await until(() => works('target'), 'a bracket');
    expect(uncertifiedRuns(stage.home, Date.parse(DAY))).toEqual([]);
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    await client.operate({ command: 'pause', by: 'ana', reason: 'news' });
    await new Promise((done) => setTimeout(done, 2500));
    stage.stopWish = 'flatten';
    const { folder } = await running;
    expect(uncertifiedRuns(stage.home, Date.parse(DAY))).toEqual([folder]);
    const certificate = await certified(options, folder);
    expect(certificate).toMatchObject({
      ...{ mode: 'demo', days: [DAY], isFinished: true, violations: [], verdict: 'explained' },
      ...{ replay: { isIdentical: true }, backtest: { isIdentical: false, market: 'log' } },
    });
    const causes = certificate.backtest.causes.map(({ cause }) => cause);
    expect(causes).toContain('operator');
    expect(causes).not.toContain('unknown');
    const paused = certificate.backtest.differences.find(({ detail }) => detail.includes('ana: news'));
    expect(paused).toMatchObject({ cause: 'operator', what: 'decision' });
    expect(uncertifiedRuns(stage.home, Date.parse(DAY))).toEqual([]);
    expect(readCertificates(stage.home, { mode: 'demo' })).toEqual({ certificates: [certificate], refused: [] });
    await storeToday();
    // the host has stored the day since: it says more than the log of the session
    expect(uncertifiedRuns(stage.home, Date.parse(DAY))).toEqual([folder]);
  }, 30_000);

  it('that goes on where an earlier process had ended has a gap, and nothing that is unknown', async () => {
    stage = new LiveStage();
    await stage.start();
    const options = await stage.options(testStrategy(buys, { decideEverySeconds: 1 }));
    const first = runLiveSession(options);
    await until(() => stage.broker.working.some(({ request }) => request.role === 'target'), 'a bracket');
    stage.stopWish = 'keep';
    const before = await first;
    stage.stopWish = undefined;
    const second = runLiveSession(options);
    await until(() => runningSessions(stage.home).length === 1, 'the second run');
    await new Promise((done) => setTimeout(done, 2500));
    stage.stopWish = 'flatten';
    const { folder } = await second;
    // the stop that stays at the broker protects what is held: nothing is violated
    expect((await certified(options, before.folder)).violations).toEqual([]);
    const certificate = await certified(options, folder);
    expect(certificate).toMatchObject({ verdict: 'explained', violations: [], replay: { isIdentical: true } });
    expect(certificate.journal.epochs.length).toBeGreaterThan(0);
    const causes = certificate.backtest.causes.map(({ cause }) => cause);
    expect(causes).toContain('gap');
    expect(causes).not.toContain('unknown');
    expect(readCertificates(stage.home).certificates.map(({ days }) => days)).toEqual([[DAY], [DAY]]);
  }, 30_000);
});
