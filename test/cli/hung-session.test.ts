// An armed session of the command line over the simulated library that is suspended and goes on: what a person is told of it, and that a kill holds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import { isAlive, until } from '../end-to-end/host-stage.ts';
import { DEMO_ACCOUNT, type DemoSession, DemoStage } from './support/demo-stage.ts';
import { EAGER } from './support/eager-strategy.ts';
import { WarmQt } from './support/qt.ts';

interface Sessions {
  readonly sessions: readonly { readonly status: ControlStatus }[];
}

const PATIENCE_MS = 20_000;

describe('an armed session that hangs', { timeout: 4 * PATIENCE_MS }, () => {
  const stage = new DemoStage();
  const warm = new WarmQt();
  const at = ['--home', stage.home];
  let session: DemoSession;

  const untilTrades = (): Promise<unknown> => {
    const before = stage.broker().lives;
    const traded = until('trades', () => stage.broker().lives > before, PATIENCE_MS);
    return traded.catch((error: unknown) => expect.fail(`${error}: ${session.said()}`));
  };
  const status = async (): Promise<ControlStatus | undefined> => {
    const { stdout } = await warm.run('status', ...at, '--json');
    return (JSON.parse(stdout) as Sessions).sessions[0]?.status;
  };
  const errorOf = async (...args: readonly string[]): Promise<{ code: string; message: string; fix: string }> => {
    const { code, stdout } = await warm.run(...args, ...at, '--json');
    expect([args.join(' '), code]).toEqual([args.join(' '), 1]);
    return JSON.parse(stdout).error;
  };

  beforeAll(async () => {
    await stage.start();
    session = await stage.trading(PATIENCE_MS);
  }, 8 * PATIENCE_MS);

  afterAll(() => stage.close());

  it('keeps the host from being stopped, by its name', async () => {
    const error = await errorOf('host', 'stop');
    expect(error).toMatchObject({ code: 'host-needed', message: expect.stringContaining(`demo ${EAGER} (`) });
    expect(error.fix).toContain('First: qt stop');
  });

  it('is told with the process that hangs, also to who would start another', async () => {
    session.child.kill('SIGSTOP');
    const stopped = await errorOf('stop');
    expect(stopped).toMatchObject({
      code: 'session-silent',
      message: expect.stringContaining(`Process ${session.child.pid} hangs`),
      fix: expect.stringContaining('qt stop --force'),
    });
    const { stdout } = await stage.run('demo', '--release', `${EAGER}@demo`, `--arm=${DEMO_ACCOUNT}`, '--json');
    expect(JSON.parse(stdout).error).toMatchObject({
      ...{
        code: 'session-running',
        fix: expect.stringContaining(`qt stop --force, which ends process ${session.child.pid}`),
      },
    });
  });

  it('learns of a kill that it slept through, also from a host that was started anew, and sends nothing', async () => {
    expect((await warm.run('kill', ...at, '--reason', 'it hangs')).code).toBe(0);
    await stage.restartHost();
    const before = stage.broker().orders;
    session.child.kill('SIGCONT');
    const state = await until('the kill in its status', async () => {
      const found = await status();
      return found?.state === 'halted' && found;
    });
    expect(state.why).toMatch(/\S+ via qt kill: it hangs/);
    await until('the gate', async () => {
      const gate = (await status())?.gates.find(({ id }) => id === 'state');
      return gate?.fix?.includes('qt resume --killed') === true && gate.text.includes('it hangs');
    });
    expect(stage.broker().orders).toBe(before);
  });

  it('is not resumed before the account is released, and trades again behind both', async () => {
    const error = await errorOf('resume');
    expect(error).toMatchObject({
      ...{
        code: 'session-refused',
        message: expect.stringMatching(/the account is killed by \S+ via qt kill: it hangs/),
      },
      fix: expect.stringContaining('qt resume --killed'),
    });
    expect((await status())?.state).toBe('halted');
    await warm.json('resume', '--killed', '--yes', `release ${DEMO_ACCOUNT}`, ...at);
    await until('the gates', async () => (await warm.run('resume', ...at)).code === 0, PATIENCE_MS);
    await untilTrades();
    expect(session.said()).not.toContain('entryRefused');
  });

  it('ends by force, and another goes on where it was', async () => {
    // stopped between a fill and its stop it would leave it bare until the guardian calls it silent
    await until('a protected position', () => stage.held !== 0 && stage.broker().working.length > 0, PATIENCE_MS);
    session.child.kill('SIGSTOP');
    const { pid } = session.child;
    expect(await warm.json('stop', '--force', ...at)).toMatchObject({ stopped: true, mode: 'force', pid });
    expect(isAlive(pid!)).toBe(false);
    await session.ended;
    session = await stage.trading(PATIENCE_MS);
    // what the first one has left may be all that is held so far
    await until('the other session', async () => (await status()) !== undefined, PATIENCE_MS);
    await warm.json('stop', ...at);
    expect((await session.ended).code).toBe(0);
    const { violations, positions } = stage.broker();
    expect({ violations, positions: [...positions.values()] }).toEqual({ violations: [], positions: [0] });
  });
});
