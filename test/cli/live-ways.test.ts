// A release by the command line in each way beside one host: shadow and paper send nothing, demo goes on where it was killed while it held, kill --account ends all.
import type { ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { writeBrokerCapabilities } from '../../src/adapters/machine/broker-capabilities.ts';
import { dllSha256 } from '../../src/cli/broker-gate.ts';
import type { AccountOrders } from '../../src/runner/host/guardian/account-orders.ts';
import type { ControlStatus } from '../../src/runner/live/control-messages.ts';
import type { LiveRun } from '../../src/runner/live/live-options.ts';
import { HostStage, until } from '../end-to-end/host-stage.ts';
import { type BrokerReport, checkBroker } from '../live/broker-check.ts';
import { readBrokerLog } from '../live/broker-log.ts';
import { BROKER, MADE_SESSION, START_CLOCK, START_US, TICKER } from '../live/session-day.ts';
import { newSessionHome, storeDayBefore } from '../live/session-home.ts';
import { simulatedDll } from '../support/simulated-dll.ts';
import { EAGER, eagerSource } from './support/eager-strategy.ts';
import { type Outcome, outcomeOf, startNode, WarmQt } from './support/qt.ts';
import { repositoryCopy } from './support/repository-copy.ts';

interface Status {
  readonly sessions: readonly { readonly status: ControlStatus }[];
  readonly host: { readonly accounts: readonly AccountOrders[] };
}

const ACCOUNT = `${BROKER}:10001-7`;
const PATIENCE_MS = 30_000;

const machine = {
  login: 'routing',
  demoAccount: { broker: BROKER, account: '10001-7', ownerName: 'Conta do Simulador' },
  dayTrade: true,
  capitalBrl: 50_000,
  limits: { maxContracts: 99 },
  watch: { diskFreeGib: 0, clockDriftMs: 60_000 },
  alerts: { desktop: false },
};

/** Its bracket is so far away that it is there for a while, and a jump of the market reaches it. */
const PATIENT = 'patient';
const FAR_POINTS = 50;
const patientSource = eagerSource
  .replace(`name: '${EAGER}'`, `name: '${PATIENT}'`)
  .replace('stopPoints: 4, targetPoints: 6', `stopPoints: ${FAR_POINTS}, targetPoints: ${FAR_POINTS}`);
const JUMP_TICKS = 4 * FAR_POINTS;

describe('a release beside a running host', { timeout: 4 * PATIENCE_MS }, () => {
  const files = {
    [join('strategies', `${EAGER}.ts`)]: eagerSource,
    [join('strategies', `${PATIENT}.ts`)]: patientSource,
  };
  const root = repositoryCopy({ files, committed: true });
  const home = newSessionHome();
  const log = join(home, 'broker.log');
  const warm = new WarmQt(root);
  const at = ['--home', home];
  let host: HostStage;
  let session: ChildProcess;
  let ended: Promise<Outcome>;
  let said = '';

  function begin(...args: readonly string[]): void {
    const clock = pathToFileURL(join(import.meta.dirname, 'support', 'shifted-clock.ts')).href;
    const environment = { QT_TEST_CLOCK: `${START_US}:${host.zeroNs}` };
    const main = join(root, 'src', 'cli', 'main.ts');
    said = '';
    session = startNode(main, [...args, ...at, '--json'], root, { flags: [`--import=${clock}`], environment });
    for (const stream of [session.stdout!, session.stderr!]) {
      stream.on('data', (text: Buffer | string) => {
        said += text.toString();
      });
    }
    ended = outcomeOf(session);
  }

  const broker = (): BrokerReport => checkBroker(readBrokerLog(log));
  const held = (): number => broker().positions.get(`${ACCOUNT} ${TICKER}`) ?? 0;
  /** Throws what the session said where it ends instead, or takes too long. */
  async function untilSaid<T>(
    what: string,
    look: () => T | undefined | false | Promise<T | undefined | false>,
  ): Promise<T> {
    const found = until(what, () => (session.exitCode === null ? look() : expect.fail('it has ended')), PATIENCE_MS);
    return await found.catch((error: unknown) => expect.fail(`${error}: ${said}`));
  }
  /** Also where its exit code says that something is held and no session answers. */
  const statusOf = async (): Promise<ControlStatus | undefined> => {
    const { stdout } = await warm.run('status', ...at, '--json');
    return (JSON.parse(stdout) as Status).sessions[0]?.status;
  };
  async function stopped(): Promise<LiveRun> {
    await warm.json('stop', ...at);
    const { code, stdout, stderr } = await ended;
    expect(code, stderr).toBe(0);
    return (JSON.parse(stdout) as { readonly runs: readonly LiveRun[] }).runs[0]!;
  }

  beforeAll(async () => {
    await storeDayBefore(home, MADE_SESSION);
    const days = ['--from', MADE_SESSION.dayBefore, '--to', MADE_SESSION.dayBefore, '--instrument', TICKER];
    await warm.json('promote', EAGER, 'paper', ...days, ...at);
    await warm.json('promote', PATIENT, 'demo', ...days, ...at);
    const dllPath = await simulatedDll();
    writeBrokerCapabilities(home, {
      ...{ schemaVersion: 1, account: ACCOUNT, at: '2026-09-11T20:00:00.000Z', dllSha256: dllSha256(dllPath) },
      ...{ changeStop: true, bothExitsWorking: true },
    });
    const zeroNs = process.hrtime.bigint();
    host = await HostStage.start({
      ...{ dllPath, home, startUs: START_US, zeroNs, machine },
      commands: [`${START_CLOCK} ${zeroNs}`, `order-log ${log}`, `walk ${TICKER} 7 40 3`, 'order-delay 2000'],
    });
  }, 6 * PATIENCE_MS);

  afterEach(() => {
    if (said !== '') expect(said).toContain('ALERTS REACH NOBODY');
  });

  afterAll(async () => {
    session?.kill('SIGKILL');
    await ended;
    await host?.remove();
    rmSync(home, { recursive: true, force: true });
  });

  it('in shadow decides, and sends no order anywhere', async () => {
    begin('shadow', '--release', `${EAGER}@paper`);
    const status = await untilSaid('decisions', async () => {
      const shown = await statusOf();
      return shown !== undefined && shown.counts.commands > 0 && shown;
    });
    expect(status).toMatchObject({ mode: 'shadow', account: null, positions: [] });
    const run = await stopped();
    expect(run).toMatchObject({ endedBy: 'stop', held: {} });
    expect([broker().orders, broker().lives]).toEqual([0, 0]);
    expect(await warm.json('replay', run.folder, ...at)).toMatchObject({ identical: true });
  });

  it('on paper holds and closes at a venue of its own, and the broker hears nothing', async () => {
    begin('paper', '--release', `${EAGER}@paper`);
    const status = await untilSaid('a position', async () => {
      const shown = await statusOf();
      return shown !== undefined && shown.positions.length > 0 && shown;
    });
    expect(status).toMatchObject({ mode: 'paper', account: null, state: 'active' });
    await untilSaid('a round trip', async () => ((await statusOf())?.counts.fills ?? 0) >= 2);
    const run = await stopped();
    expect(run).toMatchObject({ endedBy: 'stop', held: {} });
    expect(broker().orders).toBe(0);
    expect(await warm.json('replay', run.folder, ...at)).toMatchObject({ identical: true });
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
    begin('demo', '--release', `${PATIENT}@demo`, `--arm=${ACCOUNT}`);
    await untilSaid('the limit that has no effect', () =>
      said.includes("limits.maxContracts of machine.json has no effect: 99 is wider than the release's 1"),
    );
    const before = await untilSaid('a position with its stop and target', protectedNow);
    session.kill('SIGKILL');
    await ended;
    const { lives } = broker();
    expect([Math.abs(held()), broker().working.length]).toEqual([1, 2]);
    begin('demo', '--release', `${PATIENT}@demo`, `--arm=${ACCOUNT}`);
    const after = await untilSaid('the same position, protected', protectedNow);
    expect(after.run).not.toBe(before.run);
    expect(after.positions).toMatchObject([{ quantity: before.positions[0]!.quantity }]);
    expect(legs(after.orders)).toEqual(legs(before.orders));
    expect(broker().lives).toBe(lives);
    host.command(`walk-jump ${TICKER} ${Math.sign(held()) * JUMP_TICKS}`);
    await untilSaid('the next trade, protected', async () => broker().lives > lives && (await protectedNow()));
    expect(broker().violations.filter(({ kind }) => kind !== 'open')).toEqual([]);
    expect(broker().rejects).toBe(0);
  });

  it('is out, with everything of the account, by the words of kill --account, until it is released by its own', async () => {
    await untilSaid('a position', () => held() !== 0);
    const wrong = await warm.run('kill', '--account', '--yes', `kill ${BROKER}:1`, ...at, '--json');
    expect(wrong.code).toBe(1);
    expect(JSON.parse(wrong.stdout).error).toMatchObject({ code: 'not-confirmed' });
    const killed = await warm.json('kill', '--account', '--yes', `kill ${ACCOUNT}`, '--reason', 'a test', ...at);
    // the host tells its session by itself
    expect(killed).toMatchObject({ accounts: [{ account: ACCOUNT, taken: true, flat: true }], sessions: [] });
    await until('flat', () => held() === 0 && broker().working.length === 0);
    const lives = broker().lives;
    const told = await untilSaid('the session, halted', async () => {
      const shown = await statusOf();
      return shown?.state === 'halted' && shown;
    });
    expect(told).toMatchObject({ positions: [], orders: [], why: expect.stringContaining('a test') });
    expect(host.log()).toContain('cancelledAll');
    const kept = await warm.run('stop', ...at);
    expect(kept.code, kept.stderr).toBe(0);
    await ended;
    // it waits until the sweep of the whole account has looked often enough
    const released = await warm.run('resume', '--killed', '--yes', `release ${ACCOUNT}`, ...at);
    expect(released.code, released.stderr).toBe(0);
    expect(broker()).toMatchObject({ violations: [], lives });
  });
});
