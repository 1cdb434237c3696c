// What differs between modes is what is plugged in: shadow refuses every order, paper fills them in a venue of its own, both replay.
import { describe, expect, it } from 'vitest';
import { openRun } from '../../../src/adapters/journal/run-reader.ts';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { runningSessions } from '../../../src/runner/live/control-file.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { SHADOW_REASON } from '../../../src/runner/live/shadow-exchange.ts';
import { until } from '../host/test-host.ts';
import type { LiveStage } from './live-stage.ts';
import { eager, expectIdentical, startedStage } from './started-stage.ts';

const alone = { account: undefined, guard: undefined } as const;

async function clientOf(stage: LiveStage): Promise<ControlClient> {
  await until(() => runningSessions(stage.home).length === 1, 'the control file');
  return ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
}

describe('a mode', () => {
  it('shadow decides as live does, and every order is refused', async () => {
    const stage = await startedStage();
    const options = await stage.options(eager, { mode: 'shadow', ...alone });
    const running = runLiveSession(options);
    const client = await clientOf(stage);
    while ((await client.status()).counts.commands === 0) await new Promise((done) => setTimeout(done, 50));
    await new Promise((done) => setTimeout(done, 300));
    expect((await client.status()).positions).toEqual([]);
    // its own refusal takes nothing from it: it goes on deciding
    expect((await client.status()).state).toBe('active');
    stage.stopWish = 'keep';
    const run = await running;
    expect(stage.broker.orders).toEqual([]);
    const reader = openRun(run.folder);
    const results = [...reader.accountEvents()].map(({ event }) => event);
    reader.close();
    expect(results[0]).toMatchObject({ kind: 'commandResult', outcome: 'refused', reason: SHADOW_REASON });
    await expectIdentical(options, run);
  }, 20_000);

  it('paper fills in a venue of its own, goes on after a restart with what it holds, and replays to the letter', async () => {
    const stage = await startedStage();
    const options = await stage.options(eager, { mode: 'paper', ...alone });
    const first = runLiveSession(options);
    let client = await clientOf(stage);
    while ((await client.status()).orders.filter(({ status }) => status === 'working').length < 2)
      await new Promise((done) => setTimeout(done, 50));
    const held = (await client.status()).positions.map(({ quantity }) => quantity);
    expect(held).toHaveLength(1);
    stage.stopWish = 'keep';
    const before = await first;
    stage.stopWish = undefined;
    const second = runLiveSession(options);
    client = await clientOf(stage);
    while ((await client.status()).orders.filter(({ status }) => status === 'working').length < 1)
      await new Promise((done) => setTimeout(done, 50));
    const status = await client.status();
    expect(status.positions.map(({ quantity }) => quantity)).toEqual(held);
    expect(status.orders.some(({ role }) => role === 'stop')).toBe(true);
    stage.stopWish = 'flatten';
    const run = await second;
    expect(run.held).toEqual({});
    expect(stage.broker.orders).toEqual([]);
    await expectIdentical(options, before);
    await expectIdentical(options, run);
  }, 20_000);
});
