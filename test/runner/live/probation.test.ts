// A session of a release on probation at a host: it throws while it holds, opens nothing more, keeps its stop, and its channel is back at the release before, once.
import { afterEach, describe, expect, it } from 'vitest';
import { openRun } from '../../../src/adapters/journal/run-reader.ts';
import { defaultProbation } from '../../../src/adapters/machine/probation-settings.ts';
import { ProbationWatch } from '../../../src/cli/probation-watch.ts';
import { channelHistory, pointChannel, readChannel } from '../../../src/promotion/release/channels.ts';
import { openSigningKey } from '../../../src/promotion/release/keys.ts';
import { buildRelease } from '../../../src/promotion/release-builder.ts';
import type { LiveOptions } from '../../../src/runner/live/live-options.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { observers } from '../../../src/runner/run-observer.ts';
import { sampleDraft, sampleFiles } from '../../promotion/support/sample-release.ts';
import { long, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';
import type { LiveStage } from './live-stage.ts';
import { expectIdentical, startedStage } from './started-stage.ts';

const AT = '2025-08-01T12:00:00Z';
const watches: ProbationWatch[] = [];
afterEach(() => {
  for (const watch of watches.splice(0)) watch.close();
});

const throwsHolding = testStrategy(
  ({ position }) => {
    if (position.quantity !== 0) throw new Error('boom');
    return long(5, 10);
  },
  { decideEverySeconds: 1, risk: { maxContracts: 1 } },
);

/** Two releases of the strategy at demo, the second in the channel; ids. */
function promoteTwo({ home }: LiveStage): readonly [string, string] {
  const { key } = openSigningKey(home);
  const [first, second] = ['a', 'b'].map((code) => {
    const files = sampleFiles(`export const strategy = '${code}';\n`);
    const { id } = buildRelease({ home, draft: { ...sampleDraft, strategy: 'tested' }, files, key });
    pointChannel({ home, strategy: 'tested', stage: 'demo', release: id, at: AT, by: 'ana', trustedKeys: [key] });
    return id;
  });
  return [first!, second!];
}

interface Watched {
  readonly options: LiveOptions;
  readonly told: string[];
}

async function watched(stage: LiveStage, release: string): Promise<Watched> {
  const told: string[] = [];
  const watch = new ProbationWatch({
    ...{ home: stage.home, strategy: 'tested', stage: 'demo', release: () => release, settings: defaultProbation },
    tell: (_severity, code) => told.push(code),
    nowMs: () => stage.time.utcMs,
  });
  watches.push(watch);
  const options = await stage.options(throwsHolding, { release, judge: watch });
  return { options: { ...options, observer: observers([options.observer!, watch]) }, told };
}

describe('a release on probation whose strategy throws while it holds', () => {
  it('opens nothing more and keeps its stop; the channel is rolled back and people are told, once, also after a restart', async () => {
    const stage = await startedStage();
    const { home } = stage;
    const [first, second] = promoteTwo(stage);
    const named = (): string | undefined => readChannel(home, 'tested', 'demo')?.release;
    const { options, told } = await watched(stage, second);
    const running = runLiveSession(options);
    await until(() => named() === first, 'the channel, rolled back');
    expect(told).toEqual(['releaseRolledBack']);
    const roles = stage.broker.working.map(({ request }) => request.role).sort();
    expect([stage.broker.position, roles]).toEqual([1, ['stop', 'target']]);
    await new Promise((done) => setTimeout(done, 1500));
    stage.stopWish = 'keep';
    const run = await running;
    const reader = openRun(run.folder);
    const pauses = [...reader.operatorCommands()].filter(({ event }) => event.by === 'probation');
    reader.close();
    expect(pauses.map(({ event }) => event)).toMatchObject([
      { command: 'pause', reason: expect.stringContaining('boom') },
    ]);
    await expectIdentical(options, run);
    stage.stopWish = undefined;
    const again = await watched(stage, second);
    const goneOn = runLiveSession(again.options);
    await new Promise((done) => setTimeout(done, 3000));
    stage.stopWish = 'flatten';
    expect(await goneOn).toMatchObject({ endedBy: 'stop', held: {} });
    expect(again.told).toEqual([]);
    expect(channelHistory(home, 'tested', 'demo').map(({ action }) => action)).toEqual([
      'promote',
      'promote',
      'rollback',
    ]);
    expect(stage.broker.orders.filter(({ request }) => request.role === 'entry')).toHaveLength(1);
  }, 30_000);
});
