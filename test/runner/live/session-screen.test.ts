// A session that trades against a host; what the person at its terminal reads, and what its status says of the position.
import { describe, expect, it } from 'vitest';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { runningSessions } from '../../../src/runner/live/control-file.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { SessionScreen } from '../../../src/runner/live/session-screen.ts';
import { until } from '../host/test-host.ts';
import { ACCOUNT, CONTRACT, type LiveStage } from './live-stage.ts';
import { eager, startedStage } from './started-stage.ts';

const roles = (stage: LiveStage): string =>
  stage.broker.working
    .map(({ request }) => request.role)
    .sort()
    .join();

async function trading(lines: string[]): Promise<{ stage: LiveStage; running: ReturnType<typeof runLiveSession> }> {
  const stage = await startedStage();
  const options = await stage.options(eager, { observer: new SessionScreen((text) => lines.push(text)) });
  const running = runLiveSession(options);
  await until(() => roles(stage) === 'stop,target', 'stop and target');
  return { stage, running };
}

describe('the terminal of a session', () => {
  it('shows entry, fill, stop and target, the kill with who asked for it and why, and the result', async () => {
    const lines: string[] = [];
    const { stage, running } = await trading(lines);
    const session = runningSessions(stage.home)[0]!;
    const client = await ControlClient.connect(stage.home, session, 'a test');
    await client.operate({ command: 'kill', by: 'somebody via qt kill', reason: 'enough' });
    await until(() => stage.broker.position === 0 && roles(stage) === '', 'flat');
    await until(() => lines.some((line) => line.includes('flat')), 'the result');
    await client.stop({ mode: 'flatten', by: 'somebody via qt stop', reason: 'home' });
    await running;
    const text = lines.join('\n');
    expect(lines[0]).toBe(`session 2025-08-05: ${CONTRACT}`);
    expect(text).toMatch(new RegExp(`^entry: buy 1 ${CONTRACT} (at|stop) ?`, 'm'));
    expect(text).toMatch(new RegExp(`^FILLED entry: bought 1 ${CONTRACT} at \\d+(\\.5)?; long 1 ${CONTRACT}$`, 'm'));
    expect(text).toMatch(new RegExp(`^stop: sell 1 ${CONTRACT} stop \\d+(\\.5)?, limit \\d+(\\.5)?$`, 'm'));
    expect(text).toMatch(new RegExp(`^target: sell 1 ${CONTRACT} at \\d+(\\.5)?$`, 'm'));
    expect(text).toContain(`KILL, halted, closing long 1 ${CONTRACT}: somebody via qt kill: enough`);
    expect(text).not.toContain('KILLED, out of');
    expect(text).toMatch(
      /sold 1 \w+ at \S+; flat, this trade [+-]?\d+\.\d\d BRL, today [+-]?\d+\.\d\d BRL after costs$/m,
    );
    // which command, by whom, why: also before the engine comes to it
    expect(stage.said).toContain('kill asked for by somebody via qt kill: enough');
    expect(stage.said).toContain('stop asked for by somebody via qt stop: home');
  }, 20_000);

  it('says what is held at a new start, and shows no fill twice', async () => {
    const { stage, running } = await trading([]);
    stage.stopWish = 'keep';
    await running;
    stage.stopWish = undefined;
    const lines: string[] = [];
    const again = runLiveSession(
      await stage.options(eager, { observer: new SessionScreen((text) => lines.push(text)) }),
    );
    await until(() => lines.length > 1, 'what it goes on with');
    expect(lines[1]).toBe(`goes on with what is held: long 1 ${CONTRACT}`);
    await new Promise((done) => setTimeout(done, 1500));
    expect(lines.filter((line) => line.startsWith('FILLED'))).toEqual([]);
    stage.stopWish = 'flatten';
    await again;
    expect(lines.filter((line) => line.includes('flat, this trade'))).toHaveLength(1);
  }, 20_000);
});

describe('the status of a session that holds something', () => {
  it('tells the open result with the price it is of and its time, and what is realised by itself', async () => {
    const { stage, running } = await trading([]);
    const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
    const held = stage.broker.orders.find(({ request }) => request.role === 'entry')!;
    stage.broker.still += 1;
    const isMoved = async (): Promise<boolean> =>
      (await client.status()).positions[0]?.market?.price === stage.broker.still;
    while (!(await isMoved())) await new Promise((done) => setTimeout(done, 20));
    const { positions, orders, sessionResultBrl, realisedResultBrl, account } = await client.status();
    const [position] = positions;
    expect(account).toBe(ACCOUNT);
    expect(position).toMatchObject({ contract: CONTRACT, quantity: 1 });
    expect(held.request.side).toBe('buy');
    const points = stage.broker.still - position!.averagePrice!;
    // a point of WDO is 10 BRL
    expect(position!.openResultBrl).toBeCloseTo(points * 10, 4);
    expect(position!.market!.ageMs).toBeLessThan(10_000);
    expect(Date.parse(position!.market!.timeUtc!)).toBeGreaterThan(0);
    expect(realisedResultBrl! + position!.openResultBrl!).toBeCloseTo(sessionResultBrl!, 4);
    expect(orders.map(({ role }) => role).sort()).toEqual(['stop', 'target']);
    stage.stopWish = 'flatten';
    await running;
  }, 20_000);
});
