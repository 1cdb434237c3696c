// A running session whose channel comes to name another release: it is taken when nothing is held, refused where it would not run, and each run has one release.
import { describe, expect, it } from 'vitest';
import { readRunInfo } from '../../../src/adapters/journal/run-folder.ts';
import { until } from '../../end-to-end/host-stage.ts';
import { expectIdentical } from './started-stage.ts';
import { entries, isProtected, JUMP, NEW, notesOf, OLD, releaseRuns, runningSession } from './switching-stage.ts';

describe('a channel that moves under a session', { timeout: 60_000 }, () => {
  it('by a rollback: nothing new is opened at once, what is held ends by its bracket, then the other release trades; both runs replay', async () => {
    const running = await runningSession();
    const { stage, channel, options } = running;
    await until('a position', () => isProtected(stage));
    channel.move('rollback', 'it trades nonsense');
    const blocked = await until('the pause', async () => {
      const shown = await running.status();
      return shown.state === 'reducing' && shown;
    });
    expect(blocked).toMatchObject({
      ...{ release: OLD, channel: 'tested@demo' },
      nextRelease: { release: NEW, action: 'rollback', by: 'Ana', reason: 'it trades nonsense', state: 'waiting' },
    });
    expect(blocked.nextRelease!.why).toMatch(/^holds 1 WDOU25$/);
    const before = entries(stage);
    // what is held keeps its stop and target, and nobody looks at the other release meanwhile
    await new Promise((done) => setTimeout(done, 600));
    expect([isProtected(stage), entries(stage), channel.proved]).toEqual([true, before, 0]);
    stage.broker.still += JUMP;
    await releaseRuns(running, NEW);
    await until('a trade of the other release', () => entries(stage) > before && isProtected(stage));
    const runs = await running.ended();
    expect(runs.map(({ endedBy, held }) => [endedBy, held])).toEqual([
      ['switch', {}],
      ['stop', {}],
    ]);
    expect(runs.map(({ folder }) => readRunInfo(folder).release)).toEqual([OLD, NEW]);
    expect(notesOf(runs[0]!)).toContain('gone back to by Ana: it trades nonsense');
    for (const run of runs) await expectIdentical(options, run);
    expect(stage.broker.position).toBe(0);
  });

  it('to a release that would not run here: told once, and the old one goes on; after a rollback it opens nothing', async () => {
    const running = await runningSession({ armed: false });
    const { stage, channel, status } = running;
    await until('the pause at the start', () => stage.alerts.includes('ownCommand'));
    channel.refusal = 'release-wrong-node: another Node';
    channel.move('promote');
    await until('the refusal', () => stage.alerts.includes('releaseRefused'));
    await new Promise((done) => setTimeout(done, 600));
    expect(stage.alerts.filter((code) => code === 'releaseRefused')).toHaveLength(1);
    const refused = await status();
    expect(refused).toMatchObject({ release: OLD, nextRelease: { state: 'refused', why: channel.refusal } });
    expect(refused.gates.some(({ id }) => id === 'switch')).toBe(false);
    channel.moveBack();
    channel.move('rollback');
    await until('the gate', async () =>
      (await status()).gates.some(({ id, state }) => id === 'switch' && state === 'waiting'),
    );
    channel.moveBack();
    await until('the gate, gone', async () => (await status()).gates.every(({ id }) => id !== 'switch'));
    expect(stage.alerts).toContain('releaseStays');
    expect(await running.ended()).toMatchObject([{ endedBy: 'stop' }]);
  });
});
