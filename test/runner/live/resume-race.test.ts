// A resumption that waits for the host: whatever takes risk away meanwhile stands, and whoever asked is told to ask again.
import { afterEach, expect, it, vi } from 'vitest';
import { ControlClient } from '../../../src/runner/live/control-client.ts';
import { runningSessions } from '../../../src/runner/live/control-file.ts';
import { HostLook } from '../../../src/runner/live/host-look.ts';
import { runLiveSession } from '../../../src/runner/live/run-live-session.ts';
import { holds, testStrategy } from '../../support/test-strategy.ts';
import { until } from '../host/test-host.ts';
import { ACCOUNT, type LiveStage } from './live-stage.ts';
import { startedStage } from './started-stage.ts';

const HOST_TAKES_MS = 800;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

afterEach(() => {
  vi.restoreAllMocks();
});

/** An active session whose host answers late from now on. */
async function active(stage: LiveStage): Promise<{ client: ControlClient; running: Promise<unknown> }> {
  const running = runLiveSession(await stage.options(testStrategy(holds)));
  await until(() => runningSessions(stage.home).length > 0, 'the control file');
  const client = await ControlClient.connect(stage.home, runningSessions(stage.home)[0]!, 'a test');
  while ((await client.status()).state !== 'active') await pause(50);
  const { look } = HostLook.prototype;
  vi.spyOn(HostLook.prototype, 'look').mockImplementation(async function late(this: HostLook) {
    const view = await look.call(this);
    await pause(HOST_TAKES_MS);
    return view;
  });
  return { client, running };
}

it.each(['kill', 'pause', 'flatten'] as const)(
  'a %s that comes while it waits stands',
  async (command) => {
    const stage = await startedStage();
    const { client, running } = await active(stage);
    const asked = client.operate({ command: 'resume', by: 'ana', reason: 'go', account: ACCOUNT });
    const refused = expect(asked).rejects.toThrow(`${command} by bob: STOP came meanwhile: ask again`);
    await pause(100);
    await client.operate({ command, by: 'bob', reason: 'STOP' });
    await refused;
    await pause(100);
    expect(await client.status()).toMatchObject({
      state: command === 'kill' ? 'halted' : 'reducing',
      why: 'bob: STOP',
    });
    // asked anew by somebody who knows of it: a kill has to be released first
    const again = client.operate({ command: 'resume', by: 'ana', reason: 'seen', account: ACCOUNT });
    if (command === 'kill') {
      await expect(again).rejects.toThrow('the account is killed by bob: STOP: qt resume --killed first');
    } else {
      await again;
      while ((await client.status()).state !== 'active') await pause(50);
    }
    client.close();
    stage.stopWish = 'flatten';
    await running;
  },
  20_000,
);
