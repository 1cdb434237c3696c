// A running session whose channel moves: what goes along with the day, the way back before it was followed, and the word over its socket.
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { runningSessions } from '../../../src/runner/live/control-file.ts';
import { until } from '../../end-to-end/host-stage.ts';
import { entries, isProtected, JUMP, NEW, notesOf, releaseRuns, runningSession } from './switching-stage.ts';

describe('a channel that moves under a session', { timeout: 60_000 }, () => {
  it('by a promotion: the old one trades on, and goes at a moment without position; the realised result of the day goes along', async () => {
    const running = await runningSession();
    const { stage, channel } = running;
    await until('a position', () => isProtected(stage));
    channel.move('promote');
    await until('the word of it', () => stage.alerts.includes('releaseWaits'));
    expect((await running.status()).state).toBe('active');
    // out by the stop: a loss of the day
    stage.broker.still -= JUMP;
    await until('a loss', async () => ((await running.status().catch(() => undefined))?.realisedResultBrl ?? 0) < 0);
    const lossBrl = (await running.status()).realisedResultBrl!;
    // a strategy that enters each second is seldom flat when it is looked at: a person helps
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    await client.operate({ command: 'flatten', by: 'Ana', reason: 'go on' });
    client.close();
    const after = await releaseRuns(running, NEW);
    const shown = await until('the books of the day', async () => {
      const status = await running.status();
      return status.realisedResultBrl !== null && status.state === 'reducing' && status;
    });
    expect(shown.realisedResultBrl).toBeLessThanOrEqual(lossBrl);
    // the pause of a person is lifted by a person
    expect(shown.why).toContain('Ana');
    expect(after.armed).toBe(true);
    const runs = await running.ended();
    expect(runs.map(({ endedBy }) => endedBy)).toEqual(['switch', 'stop']);
  });

  it('and back before it was followed: what was held back may be opened again, by the gates', async () => {
    const running = await runningSession();
    const { stage, channel } = running;
    await until('a position', () => isProtected(stage));
    channel.move('rollback');
    await until('the pause', async () => (await running.status()).state === 'reducing');
    channel.moveBack();
    await until('its end', async () => (await running.status()).state === 'active');
    expect(await running.ended()).toMatchObject([{ endedBy: 'stop' }]);
  });

  it('asked for over its socket: it is blocked when the answer is there; one without a channel refuses', async () => {
    const running = await runningSession();
    const { stage } = running;
    await until('a position', () => isProtected(stage));
    const before = entries(stage);
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    expect(await client.rollBack({ by: 'telegram:ana', reason: 'enough' })).toEqual({
      said: 'tested@demo: aaaa -> bbbb',
    });
    client.close();
    stage.broker.still += JUMP;
    await releaseRuns(running, NEW);
    expect(entries(stage)).toBe(before);
    const runs = await running.ended();
    expect(notesOf(runs[0]!)).toContain('enough');
    const alone = await runningSession({ channel: undefined });
    await until('a position', () => isProtected(alone.stage));
    const other = await ControlClient.connect(alone.stage.home, runningSessions(alone.stage.home)[0]!, 'a test');
    await expect(other.rollBack({ by: 'telegram:ana', reason: 'x' })).rejects.toThrow('follows no channel');
    other.close();
    await alone.ended();
  });
});
