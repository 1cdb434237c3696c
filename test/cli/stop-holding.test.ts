// A session that holds something and is stopped with its stops left at the broker; what `qt stop` says of it, with a host and without.
import { describe, expect, it } from 'vitest';
import { runLiveSession } from '../../src/runner/live/run-live-session.ts';
import { until } from '../runner/host/test-host.ts';
import type { LiveStage } from '../runner/live/live-stage.ts';
import { eager, startedStage } from '../runner/live/started-stage.ts';
import { WarmQt } from './support/qt.ts';

const warm = new WarmQt();

async function trading(): Promise<{ stage: LiveStage; running: ReturnType<typeof runLiveSession> }> {
  const stage = await startedStage();
  const running = runLiveSession(await stage.options(eager));
  const roles = (): string => stage.broker.working.map(({ request }) => request.role).join();
  await until(() => roles().includes('stop') && roles().includes('target'), 'stop and target');
  return { stage, running };
}

describe('qt stop --keep', () => {
  it('says what is held and who looks after it', async () => {
    const { stage, running } = await trading();
    const { code, stdout } = await warm.run('stop', '--keep', '--home', stage.home);
    expect(stdout).toMatch(/has ended and HOLDS, by its own journal, 1 contract with 2 orders open$/m);
    expect(stdout).toContain('the guardian protects alone');
    expect(code).toBe(0);
    await running;
  }, 30_000);

  it('fails without a host, and says that nobody protects what is held', async () => {
    const { stage, running } = await trading();
    await stage.stopHost();
    const { code, stdout } = await warm.run('stop', '--keep', '--home', stage.home);
    expect(stdout).toContain('HOLDS, by its own journal, 1 contract with 2 orders open');
    expect(stdout).toContain('NOBODY PROTECTS IT but stops that rest at the broker: qt host start');
    expect(code).toBe(1);
    await running;
  }, 30_000);
});
