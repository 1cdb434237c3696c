// Sessions against a host: begin paused, trade when every gate is open, stop flat, go on after a failure, replay to the letter.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { openRun } from '../../../src/adapters/journal/run-reader.ts';
import type { Strategy } from '../../../src/core/signal/strategy.ts';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { CONTROL_FILE, runningSessions } from '../../../src/runner/live/control-file.ts';
import { readFailed } from '../../../src/runner/live/failed-run.ts';
import { runLive } from '../../../src/runner/live/run-live.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { readComposition } from '../../../src/runner/read-composition.ts';
import { buys, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';
import type { LiveStage } from './live-stage.ts';
import { eager, expectIdentical, startedStage } from './started-stage.ts';

const roles = (stage: LiveStage): readonly string[] => stage.broker.working.map(({ request }) => request.role).sort();
const entries = (stage: LiveStage): number =>
  stage.broker.orders.filter(({ request }) => request.role === 'entry').length;

describe('a session against the host', () => {
  it('begins paused, enters with stop and target when every gate is open, stops flat and replays to the letter', async () => {
    const stage = await startedStage();
    const options = await stage.options(eager);
    const running = runLiveSession(options);
    await until(() => roles(stage).join() === 'stop,target', 'stop and target');
    expect(stage.broker.position).toBeGreaterThan(0);
    stage.stopWish = 'flatten';
    const run = await running;
    expect(run).toMatchObject({ endedBy: 'stop', held: {}, isProtectOnly: false });
    expect(stage.broker.position).toBe(0);
    expect(roles(stage)).toEqual([]);
    expect(existsSync(join(run.folder, CONTROL_FILE))).toBe(false);
    await expectIdentical(options, run);
  }, 20_000);

  it('unarmed it decides and enters nothing until a person resumes, and tells its state to who has the token', async () => {
    const stage = await startedStage();
    const options = await stage.options(eager, { armed: false });
    const running = runLiveSession(options);
    await until(() => runningSessions(stage.home).length === 1, 'the control file');
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    const ready = async (): Promise<boolean> => {
      const { gates, counts } = await client.status();
      const shut = gates.filter(({ state }) => state !== 'open').map(({ id }) => id);
      return counts.decisions > 0 && shut.join() === 'armed';
    };
    while (!(await ready())) await new Promise((done) => setTimeout(done, 50));
    expect(await client.status()).toMatchObject({ state: 'reducing', armed: false, mode: 'demo', positions: [] });
    expect(entries(stage)).toBe(0);
    const resume = { command: 'resume', by: 'a person', reason: 'looked at it' } as const;
    await expect(client.operate(resume)).rejects.toThrow('it is not armed');
    await expect(client.operate({ ...resume, account: '1:2' })).rejects.toThrow('not on 1:2');
    expect(await client.operate({ ...resume, account: options.account })).toEqual({ taken: true, waits: null });
    expect(await client.status()).toMatchObject({ armed: true, arming: { by: 'a person' } });
    await until(() => roles(stage).join() === 'stop,target', 'stop and target');
    await client.operate({ command: 'kill', by: 'a person', reason: 'enough' });
    await until(() => stage.broker.position === 0 && roles(stage).length === 0, 'flat');
    expect(await client.status()).toMatchObject({ state: 'halted' });
    await client.stop({ mode: 'flatten', by: 'a person', reason: 'home' });
    const ended = await running;
    expect(ended).toMatchObject({ endedBy: 'stop', reason: 'a person: home', held: {} });
    const run = openRun(ended.folder);
    expect([...run.armings()]).toMatchObject([{ by: 'a person' }]);
    const recorded = [...run.gates()];
    expect(recorded.find(({ id }) => id === 'armed')).toMatchObject({ state: 'shut', text: 'not armed' });
    expect(run.info.gates?.map(({ id }) => id)).toEqual([...new Set(recorded.map(({ id }) => id))]);
    expect(run.info.gates?.find(({ id }) => id === 'layout')?.text).toContain('1 records have the known layout');
    run.close();
  }, 20_000);

  it('goes on with what an earlier process holds: no second entry, the same stop and target', async () => {
    const stage = await startedStage();
    const options = await stage.options(eager);
    const first = runLiveSession(options);
    await until(() => roles(stage).join() === 'stop,target', 'stop and target');
    stage.stopWish = 'keep';
    const before = await first;
    expect(Object.values(before.held)).toEqual([stage.broker.position]);
    stage.stopWish = undefined;
    const held = stage.broker.position;
    const second = runLiveSession(options);
    await until(() => runningSessions(stage.home).length === 1, 'the control file');
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    while ((await client.status()).state !== 'active') await new Promise((done) => setTimeout(done, 50));
    await new Promise((done) => setTimeout(done, 1500));
    const status = await client.status();
    expect(status.positions.map(({ quantity }) => quantity)).toEqual([held]);
    expect(status.orders.map(({ role }) => role).sort()).toEqual(['stop', 'target']);
    expect(entries(stage)).toBe(1);
    expect(stage.broker.position).toBe(held);
    stage.stopWish = 'flatten';
    const run = await second;
    expect(run.held).toEqual({});
    expect(readComposition(readRunInfo(run.folder), run.folder).session?.continues).not.toBeNull();
    await expectIdentical(options, run);
  }, 20_000);

  it('trading locked for ever after an exception: it is started anew and, where the same comes again, protects only', async () => {
    const stage = await startedStage();
    const options = await stage.options(failing(stage));
    const running = runLive(options);
    await until(() => stage.said.some((text) => text.includes('engineFailed')), 'the first failure');
    await until(() => stage.said.filter((text) => text.includes('engineFailed')).length === 2, 'the second failure');
    await until(() => runningSessions(stage.home).length === 1, 'the third run');
    await new Promise((done) => setTimeout(done, 2500));
    expect(roles(stage)).toContain('stop');
    expect(entries(stage)).toBe(1);
    expect(stage.broker.position).not.toBe(0);
    stage.stopWish = 'flatten';
    const runs = await running;
    expect(stage.broker.position).toBe(0);
    expect(roles(stage)).toEqual([]);
    expect(runs.map(({ endedBy, isProtectOnly }) => `${endedBy} ${isProtectOnly}`)).toEqual([
      'failure false',
      'failure false',
      'stop true',
    ]);
    expect(readFailed(runs[0]!.folder)?.error).toBe('no such candle');
    for (const run of runs.slice(2)) await expectIdentical(options, run);
  }, 30_000);
});

/** It enters, and its regime cannot take the candle that follows. */
function failing(stage: LiveStage): Strategy {
  const base = testStrategy(buys, { candle: '20t', decideEverySeconds: 1, risk: { maxContracts: 1 } });
  const { create } = base.regime;
  const regime = {
    ...base.regime,
    create: () => {
      const detector = create();
      return {
        ...detector,
        regime: detector.regime,
        update: (candle: { readonly closeTimeUs: number }) => {
          const isLive = candle.closeTimeUs > stage.time.utcUs() - 60_000_000;
          if (isLive && stage.broker.position !== 0) throw new Error('no such candle');
        },
      };
    },
  };
  return { ...base, regime };
}
