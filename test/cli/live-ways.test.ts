// A release by the command line in each way beside one host: shadow and paper send nothing, demo goes on where it was killed while it held, kill --account ends all.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeBrokerCapabilities } from '../../src/adapters/machine/broker-capabilities.ts';
import { dllSha256 } from '../../src/cli/broker-gate.ts';
import type { ReleaseComparison } from '../../src/cli/compare.ts';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import type { LiveRun } from '../../src/runner/live/live-options.ts';
import { until } from '../end-to-end/host-stage.ts';
import { BROKER, SESSION_DAY, TICKER } from '../live/session-day.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { DEMO_ACCOUNT, type DemoSession, DemoStage } from './support/demo-stage.ts';
import { EAGER, eagerSource } from './support/eager-strategy.ts';
import { WarmQt } from './support/qt.ts';

interface Sessions {
  readonly sessions: readonly { readonly status: ControlStatus }[];
}

const PATIENCE_MS = 30_000;

/** Its bracket is so far away that it is there for a while, and a jump of the market reaches it. */
const PATIENT = 'patient';
const FAR_POINTS = 50;
const patientSource = eagerSource
  .replace(`name: '${EAGER}'`, `name: '${PATIENT}'`)
  .replace('stopPoints: 4, targetPoints: 6', `stopPoints: ${FAR_POINTS}, targetPoints: ${FAR_POINTS}`);
const JUMP_TICKS = 4 * FAR_POINTS;

describe('a release beside a running host', { timeout: 4 * PATIENCE_MS }, () => {
  const stage = new DemoStage({
    releases: [
      { strategy: EAGER, source: eagerSource, stage: 'paper' },
      { strategy: PATIENT, source: patientSource, stage: 'demo' },
    ],
    machine: { limits: { maxContracts: 99 } },
  });
  const warm = new WarmQt(stage.root);
  const at = ['--home', stage.home];
  let session: DemoSession;

  const begin = (...args: readonly string[]): void => {
    session = stage.begin(...args, '--json');
  };
  /** Also where its exit code says that something is held and no session answers. */
  const statusOf = async (): Promise<ControlStatus | undefined> => {
    const { stdout } = await warm.run('status', ...at, '--json');
    return (JSON.parse(stdout) as Sessions).sessions[0]?.status;
  };
  async function stopped(): Promise<LiveRun> {
    await warm.json('stop', ...at);
    const { code, stdout, stderr } = await session.ended;
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as { readonly runs: readonly LiveRun[] }).runs[0]!;
  }

  beforeAll(async () => {
    const dll = dllSha256(await simulatedDll());
    writeBrokerCapabilities(stage.home, {
      ...{ schemaVersion: 1, account: DEMO_ACCOUNT, at: '2026-09-11T20:00:00.000Z', dllSha256: dll },
      ...{ changeStop: true, bothExitsWorking: true },
    });
    await stage.start();
  }, 6 * PATIENCE_MS);

  afterEach(() => {
    const said = session?.said() ?? '';
    if (said !== '') expect(said).toContain('ALERTS REACH NOBODY');
  });

  afterAll(() => stage.close());

  it('in shadow decides, and sends no order anywhere', async () => {
    begin('shadow', '--release', `${EAGER}@paper`);
    const status = await session.until('decisions', async () => {
      const shown = await statusOf();
      return shown !== undefined && shown.counts.commands > 0 && shown;
    });
    expect(status).toMatchObject({ mode: 'shadow', account: null, positions: [] });
    const run = await stopped();
    expect(run).toMatchObject({ endedBy: 'stop', held: {} });
    expect([stage.broker().orders, stage.broker().lives]).toEqual([0, 0]);
    expect(await warm.json('replay', run.folder, ...at)).toMatchObject({ identical: true });
  });

  it('on paper holds and closes at a venue of its own, and the broker hears nothing', async () => {
    begin('paper', '--release', `${EAGER}@paper`);
    const status = await session.until('a position', async () => {
      const shown = await statusOf();
      return shown !== undefined && shown.positions.length > 0 && shown;
    });
    expect(status).toMatchObject({ mode: 'paper', account: null, state: 'active' });
    await session.until('a round trip', async () => ((await statusOf())?.counts.fills ?? 0) >= 2);
    const run = await stopped();
    expect(run).toMatchObject({ endedBy: 'stop', held: {} });
    expect(stage.broker().orders).toBe(0);
    expect(await warm.json('replay', run.folder, ...at)).toMatchObject({ identical: true });
  });

  it('beside paper runs a challenger in shadow, which sends nothing and disturbs nothing when it dies; the session is certified', async () => {
    const sessions = async (): Promise<readonly ControlStatus[]> => {
      const { stdout } = await warm.run('status', ...at, '--json');
      return (JSON.parse(stdout) as Sessions).sessions.map(({ status }) => status);
    };
    const inMode = async (mode: string): Promise<ControlStatus | undefined> =>
      (await sessions()).find((each) => each.mode === mode);
    const refused = await warm.run('paper', '--release', `${EAGER}@paper`, '--challenger', `${EAGER}@paper`, ...at);
    expect(refused.stderr).toContain('is the release that runs');
    begin('paper', '--release', `${PATIENT}@demo`, '--challenger', `${EAGER}@paper`);
    const challenger = await session.until(
      'decisions of the challenger',
      async () => {
        const shown = await inMode('shadow');
        return shown !== undefined && shown.counts.commands > 0 && shown;
      },
      2 * PATIENCE_MS,
    );
    expect(challenger).toMatchObject({ strategy: EAGER, account: null, positions: [] });
    process.kill(challenger.pid, 'SIGKILL');
    await session.until('the word of its end', () => session.said().includes('challengerEnded'));
    await session.until('the session, which goes on', async () => ((await inMode('paper'))?.positions.length ?? 0) > 0);
    const run = await stopped();
    expect(run).toMatchObject({ endedBy: 'stop', held: {} });
    expect([stage.broker().orders, stage.broker().lives]).toEqual([0, 0]);
    const certificate = await warm.run('certify', run.folder, ...at, '--json');
    expect(JSON.parse(certificate.stdout)).toMatchObject({
      ...{ mode: 'paper', strategy: PATIENT, release: expect.stringMatching(/^[0-9a-f]{64}$/), violations: [] },
      replay: { isIdentical: true },
    });
    const compared = await warm.json<ReleaseComparison>('compare', run.folder, `${EAGER}@paper`, ...at);
    expect(compared.sessions?.days).toEqual([SESSION_DAY]);
    expect(compared.sessions!.decisions.candles).toBeGreaterThan(0);
    // of the day of the session nothing is stored
    expect(compared.stored).toEqual(expect.any(String));
    const all = await warm.json<{ made: unknown[]; failed: unknown[] }>('certify', '--missing', ...at);
    expect(all.failed).toEqual([]);
    const listed = await warm.json<{ certificates: unknown[]; refused: unknown[] }>('certify', '--list', ...at);
    expect([listed.certificates.length, listed.refused]).toEqual([all.made.length + 1, []]);
  });

  it('that was killed while it held finds its stop and target again, and goes on', async () => {
    const legs = (orders: ControlStatus['orders']): readonly string[] =>
      orders
        .filter(({ role, status }) => role !== 'entry' && status === 'working')
        .map((order) => order.clientOrderId)
        .sort();
    const protectedNow = async (): Promise<ControlStatus | false> => {
      const shown = await statusOf();
      return shown?.positions.length === 1 && shown.state === 'active' && legs(shown.orders).length === 2 && shown;
    };
    begin('demo', '--release', `${PATIENT}@demo`, `--arm=${DEMO_ACCOUNT}`);
    await session.until('the limit that has no effect', () =>
      session.said().includes("limits.maxContracts of machine.json has no effect: 99 is wider than the release's 1"),
    );
    const before = await session.until('a position with its stop and target', protectedNow);
    session.child.kill('SIGKILL');
    await session.ended;
    const { lives } = stage.broker();
    expect([Math.abs(stage.held), stage.broker().working.length]).toEqual([1, 2]);
    begin('demo', '--release', `${PATIENT}@demo`, `--arm=${DEMO_ACCOUNT}`);
    const after = await session.until('the same position, protected', protectedNow);
    expect(after.run).not.toBe(before.run);
    expect(after.positions).toMatchObject([{ quantity: before.positions[0]!.quantity }]);
    expect(legs(after.orders)).toEqual(legs(before.orders));
    expect(stage.broker().lives).toBe(lives);
    stage.host.command(`walk-jump ${TICKER} ${Math.sign(stage.held) * JUMP_TICKS}`);
    await session.until(
      'the next trade, protected',
      async () => stage.broker().lives > lives && (await protectedNow()),
    );
    expect(stage.broker().violations.filter(({ kind }) => kind !== 'open')).toEqual([]);
    expect(stage.broker().rejects).toBe(0);
  });

  it('is out, with everything of the account, by the words of kill --account, until it is released by its own', async () => {
    await session.until('a position', () => stage.held !== 0);
    const wrong = await warm.run('kill', '--account', '--yes', `kill ${BROKER}:1`, ...at, '--json');
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout).error).toMatchObject({ code: 'not-confirmed' });
    const killed = await warm.json('kill', '--account', '--yes', `kill ${DEMO_ACCOUNT}`, '--reason', 'a test', ...at);
    // the host tells its session by itself
    expect(killed).toMatchObject({ accounts: [{ account: DEMO_ACCOUNT, taken: true, flat: true }], sessions: [] });
    await until('flat', () => stage.held === 0 && stage.broker().working.length === 0);
    const lives = stage.broker().lives;
    const told = await session.until('the session, halted', async () => {
      const shown = await statusOf();
      return shown?.state === 'halted' && shown;
    });
    expect(told).toMatchObject({ positions: [], orders: [], why: expect.stringContaining('a test') });
    expect(stage.host.log()).toContain('cancelledAll');
    const kept = await warm.run('stop', ...at);
    expect(kept.code, kept.stderr).toBe(0);
    await session.ended;
    // it waits until the sweep of the whole account has looked often enough
    const released = await warm.run('resume', '--killed', '--yes', `release ${DEMO_ACCOUNT}`, ...at);
    expect(released.code, released.stderr).toBe(0);
    expect(stage.broker()).toMatchObject({ violations: [], lives });
  });
});
